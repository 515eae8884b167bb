#!/usr/bin/env bash
# ./scripts/golden.sh [--renew] [SCENARIO…]: builds and holds the scenarios (all of them, or the named ones) to their
# golden hashes in tests/golden/; with --renew it writes the hashes anew. Renew only for a change of results that is
# meant, and say in the commit why.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

renew=()
if [[ ${1-} == --renew ]]; then
    renew=(--renew)
    shift
fi
if (($# == 0)); then
    cd "$keyfall_root/scenarios"
    set -- */
fi
ensure_packages g++ libcmocka-dev libgsl-dev libigraph-dev libpcg-cpp-dev lua5.4 python3 python3-jsonschema
build_tree build-test -DCMAKE_BUILD_TYPE=Release -DKEYFALL_WERROR=ON -DKEYFALL_TESTS=ON
status=0
for scenario in "$@"; do
    "$keyfall_root/build-test/tests/golden" "${renew[@]}" "$keyfall_root" "${scenario%/}" || status=1
done
exit "$status"
