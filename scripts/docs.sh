#!/usr/bin/env bash
# ./scripts/docs.sh [--check]: writes the pages that are generated: docs/parameters/*.md from the scenarios and the
# catalogue, docs/vocabulary.md from scripts/keyfall/vocabulary.lua. With --check it writes nothing and exits 1 when
# a page is out of date.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

ensure_packages python3
"$keyfall_root/scripts/run.sh" version >/dev/null
exec python3 "$keyfall_root/scripts/write_docs.py" "$keyfall_root" "$keyfall_root/build/keyfall" "$@"
