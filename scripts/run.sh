#!/usr/bin/env bash
# ./scripts/run.sh VERB …: installs what is missing, builds what changed, and becomes `keyfall VERB …`: its
# arguments, folder, streams and exit status are the program's own.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

ensure_packages gcc libc6-dev make cmake liblua5.4-dev libcjson-dev libxlsxwriter-dev libzip-dev libxml2-dev
build_tree build -DCMAKE_BUILD_TYPE=Release -DKEYFALL_TESTS=OFF -DKEYFALL_LTO=ON
exec "$keyfall_root/build/keyfall" "$@"
