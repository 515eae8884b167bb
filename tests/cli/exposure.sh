# `keyfall exposure` on a small attack: choke points on the structure and on sampled attacks, for people and for
# programs. Usage: exposure.sh ROOT PROGRAM
export LC_ALL=C.UTF-8
set -euo pipefail
root=$1 keyfall=$2 toy=$1/tests/cli/toy
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
source "$root/tests/cli/checks.sh"

run exposure "$toy" --reps 80
expect 0 'Choke points: no way in leads round them'
expect 0 'the rmm_server of each M +100 %'
expect 0 'MSP whose fall is felt widest'
fits
run exposure "$toy" --reps 40 --ascii
plain
run exposure "$toy" --reps 40 --most 3 --json
valid exposure
run exposure "$work/nowhere.json"
expect 2 'nowhere.json'
run exposure nowhere
expect 2 "there is no scenario 'nowhere'"
