/* Choke points and whose fall is felt, for the terminal; the JSON is part of keyfall.exposure. */
#pragma once

#include "base/json.h"
#include "measure/felt.h"
#include "report/page.h"
#include "world/choke.h"

typedef struct Choked { /* all borrowed */
    const World *world;
    const Chokes *chokes;
    uint32_t reached; /* customers that can be reached at all */
    const Felt *felt; /* or NULL: a world without an attack */
    uint64_t seed;
    uint32_t most; /* lines of each table */
} Choked;

void choke_page(const Choked *choked, Style style, Text *out);
/* The members "choke_points" and "sampled" of the object that is open. */
void choke_json_write(const Choked *choked, JsonWriter *writer);
