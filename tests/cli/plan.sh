# `keyfall plan` on a small attack: what people read, what programs read, and what it says of bad input.
# Usage: plan.sh ROOT PROGRAM
export LC_ALL=C.UTF-8
set -euo pipefail
root=$1 keyfall=$2 toy=$1/tests/cli/toy
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
source "$root/tests/cli/checks.sh"

run plan "$toy" --reps 100
expect 0 'Proven on these worlds: every choice was run or ruled out'
expect 0 'Cannot act in this attack, so never bought: mfa, patching'
expect 0 'restrict_mgmt@msp'
expect 0 'fresh worlds'
fits
run plan "$toy" --reps 40 --budget 100k --ascii
expect 0 'Best within the budget, by the mean'
plain
run plan "$toy" --reps 100 --target 'mean(customers)<=5' --json
valid plan
grep -q '"reached": true' "$work/out" || fail 'a target within reach was not reached'
run plan "$toy" --reps 40 --target 'p95(customers)<=0' --must backup
expect 1 'No choice reaches p95\(customers\) <= 0'

printf '{"format": "keyfall.costs", "version": 1, "currency": "USD", "costs": [%s]}' \
    '{"control": "restrict_mgmt", "kind": "msp", "provenance": "sourced", "source": "a quote", "levels": [
      {"level": 1, "low": 1, "mode": 1, "high": 1}, {"level": 2, "low": 1, "mode": 1, "high": 1},
      {"level": 3, "low": 7, "mode": 7, "high": 7}]}' >"$work/mine.json"
run plan "$toy" --reps 40 --costs "$work/mine.json" --vary restrict_mgmt@msp
expect 0 '\$21 '
sed -i 's/"low": 7/"low": -7/' "$work/mine.json"
run plan "$toy" --costs "$work/mine.json"
expect 2 'mine.json: \$.costs\[0\].levels\[2\].low: must be a number from 0'
run plan "$toy" --costs "$work/nowhere.json"
expect 2 'nowhere.json'
run plan "$toy" --must mfa --never mfa
expect 2 'mfa is in --must and in --never'
run plan "$toy" --vary mfa,backup --must bakup
expect 2 '--must: "bakup" is not among the controls that vary; did you mean "backup"\?'
run plan "$toy" --target 'p95(customers)<20'
expect 2 "write it like 'p95\(customers\)<=20'"
run plan "$toy" --budget -5
expect 2 'must be dollars like 250000'
run plan "$toy" --budget 10 --must app_control
expect 2 '--must alone costs'
run plan --help
expect 0 'Example: keyfall plan kaseya-2021'
