#!/usr/bin/env bash
# ./scripts/run.sh VERB …: installs what is missing, builds what changed, and becomes `keyfall VERB …`: its
# arguments, folder, streams and exit status are the program's own.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

# What only the console needs is installed and built once somebody asks for it, and kept up to date from then on.
console=OFF
if [[ ${1-} == serve || "${1-} ${2-}" == 'exercise serve' ]]; then
    ensure_packages libmicrohttpd-dev libsodium-dev
    ensure_node
fi
if [[ ${1-} == serve || "${1-} ${2-}" == 'exercise serve' ]] || grep -qs KEYFALL_CONSOLE=ON "$keyfall_root/build/.configured"; then console=ON; fi
build_tree build -DCMAKE_BUILD_TYPE=Release -DKEYFALL_TESTS=OFF -DKEYFALL_LTO=ON "-DKEYFALL_CONSOLE=$console"
exec "$keyfall_root/build/keyfall" "$@"
