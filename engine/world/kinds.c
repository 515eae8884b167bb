#include "world/kinds.h"

#include <string.h>

#define WORD(word) #word,
const char *const org_kind_names[ORG_KIND_COUNT] = {ORG_KINDS(WORD)};
const char *const asset_kind_names[ASSET_KIND_COUNT] = {ASSET_KINDS(WORD)};
const char *const access_kind_names[ACCESS_KIND_COUNT] = {ACCESS_KINDS(WORD)};
const char *const privilege_names[PRIVILEGE_COUNT] = {PRIVILEGES(WORD)};
const char *const state_names[STATE_COUNT] = {STATES(WORD)};

int kind_find(const char *word, const char *const *names, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(word, names[i]) == 0) return (int)i;
    return -1;
}
