#!/usr/bin/env bash
# new_scenario.sh KEYFALL ROOT: what `keyfall new` writes runs, back-tests and lints at once, and nothing that was
# there before is touched.
set -euo pipefail
keyfall=$1 root=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# refuses SENTENCE WORDS…: ends with 2 and says so, and makes no folder.
refuses() {
    local sentence=$1 status=0
    shift
    "$keyfall" "$@" >out 2>err || status=$?
    [[ $status == 2 ]] || fail "keyfall $*: ended with $status, not 2"
    grep -qF -- "$sentence" err || fail "keyfall $*: said $(cat err)"
}

"$keyfall" new ./harbour-2024 --json >result.json
python3 "$root/tests/check_schema.py" "$root/docs/formats/new.schema.json" result.json
python3 - <<'PYTHON'
import json, os
result = json.load(open("result.json"))
assert result["title"] == "Harbour 2024", result
assert all(os.path.getsize("harbour-2024/" + name) > 100 for name in result["files"]), result
PYTHON
if grep -rn '@[A-Z]*@' harbour-2024; then fail "a mark of the template was left"; fi
for facts in harbour-2024/controls/*.json; do
    python3 -m json.tool "$facts" >/dev/null
done

for verb in run show replay compare exposure backtest lint; do
    words=(--reps 40)
    case $verb in show | replay | exposure) words=() ;; esac
    "$keyfall" "$verb" ./harbour-2024 "${words[@]}" >out || fail "keyfall $verb: ended with $?"
done
"$keyfall" backtest ./harbour-2024 --reps 400 --json >result.json
python3 - <<'PYTHON'
import json
test, = json.load(open("result.json"))["backtests"]
assert 0 < test["kept"] < test["replications"] == 400, test # given that it happened
assert len(test["figures"]) == 2 and all(f["role"] == "predicted" for f in test["figures"])
PYTHON

echo mine >harbour-2024/scenario.lua
refuses 'is there already; nothing was written' new ./harbour-2024
[[ $(cat harbour-2024/scenario.lua) == mine ]] || fail "what was there was overwritten"
echo mine >a-file
refuses 'is there already; nothing was written' new ./a-file
refuses 'cannot make the folder' new ./nowhere/harbour
for name in Harbour 2024 har_bour 'har bour' -- ./a/../.. harbour- "$(printf 'a%.0s' {1..49})"; do
    refuses '' new -- "./$name"
done
refuses 'cannot name a scenario' new ./Harbour
refuses 'what is it to be called?' new
[[ $(ls) == "$(printf '%s\n' a-file err harbour-2024 out result.json)" ]] || fail "something else was made: $(ls)"
