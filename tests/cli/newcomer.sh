#!/usr/bin/env bash
# newcomer.sh REPOSITORY KEYFALL: what the README sends a newcomer to, as he would type it.
set -euo pipefail
repository=$1 keyfall=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

fail() { printf '%s\n' "$*" >&2; exit 1; }

# How far would it have gone with application control? The headline speaks of that set, not of the one that is
# always shown beside it.
"$keyfall" compare kaseya-2021 --controls as-it-was --controls app-control-at-customers --reps 40 --ascii >page
grep -q '^In this attack "Application control at customers" saves [0-9]* customers' page || fail "$(cat page)"
grep -q 'Everything' page || fail 'what remains with everything at level 3 is not shown'

# One number changed in a copy gives another result, and the folder's name without ./ is told.
cp -r "$repository/scenarios/kaseya-2021" mine
sed -i '/^rule "push/,/^  machine_odds/ s/^  odds = assumed([^,]*, [^,]*, [^,]*,/  odds = assumed(0.1, 0.2, 0.3,/' mine/scenario.lua
! cmp -s mine/scenario.lua "$repository/scenarios/kaseya-2021/scenario.lua" || fail 'no number was changed'
"$keyfall" backtest ./mine --reps 40 >changed || (($? == 1))
"$keyfall" backtest kaseya-2021 --reps 40 >whole || (($? == 1))
! cmp -s changed whole || fail 'the number made no difference'
status=0
"$keyfall" backtest mine 2>message || status=$?
((status == 2)) || fail "a name that is no scenario ends with $status"
grep -q 'For the folder here write ./mine$' message || fail "$(cat message)"
