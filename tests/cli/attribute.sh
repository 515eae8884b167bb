# `keyfall attribute` on a small attack: what people read, what programs read, and what it says of bad input.
# Usage: attribute.sh ROOT PROGRAM
export LC_ALL=C.UTF-8
set -euo pipefail
root=$1 keyfall=$2 toy=$1/tests/cli/toy
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
source "$root/tests/cli/checks.sh"

run attribute "$toy" --reps 200 --threads 2
expect 0 'Together they take away .* customers hit on average'
expect 0 'Multi-factor authentication: no step of this attack and no response meets it'
expect 0 '"break in" uses CVE-0,'
expect 0 'which had no fix'
expect 0 'worth much in'
fits

run attribute "$toy" --reps 200 --vary mfa --ascii
expect 0 '1 choices? of controls'
plain

run attribute "$toy" --reps 200 --vary app_control@customer,antimalware,backup --metric operations_hours --json
valid attribution
run attribute "$toy" --reps 200 --vary app_control,restrict_mgmt --threads 1 --json
cp "$work/out" "$work/one"
run attribute "$toy" --reps 200 --vary app_control,restrict_mgmt --threads 2 --json
cmp "$work/one" "$work/out" || fail 'threads changed a result'

# Beside this attack, the mix of attacks that a year brings; the user's own list wins.
printf '{"format":"keyfall.mix","version":1,"title":"mine","note":"n","scenarios":[{"scenario":"msp-credential-push","why":"w"}]}' \
    >"$work/mix.json"
run attribute "$toy" --reps 80 --vary mfa,kill_switch --over-mix --mix "$work/mix.json"
expect 0 'Over the mix of attacks that a year brings'
expect 0 'Multi-factor .*msp-credential-push'
fits
run attribute "$toy" --reps 80 --vary mfa,kill_switch --over-mix --mix "$work/mix.json" --json
valid attribution
run attribute "$toy" --vary mfa --over-mix --mix "$work/nowhere.json"
expect 2 'nowhere.json'

run attribute "$toy" --vary mfaa
expect 2 'unknown control "mfaa"; did you mean "mfa"\?'
run attribute "$toy" --vary mfa@observer
expect 2 'mfa@observer: this world has no such organisation'
run attribute "$toy" --on martian
expect 2 '"martian" is no kind of organisation'
run attribute "$toy" --level 4
expect 2 'level must be a whole number from 1 to 3'
run attribute "$toy" --metric dwell
expect 2 'a time that may not come'
run attribute "$toy" --metric customer
expect 2 'it has: customers, msps'
run attribute --help
expect 0 'Example: keyfall attribute kaseya-2021'
