#!/usr/bin/env bash
# ./scripts/bench.sh [SCENARIO]: builds the benches optimised into build-bench/ and prints their tables. Where two
# things are compared they run in one process, rounds interleaved, and the ratio is what counts; nothing is asserted.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

ensure_packages gcc libc6-dev make cmake pkg-config liblua5.4-dev libcjson-dev libxlsxwriter-dev libzip-dev libxml2-dev libigraph-dev
build_tree build-bench -DCMAKE_BUILD_TYPE=Release -DKEYFALL_TESTS=OFF -DKEYFALL_LTO=ON -DKEYFALL_BENCH=ON
exec "$keyfall_root/build-bench/tests/bench/bench_race" "$keyfall_root" "$@"
