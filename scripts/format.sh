#!/usr/bin/env bash
# ./scripts/format.sh rewrites the C sources in the house's layout; with --check it only tells which lines
# differ, and fails if any does.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

case ${1-} in
--check) mode=(--dry-run -Werror) ;;
'') mode=(-i) ;;
*)
    printf 'usage: format.sh [--check]\n' >&2
    exit 2
    ;;
esac
ensure_packages clang-format
cd "$keyfall_root"
find engine tests -name '*.[ch]' -print0 | sort -z | xargs -0 clang-format "${mode[@]}"
