#!/usr/bin/env bash
# ranks.sh KEYFALL MPIRUN: a program built with -DKEYFALL_MPI=ON gives one process's bytes at 1, 2 and 4 ranks,
# and a run of which a rank was killed goes on where it was.
set -euo pipefail
keyfall=$1 mpirun=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { printf '%s\n' "$*" >&2; exit 1; }
export OMPI_MCA_btl_vader_single_copy_mechanism=none

# ranks COUNT WORDS…
ranks() {
    local count=$1
    shift
    "$mpirun" --allow-run-as-root --oversubscribe -n "$count" "$keyfall" "$@"
}

words=(compare kaseya-2021 --controls as-it-was --controls xdr-at-msps --seed 5 --json)
"$keyfall" "${words[@]}" --reps 606 --threads 2 >"$folder/one"
for count in 1 2 4; do
    ranks "$count" "${words[@]}" --reps 606 >"$folder/ranks" 2>"$folder/err"
    cmp "$folder/one" "$folder/ranks" || fail "$count ranks differ from one process"
done

until='ci(mean customers)<4%'
"$keyfall" "${words[@]}" --until "$until" >"$folder/one"
ranks 2 "${words[@]}" --until "$until" >"$folder/ranks"
cmp "$folder/one" "$folder/ranks" || fail "ranks stop elsewhere than one process"

# Bad usage is said once, and ends all ranks.
status=0
ranks 2 run kaseya-2021 --until 'p95<2' >"$folder/out" 2>"$folder/err" || status=$?
[[ $status == 2 && $(grep -c 'is not understood' "$folder/err") == 1 ]] || fail "usage: status $status"

# One rank is killed after a batch was kept.
"$keyfall" "${words[@]}" --reps 2400 >"$folder/one"
ranks 2 "${words[@]}" --reps 2400 --resume "$folder/kept" >"$folder/out" 2>"$folder/err" &
running=$!
for ((i = 0; i < 3000; i++)); do
    [[ -f $folder/kept && $(wc -l <"$folder/kept") -ge 2 ]] && break
    sleep 0.01
done
launcher=$(pgrep -P "$running" -f -- "$mpirun" || true)
victim=$(pgrep -P "${launcher:-$running}" | tail -n 1)
kill -KILL "$victim"
wait "$running" && fail "a run of which a rank was killed ended well"
[[ ! -s $folder/out ]] || fail "a run of which a rank was killed printed a result"
before=$(wc -l <"$folder/kept")
ranks 2 "${words[@]}" --reps 2400 --resume "$folder/kept" >"$folder/ranks"
cmp "$folder/one" "$folder/ranks" || fail "a run begun again over ranks differs"
(($(wc -l <"$folder/kept") > before)) || fail "nothing was left to do"
