# The goldens refuse what they are there for: a scenario without a hash, and a changed one, each with a sentence that
# says what to do; and no hash is kept of a scenario that is gone.
set -euo pipefail
root=$1 golden=$2
for file in "$root"/tests/golden/*.txt; do
    name=$(basename "$file" .txt)
    [[ -e $root/scenarios/$name/scenario.lua ]] || { echo "$file is of no scenario; remove it"; exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/tests/golden" "$work/engine/control" "$work/scenarios/tiny"
ln -s "$root/scripts" "$work/scripts"
cp "$root/engine/control/catalogue.json" "$work/engine/control"
cat >"$work/scenarios/tiny/scenario.lua" <<'END'
local _ENV = require "keyfall"
scenario "tiny" { starts = "2021-01-01", lasts = days(2) }
msp "M" { count = assumed(20), rmm_server {} }
rule "break in" { technique = "T1190", to = control(rmm_server), odds = assumed(0.5), after = assumed(hours(2, 9)) }
END
fail() { echo "$@"; cat "$work/out"; exit 1; }
run() { status=0; "$golden" "$@" "$work" tiny >"$work/out" 2>&1 || status=$?; }
run
[[ $status == 1 ]] && grep -q 'has no golden hash; run ./scripts/golden.sh --renew tiny' "$work/out" || fail "no golden: $status"
run --renew
[[ $status == 0 ]] || fail "renewing: $status"
run
[[ $status == 0 ]] || fail "kept: $status"
sed -i 's/assumed(0.5)/assumed(0.6)/' "$work/scenarios/tiny/scenario.lua"
run
[[ $status == 1 ]] && grep -q 'run ./scripts/golden.sh --renew tiny and say in the commit why' "$work/out" || fail "changed: $status"
