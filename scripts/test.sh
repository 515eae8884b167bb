#!/usr/bin/env bash
# ./scripts/test.sh [--sanitize=LIST] [CTEST OPTIONS…]: installs what is missing, builds with warnings as
# errors, and runs the tests. A test that was skipped or did not run counts as failed.
#
#   ./scripts/test.sh                                     everything, release build
#   ./scripts/test.sh -R queue                            the tests whose names match
#   ./scripts/test.sh --sanitize=address,undefined -LE slow   a debug build under the sanitizers
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

folder=build-test
options=(-DCMAKE_BUILD_TYPE=Release)
if [[ ${1-} == --sanitize=* ]]; then
    sanitizers=${1#--sanitize=}
    folder=build-${sanitizers//,/-}
    options=(-DCMAKE_BUILD_TYPE=Debug "-DKEYFALL_SANITIZE=$sanitizers")
    shift
fi

ensure_packages g++ libcmocka-dev libgsl-dev libigraph-dev libpcg-cpp-dev libmicrohttpd-dev libsodium-dev chromium \
    chromium-headless-shell fonts-ipaexfont \
    binutils clang-format git lua5.4 lua-check python3 python3-jsonschema
ensure_packages dpkg-dev file # what makes the .deb asks for them
ensure_node
build_tree "$folder" "${options[@]}" -DKEYFALL_WERROR=ON -DKEYFALL_TESTS=ON

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
ctest --test-dir "$keyfall_root/$folder" --output-on-failure --no-tests=error --timeout 300 -j2 "$@" \
    </dev/null 2>&1 | tee "$log" || status=$?
if grep -Eq '^[[:space:]]+[0-9]+ - .* \((Skipped|Not Run|Disabled)\)$' "$log"; then
    printf 'test.sh: the tests listed above did not run, which counts as a failure\n' >&2
    ((status)) || status=1
fi
exit "$status"
