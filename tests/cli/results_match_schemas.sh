#!/usr/bin/env bash
# results_match_schemas.sh KEYFALL ROOT: what verbs print with --json is what docs/formats says, and holds what
# their options promise.
set -euo pipefail
keyfall=$1 root=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# says SCHEMA STATUSES WORDS…: runs the verb, whose exit status is one of those, and checks its result.
says() {
    local schema=$1 wanted=$2 status=0
    shift 2
    "$keyfall" "$@" >"$folder/result.json" || status=$?
    if [[ " $wanted " != *" $status "* ]]; then
        printf 'keyfall %s: ended with %s, not one of: %s\n' "$*" "$status" "$wanted" >&2
        exit 1
    fi
    python3 "$root/tests/check_schema.py" "$root/docs/formats/$schema.schema.json" "$folder/result.json"
}

# holds PYTHON: an expression about the result `r`.
holds() {
    python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
sys.exit(0 if eval("(" + sys.argv[2] + ")") else "does not hold: " + sys.argv[2])' "$folder/result.json" "$1"
}

says result 0 run kaseya-2021 --reps 40 --json
holds 'r["parameters"] == "drawn"'
holds '(lambda v: 0 <= v["luck_ci95"][0] <= v["luck"] <= v["luck_ci95"][1] <= 1
                  and abs(v["luck"] + v["unknown"] - 1) < 1e-12)
       (r["control_sets"][0]["metrics"]["customers"]["variance"])'
says result 0 run kaseya-2021 --reps 8 --json --fix-parameters
holds 'r["parameters"] == "fixed"'
holds 'all(m["variance"] is None for m in r["control_sets"][0]["metrics"].values())'
says result 0 compare kaseya-2021 --controls as-it-was --controls xdr-at-msps --reps 8 --json --fix-parameters
holds 'r["parameters"] == "fixed" and len(r["pairs"]) > 0'

says list 0 list controls --json
holds 'len(r["controls"]) > 15 and "scenarios" not in r'

# Every scenario that there is has its row, a miss included; only what was never published has none.
says backtest "0 1" backtest --reps 40 --json
"$keyfall" list --json | python3 -c 'import json, sys
listed = {s["name"] for s in json.load(sys.stdin)["scenarios"]}
result = json.load(open(sys.argv[1]))
told = {b["scenario"]: b for b in result["backtests"]}
assert set(told) <= listed, set(told) - listed
silent = {name for name in listed - set(told)}
assert not silent & {"kaseya-2021"}, silent
figures = [f for b in told.values() for f in b["figures"] if f["role"] == "predicted"]
assert result["coverage"]["predicted"]["figures"] == len(figures)
assert result["coverage"]["predicted"]["inside"] == sum(f["inside"] for f in figures)
assert result["coverage"]["incidents"] == len(told)' "$folder/result.json"
says backtest "0 1" backtest kaseya-2021 --reps 8 --json --fix-parameters
