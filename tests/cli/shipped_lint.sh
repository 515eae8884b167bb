#!/usr/bin/env bash
# shipped_lint.sh KEYFALL: every scenario that comes with Keyfall lints clean, or answers what is found with a reason.
set -euo pipefail
keyfall=$1
names=$("$keyfall" list --json | python3 -c 'import json, sys
print("\n".join(s["name"] for s in json.load(sys.stdin)["scenarios"]))')
bad=0
found=$(mktemp)
trap 'rm -f "$found"' EXIT
for name in $names; do
    "$keyfall" lint "$name" --reps 100 >"$found" || { bad=1; cat "$found"; }
done
exit "$bad"
