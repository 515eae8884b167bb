#include "world/kinds.h"

#include <string.h>

#define KIND_TEXT(word) #word,
const char *const org_kind_names[ORG_KIND_COUNT] = {ORG_KINDS(KIND_TEXT)};
const char *const asset_kind_names[ASSET_KIND_COUNT] = {ASSET_KINDS(KIND_TEXT)};
const char *const access_kind_names[ACCESS_KIND_COUNT] = {ACCESS_KINDS(KIND_TEXT)};
const char *const privilege_names[PRIVILEGE_COUNT] = {PRIVILEGES(KIND_TEXT)};
const char *const state_names[STATE_COUNT] = {STATES(KIND_TEXT)};

int kind_find(const char *word, const char *const *names, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(word, names[i]) == 0) return (int)i;
    return -1;
}
