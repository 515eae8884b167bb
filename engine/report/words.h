/* Plain words for the kinds of assets. */
#pragma once

#include "world/kinds.h"

#include <stdbool.h>
#include <stdint.h>

const char *words_asset(AssetKind kind, uint64_t count); /* "RMM server", "RMM servers" */
const char *words_org(OrgKind kind, uint64_t count);     /* "MSP", "MSPs" */
/* One asset as somebody's own: "the RMM server of …", and of a group what it is made of: "the computers of
 * …". */
const char *words_owned(AssetKind kind, bool *plural);
