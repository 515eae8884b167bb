/* Plain words for the kinds of assets. */
#pragma once

#include "world/kinds.h"

#include <stdint.h>

const char *words_asset(AssetKind kind, uint64_t count); /* "RMM server", "RMM servers" */
