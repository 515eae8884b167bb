#!/usr/bin/env bash
# long_runs.sh KEYFALL ROOT: a run that ends when the answer is good enough, one that is killed and begun again,
# one that is interrupted: each says what it is, and loses nothing.
set -euo pipefail
keyfall=$1 root=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { printf '%s\n' "$*" >&2; exit 1; }

# ends STATUS WORDS…: the verb ends so; what it says is in $folder/out and $folder/err.
ends() {
    local wanted=$1 status=0
    shift
    "$keyfall" "$@" >"$folder/out" 2>"$folder/err" || status=$?
    [[ $status == "$wanted" ]] || { cat "$folder/err" >&2; fail "keyfall $*: ended with $status, not $wanted"; }
}
same() { cmp "$1" "$2" || fail "$3"; }
says() { grep -qF -- "$1" "$folder/err" || { cat "$folder/err" >&2; fail "it does not say: $1"; }; }

# A small incident for what needs many worlds, cheaply: 40 customers, each of which falls or not.
mkdir "$folder/small"
cat >"$folder/small/scenario.lua" <<'LUA'
local _ENV = require "keyfall"
scenario "small" { starts = "2021-01-01", lasts = days(10) }
msp "M" { rmm_server {},
  customer "C" { count = assumed(40),
    endpoint_group { count = assumed(5), via = rmm_agent { system } } } }
rule "get in" { technique = "T1190", to = control(rmm_server), odds = assumed(0.6), after = assumed(hours(1)) }
rule "push" (rmm_push { odds = assumed(0.5), after = assumed(hours(1)) })
LUA
printf '{"format": "keyfall.facts", "version": 1, "title": "small", "facts": []}\n' >"$folder/small/facts.json"
small=$folder/small

# --- until: the same count at any number of threads, and the worlds of a run of that many.
until='ci(mean customers)<3%'
ends 0 run "$small" --until "$until" --json --threads 1
cp "$folder/out" "$folder/one"
ends 0 run "$small" --until "$until" --json --threads 2
same "$folder/one" "$folder/out" "two threads stop elsewhere than one"
python3 "$root/tests/check_schema.py" "$root/docs/formats/result.schema.json" "$folder/one"
count=$(python3 - "$folder/one" <<'PYTHON'
import json, sys
r = json.load(open(sys.argv[1]))
m = r["control_sets"][0]["metrics"]["customers"]
half = (m["ci95"][1] - m["ci95"][0]) / 2 / m["mean"]
assert r["until"]["reached"] and abs(half - r["until"]["width"]) < 1e-12 and half <= 0.03, r["until"]
n = r["replications"]
while n % 2 == 0: n //= 2
assert n in (1, 3) and r["replications"] >= 256, r["replications"]
print(r["replications"])
PYTHON
)
ends 0 run "$small" --reps "$count" --json
python3 - "$folder/one" "$folder/out" <<'PYTHON'
import json, sys
a, b = (json.load(open(p)) for p in sys.argv[1:])
a.pop("until")
assert a == b, "a run that stopped is not the run of as many worlds"
PYTHON
ends 1 run "$small" --until 'ci(mean customers)<0.01%' --reps 300 --ascii
grep -qF 'NOT reached' "$folder/out" || fail "what was not reached is not said"
ends 2 run "$small" --until 'ci(mean customer)<2%' && says "no measure 'customer'"
ends 2 run "$small" --until 'p95<2' && says 'write "ci(mean MEASURE)<LIMIT"'
ends 2 run "$small" --until 'ci(mean customers)<0%' && says 'must be above 0'
ends 2 run "$small" --until 'ci(mean customers)<-2%' && says 'is not understood'

# --- resume: killed with SIGKILL in the middle, begun again, the bytes of a run that nobody disturbed.
compare=(compare kaseya-2021 --controls as-it-was --controls xdr-at-msps --reps 1800 --seed 3 --json)
ends 0 "${compare[@]}"
cp "$folder/out" "$folder/whole"
kept=$folder/kept
"$keyfall" "${compare[@]}" --resume "$kept" >"$folder/out" 2>/dev/null &
running=$!
for ((i = 0; i < 3000; i++)); do
    [[ -f $kept && $(wc -l <"$kept") -ge 2 ]] && break
    sleep 0.01
done
kill -KILL "$running"
wait "$running" 2>/dev/null && fail "it had ended before it was killed"
[[ ! -s $folder/out ]] || fail "a killed run printed a result"
finished=$(wc -l <"$kept")
((finished >= 2 && finished < 5)) || fail "the file has $finished lines after it was killed"
printf '{"first":99,"wor' >>"$kept" # a line that a crash cut short
ends 0 "${compare[@]}" --resume "$kept"
same "$folder/whole" "$folder/out" "a run begun again differs from one that nobody disturbed"
ends 0 "${compare[@]}" --resume "$kept"
same "$folder/whole" "$folder/out" "a finished run begun again differs"

# --- a file of another run is refused by what differs; a damaged one by its line.
other=(compare kaseya-2021 --controls as-it-was --controls xdr-at-msps --reps 1800 --json --resume "$kept")
ends 2 "${other[@]}" --seed 4 && says 'its seed: 3; of this run: 4'
ends 2 "${other[@]}" --seed 3 --response off && says 'its response: on; of this run: off'
ends 2 run kaseya-2021 --seed 3 --resume "$kept" && says 'its control sets: '
printf 'a letter\n' >"$folder/letter"
ends 2 run kaseya-2021 --resume "$folder/letter" && says "$folder/letter"
same <(printf 'a letter\n') "$folder/letter" "a file that is none of ours was changed"
sed '3s/"values":"\([0-9]\)/"values":"9\1/' "$kept" >"$folder/damaged"
ends 2 "${compare[@]}" --resume "$folder/damaged" && says 'damaged:3: this batch is damaged'

# --- a control set of the same name that was edited since is found out.
mkdir "$folder/sets"
cp "$root/scenarios/kaseya-2021/controls/xdr-at-msps.json" "$folder/sets/mine.json"
edited=(run kaseya-2021 --controls "$folder/sets/mine.json" --reps 40 --resume "$folder/edited.batches")
ends 0 "${edited[@]}"
sed -i 's/: 3$/: 1/' "$folder/sets/mine.json"
ends 2 "${edited[@]}" && says 'have been changed since'

# --- an interrupt prints what is known so far, marked.
"$keyfall" run "$small" --reps 20000000 --json >"$folder/out" 2>"$folder/err" &
running=$!
sleep 1
kill -INT "$running"
status=0
wait "$running" || status=$?
[[ $status == 130 ]] || fail "an interrupted run ended with $status"
python3 "$root/tests/check_schema.py" "$root/docs/formats/result.schema.json" "$folder/out"
python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
assert r["partial"] and 0 < r["replications"] < 20000000 and r["replications"] % 4 == 0' "$folder/out"
[[ ! -s $folder/err ]] || fail "progress was shown though nobody is at a terminal"

# --- at a terminal there is a rate and the time left.
script -qec "$keyfall run kaseya-2021 --reps 1000 --ascii --threads 1" /dev/null </dev/null >"$folder/terminal"
grep -qE 'of 1,000 worlds, [0-9,]+ a second, [0-9a-z ]+ left' "$folder/terminal" || fail "no progress at a terminal"
