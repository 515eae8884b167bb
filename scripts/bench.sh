#!/usr/bin/env bash
# ./scripts/bench.sh [SCENARIO]: builds the benches optimised into build-bench/, prints their tables and writes their
# rows to build-bench/bench.json. Where two things are compared they run in one process, rounds interleaved, and the
# ratio is what counts; no figure is asserted.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

ensure_packages gcc libc6-dev make cmake pkg-config liblua5.4-dev libcjson-dev libxlsxwriter-dev libzip-dev libxml2-dev libigraph-dev
build_tree build-bench -DCMAKE_BUILD_TYPE=Release -DKEYFALL_TESTS=OFF -DKEYFALL_LTO=ON -DKEYFALL_BENCH=ON
exec "$keyfall_root/build-bench/tests/bench/bench" "$keyfall_root" "$keyfall_root/build-bench/bench.json" "$@"
