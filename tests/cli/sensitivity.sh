# `keyfall sensitivity` on a small attack: what people read, what programs read, and what it says of bad input.
# Usage: sensitivity.sh ROOT PROGRAM
export LC_ALL=C.UTF-8
set -euo pipefail
root=$1 keyfall=$2 toy=$1/tests/cli/toy
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
source "$root/tests/cli/checks.sh"

run sensitivity "$toy" --reps 4 --rows 32
expect 0 'The four numbers that decide this answer'
expect 0 'C: count'
expect 0 'assumed: nobody has published it \(.*scenario.lua:'
expect 0 'its hand in the variance is its total effect|hand in the variance'
fits
run sensitivity "$toy" --reps 4 --rows 16 --ascii
plain
run sensitivity "$toy" --reps 4 --rows 16 --threads 1 --json
valid sensitivity
cp "$work/out" "$work/one"
run sensitivity "$toy" --reps 4 --rows 16 --threads 2 --json
cmp "$work/one" "$work/out" || fail 'threads changed a result'
run sensitivity "$toy" --metric first_notice
expect 2 'a time that may not come'
run sensitivity "$toy" --rows 2
expect 2 'rows must be a whole number from 8'
run sensitivity nowhere
expect 2 "there is no scenario 'nowhere'"
run sensitivity --help
expect 0 'Example: keyfall sensitivity kaseya-2021'
