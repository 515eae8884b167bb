#!/usr/bin/env bash
# tutorial.sh KEYFALL ROOT: docs/scenarios.md, followed to the letter in an empty folder, leads to a scenario that
# lints without a word left to replace and back-tests as the page says.
set -euo pipefail
keyfall=$1 root=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/bin" "$folder/work"
ln -s "$keyfall" "$folder/bin/keyfall"
export PATH="$folder/bin:$PATH" KEYFALL_ROOT="$root"
python3 "$root/tests/cli/tutorial.py" "$root/docs/scenarios.md" "$folder/work" >"$folder/log" ||
    { tail -40 "$folder/log" >&2; exit 1; }

cd "$folder/work"
keyfall lint ./dental-it-2019 --json >lint.json
keyfall backtest ./dental-it-2019 --json >backtest.json
python3 - <<'PYTHON'
import json
scenario, = json.load(open("lint.json"))["scenarios"]
assert scenario["findings"] == [], scenario["findings"]
test, = json.load(open("backtest.json"))["backtests"]
assert {(f["role"], f["inside"]) for f in test["figures"]} == {("fitted", True), ("predicted", True)}, test
PYTHON
