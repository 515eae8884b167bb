#!/usr/bin/env bash
# ./scripts/mutants.sh [NAME…]: breaks each invariant listed in tests/mutants.txt (or the named ones) by one
# line in a copy of the tree; a test that guards it must fail. Exit 1 if a mutant survives, no longer applies
# or does not build.
#
#   ./scripts/mutants.sh --check    only checks that the table can be read and that each line is still there
#   ./scripts/mutants.sh --list     names what there is
#   --tree FOLDER                   another tree than this repository (first option; used by the tests)
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

tree=$keyfall_root
mode=run
if [[ ${1-} == --tree ]]; then
    tree=$(cd "$2" && pwd -P)
    shift 2
fi
case ${1-} in
--check | --list)
    mode=${1#--}
    shift
    ;;
-*)
    printf 'usage: mutants.sh [--tree FOLDER] [--check | --list | NAME…]\n' >&2
    exit 2
    ;;
esac
table=$tree/tests/mutants.txt

names=() files=() finds=() replaces=() tests=()
declare -A position=()

table_fail() {
    printf '%s:%s: %s\n' "$table" "$1" "$2" >&2
    exit 2
}

# Every block is whole: five fields, each once, in the order the table's head gives.
read_table() {
    local -a order=(mutant file find replace tests)
    local line number=0 step=0 word rest
    while IFS= read -r line || [[ -n $line ]]; do
        number=$((number + 1))
        [[ $line == \#* ]] && continue
        if [[ -z $line ]]; then
            ((step == 0)) || table_fail "$number" "the block ends before its line '${order[step]}'"
            continue
        fi
        word=${line%%[[:space:]]*}
        rest=${line#"$word"}
        rest=${rest#"${rest%%[![:space:]]*}"}
        [[ $word == "${order[step]}" ]] ||
            table_fail "$number" "expected the line '${order[step]}' here, found '$word'"
        [[ -n $rest || $word == replace ]] || table_fail "$number" "'$word' says nothing"
        case $word in
        mutant)
            [[ -z ${position[$rest]-} ]] || table_fail "$number" "a second mutant is called $rest"
            position[$rest]=${#names[@]}
            names+=("$rest")
            ;;
        file) files+=("$rest") ;;
        find) finds+=("$rest") ;;
        replace) replaces+=("$rest") ;;
        tests) tests+=("$rest") ;;
        esac
        step=$(((step + 1) % ${#order[@]}))
    done <"$table"
    ((step == 0)) || table_fail "$number" "the last block ends before its line '${order[step]}'"
}

# mutate FILE FIND REPLACE: the broken text on stdout; fails unless exactly one line matches.
mutate() {
    FIND=$2 REPLACE=$3 awk '
        {
            text = $0
            sub(/^[ \t]+/, "", text)
            sub(/[ \t]+$/, "", text)
            if (text != ENVIRON["FIND"]) { print; next }
            seen++
            match($0, /^[ \t]*/)
            if (ENVIRON["REPLACE"] != "") print substr($0, 1, RLENGTH) ENVIRON["REPLACE"]
        }
        END { exit seen != 1 }' "$1" 2>/dev/null
}

read_table
chosen=()
for name in "$@"; do
    [[ -n ${position[$name]-} ]] || { printf 'no mutant is called %s; see --list\n' "$name" >&2; exit 2; }
    chosen+=("${position[$name]}")
done
(($#)) || chosen=("${!names[@]}")

if [[ $mode == list ]]; then
    ((${#names[@]} == 0)) || printf '%s\n' "${names[@]}"
    exit 0
fi
if [[ $mode == check ]]; then
    bad=0
    for i in "${chosen[@]}"; do
        mutate "$tree/${files[i]}" "${finds[i]}" "${replaces[i]}" >/dev/null && continue
        printf '%s: no longer applies: "%s" has to be exactly one line of %s\n' \
            "${names[i]}" "${finds[i]}" "${files[i]}"
        bad=1
    done
    printf '%d mutants read\n' "${#chosen[@]}"
    exit "$bad"
fi

ensure_packages "${setup_tree_packages[@]}" g++ libcmocka-dev libgsl-dev libigraph-dev libpcg-cpp-dev git lua5.4 lua-check python3-jsonschema
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
copy=$work/tree build=$work/build log=$work/log
mkdir "$copy"

# The files git knows or would take, as they are now; one that was deleted but not yet committed is left out.
copy_tree() {
    (cd "$tree" && git ls-files -z --cached --others --exclude-standard |
        while IFS= read -r -d '' path; do [[ ! -e $path ]] || printf '%s\0' "$path"; done |
        sort -zu | tar --null --no-recursion --files-from=- -cf -) | tar -xf - -C "$copy"
}

test_names() { ctest --test-dir "$build" -N -R "$1" | sed -n 's/^ *Test *#[0-9]*: //p'; }

# Builds what the tests matching $1 need: their own programs where every one has its own (tests/CMakeLists.txt
# calls them test_NAME), else everything.
build_for() {
    local -a goals=()
    local name
    while IFS= read -r name; do
        grep -qx "\.\.\. test_$name" "$work/targets" || { goals=(all); break; }
        goals+=("test_$name")
    done < <(test_names "$1")
    cmake --build "$build" -j "$(nproc)" --target "${goals[@]}" </dev/null >"$log" 2>&1
}

run_tests() {
    ctest --test-dir "$build" --no-tests=error --timeout 120 -j2 --output-on-failure -R "$1" </dev/null >"$log" 2>&1
}

# A test that fails on the tree as it is cannot tell a mutant from it.
require_sound() {
    local i
    for i in "${chosen[@]}"; do
        if ! build_for "${tests[i]}" || ! run_tests "${tests[i]}"; then
            cat "$log" >&2
            printf 'mutants.sh: without any mutant, the tests %s do not pass\n' "${tests[i]}" >&2
            exit 1
        fi
    done
}

# Sets verdict for mutant number $1 and leaves the copy as it was.
try_mutant() {
    local file=$copy/${files[$1]}
    if ! mutate "$file" "${finds[$1]}" "${replaces[$1]}" >"$work/broken"; then
        verdict='does not apply'
        return
    fi
    cp -p "$file" "$work/whole"
    cat "$work/broken" >"$file"
    if ! build_for "${tests[$1]}"; then
        verdict='does not build'
    elif run_tests "${tests[$1]}"; then
        verdict=SURVIVED
    else
        verdict=killed
    fi
    cat "$work/whole" >"$file"
}

copy_tree
cmake -S "$copy" -B "$build" -DCMAKE_BUILD_TYPE=Release -DKEYFALL_TESTS=ON </dev/null >"$log" 2>&1 ||
    { cat "$log" >&2; setup_fail "configuring the copy failed"; }
cmake --build "$build" --target help >"$work/targets"
require_sound

bad=0 killed=0
for i in "${chosen[@]}"; do
    try_mutant "$i"
    printf '%-14s %-44s %s\n' "$verdict" "${names[i]}" "${files[i]}"
    if [[ $verdict == killed ]]; then killed=$((killed + 1)); else bad=1; fi
done
printf '%d of %d mutants killed\n' "$killed" "${#chosen[@]}"
exit "$bad"
