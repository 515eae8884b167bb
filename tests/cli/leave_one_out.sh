#!/usr/bin/env bash
# leave_one_out.sh KEYFALL ROOT: three incidents of one provider each, which differ in how many customers it has
# and agree in everything else. All customers fall, so that what is predicted is known beforehand.
set -euo pipefail
keyfall=$1 root=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# incident NAME CUSTOMERS NUMBER: a provider with so many customers, said as NUMBER.
incident() {
    mkdir "$folder/$1"
    cat >"$folder/$1/scenario.lua" <<LUA
local _ENV = require "keyfall"
scenario "$1" { starts = "2021-01-01", lasts = days(10) }
msp "M" { rmm_server {},
  customer "C" { count = shared("customers of the provider", $3),
    endpoint_group { count = assumed(5), via = rmm_agent { system } } } }
rule "get in" { technique = "T1190", to = control(rmm_server), odds = 1, after = assumed(hours(1)) }
rule "push" (rmm_push { odds = 1, after = assumed(hours(1)) })
history "customers" { measure = "customers", published = fact.customers, role = predicted }
LUA
    cat >"$folder/$1/facts.json" <<JSON
{"format": "keyfall.facts", "version": 1, "title": "$1", "facts": [{"key": "customers", "value": $2,
 "unit": "customers", "date": "2021-01-02", "source_title": "a report", "source_publisher": "a paper",
 "source_url": "https://example.org/$1", "source_verified": true, "role": "predicted", "note": ""}]}
JSON
}
incident small 20 'fitted(20)'
incident middle 60 'fitted(60)'
incident large 100 'fitted(100)'
incident guess 25 'assumed(1, 25, 400)' # lends nothing

status=0
"$keyfall" backtest --leave-one-out --reps 400 --json "$folder/small" "$folder/middle" "$folder/large" \
    "$folder/guess" >"$folder/result.json" || status=$?
[[ $status == 1 ]] || { printf 'exit status %s, though the large one cannot be predicted\n' "$status"; exit 1; }
python3 "$root/tests/check_schema.py" "$root/docs/formats/backtest.schema.json" "$folder/result.json"
python3 - "$folder/result.json" <<'PYTHON'
import json, sys
result = json.load(open(sys.argv[1]))
of = {b["scenario"]: b for b in result["backtests"]}
for name, count in (("small", 20), ("middle", 60), ("large", 100)):
    figure = of[name]["figures"][0]
    assert figure["interval90"] == [count, count] and figure["inside"], figure
pooled = {name: b["left_out"]["shared"][0] for name, b in of.items()}
assert pooled["large"]["pooled"] == [20, 40, 60], pooled["large"]
assert pooled["small"]["pooled"] == [60, 80, 100], pooled["small"]
assert pooled["guess"]["pooled"] == [20, 60, 100] and pooled["guess"]["incidents"] == 3, pooled["guess"]
assert pooled["middle"]["own"] == [60, 60, 60]
left = {name: b["left_out"]["figures"][0] for name, b in of.items()}
assert 20 <= left["large"]["interval90"][0] <= left["large"]["interval90"][1] <= 60
assert not left["large"]["inside"] and not left["small"]["inside"] and left["middle"]["inside"]
PYTHON

status=0
"$keyfall" backtest --leave-one-out --ascii --reps 40 "$folder/middle" "$folder/large" >"$folder/page" || status=$?
grep -q 'Predicted figures inside: 2 of 2 with each' "$folder/page"
awk 'length($0) > 80 { print "wider than 80 columns: " $0; exit 1 }' "$folder/page"
