#!/usr/bin/env bash
# fit_kaseya.sh KEYFALL ROOT: the study that fits Kaseya 2021 reads figures whose role is fitted and no other: with
# every predicted figure changed it finds the same numbers, with a fitted one changed it finds others.
set -euo pipefail
keyfall=$1 root=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# fit NAME ROLE: the study, where every plain figure of that role is seven times as large.
fit() {
    mkdir -p "$folder/$1/scripts/studies" "$folder/$1/scenarios"
    cp "$root/scripts/studies/fit-kaseya.lua" "$folder/$1/scripts/studies/"
    cp -r "$root/scenarios/kaseya-2021" "$folder/$1/scenarios/"
    python3 - "$folder/$1/scenarios/kaseya-2021/facts.json" "$2" <<'PYTHON'
import json, sys
path, role = sys.argv[1:]
whole = json.load(open(path))
changed = [f for f in whole["facts"] if f["role"] == role and isinstance(f["value"], int)]
assert changed or role == "nobody", "no figure to change"
for fact in changed:
    fact["value"] *= 7
json.dump(whole, open(path, "w"), indent=1)
PYTHON
    lua5.4 "$folder/$1/scripts/studies/fit-kaseya.lua" "$keyfall" 8 >"$folder/$1.txt"
}

fit as_it_is nobody
fit predicted_changed predicted
fit fitted_changed fitted
cmp "$folder/as_it_is.txt" "$folder/predicted_changed.txt"
! cmp -s "$folder/as_it_is.txt" "$folder/fitted_changed.txt"
grep -q '^servers on the target list' "$folder/as_it_is.txt"
