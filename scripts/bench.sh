#!/usr/bin/env bash
# ./scripts/bench.sh [NAME…]: builds the benches optimised into build-bench/, prints their tables and writes their rows
# to build-bench/bench.json as they come. Names are memory, speed, sets, worlds, size, cascade, timed, sir; without
# one, all run. Where two things are compared they run in one process, rounds interleaved, and the ratio is what
# counts; no figure is asserted. Ranks are measured when build-mpi/keyfall is there (docs/cluster.md).
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

ensure_packages gcc g++ libc6-dev make cmake pkg-config liblua5.4-dev libcjson-dev libxlsxwriter-dev libzip-dev \
    libxml2-dev libigraph-dev libboost-graph-dev
build_tree build-bench -DCMAKE_BUILD_TYPE=Release -DKEYFALL_TESTS=OFF -DKEYFALL_LTO=ON -DKEYFALL_BENCH=ON
ranks=$keyfall_root/build-mpi/keyfall
[[ -x $ranks ]] && command -v mpirun >/dev/null || ranks=-
exec "$keyfall_root/build-bench/tests/bench/bench" "$keyfall_root" "$keyfall_root/build-bench/bench.json" "$ranks" "$@"
