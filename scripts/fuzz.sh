#!/usr/bin/env bash
# ./scripts/fuzz.sh [SECONDS [FUZZER…]]: builds the fuzzers (json, world, control_set, scenario) with clang into
# build-fuzz/ and runs each for so long (60 seconds), from small seeds that the tests make. What it found stays in
# build-fuzz/corpus/; an input that breaks something is printed with the command that runs it again. Exit 1 on a find.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

seconds=${1:-60}
(($# < 2)) || shift
(($# > 0)) && [[ $1 != "$seconds" ]] || set -- json world control_set scenario

ensure_packages "${setup_tree_packages[@]}" clang g++ libcmocka-dev libgsl-dev libigraph-dev libpcg-cpp-dev \
    lua5.4 python3
folder=$keyfall_root/build-fuzz
cmake -S "$keyfall_root" -B "$folder" -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=g++ -DKEYFALL_FUZZ=ON \
    -DCMAKE_BUILD_TYPE=Debug >"$folder.log" 2>&1 || { cat "$folder.log" >&2; setup_fail "configuring failed"; }
rm -f "$folder.log"
cmake --build "$folder" -j "$(nproc)" --target test_world_json "${@/#/fuzz_}" >"$folder/build.log" 2>&1 ||
    { cat "$folder/build.log" >&2; setup_fail "building failed"; }

seeds=$folder/seeds
mkdir -p "$seeds"/{json,world,control_set,scenario}
"$folder/tests/test_world_json" "$seeds/world"
cp "$keyfall_root"/scenarios/*/facts.json "$seeds/json" 2>/dev/null || true
cp "$keyfall_root"/scenarios/*/controls/*.json "$seeds/control_set"
for scenario in "$keyfall_root"/scenarios/*/scenario.lua; do
    cp "$scenario" "$seeds/scenario/$(basename "$(dirname "$scenario")").lua"
done

status=0
for name in "$@"; do
    mkdir -p "$folder/corpus/$name"
    printf 'fuzzing %s for %s seconds\n' "$name" "$seconds"
    "$folder/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=4096 -print_final_stats=1 \
        -artifact_prefix="$folder/found-$name-" "$folder/corpus/$name" "$seeds/$name" >"$folder/$name.log" 2>&1 ||
        { status=1; tail -40 "$folder/$name.log"; }
    grep -E '^stat::(number_of_executed_units|average_exec)' "$folder/$name.log" || true
done
exit "$status"
