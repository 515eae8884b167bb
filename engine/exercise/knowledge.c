#include "exercise/knowledge.h"

/* The organisation through which a happening is known, or NONE when it is nobody's to know. */
static OrgId known_through(const World *world, const Happening *h, Known *known) {
    *known = (Known){.at = h->at, .object = NONE, .detail = NONE};
    switch (h->kind) {
    case HAPPENED_NOTICED:
        known->kind = KNOWN_NOTICED;
        known->detail = h->detail;
        return h->subject;
    case HAPPENED_REPORTED:
        known->kind = KNOWN_CALLED;
        known->object = h->object;
        return h->subject;
    case HAPPENED_WARNED:
        known->kind = KNOWN_WARNED;
        known->object = h->object;
        return h->subject;
    case HAPPENED_CONTAINED:
    case HAPPENED_RESTORED:
        known->kind = h->kind == HAPPENED_CONTAINED ? KNOWN_STOPPED : KNOWN_RETURNED;
        known->detail = h->subject;
        return world->assets[h->subject].owner;
    default:
        return NONE;
    }
}

static bool sees(const Definition *definition, uint32_t role, OrgId org) {
    uint32_t casts = definition->roles.items[role].casts;
    for (uint32_t i = 0; i < definition->casts.count; i++)
        if ((casts >> i & 1u) && definition->casts.items[i].org == org) return true;
    return false;
}

void knowledge_of(const Definition *definition, const World *world, const Branch *branch, uint32_t role,
                  uint32_t now, KnownVec *out) {
    for (uint32_t i = 0; i < branch->log.count && branch->log.items[i].at <= now; i++) {
        Known known;
        OrgId org = known_through(world, &branch->log.items[i], &known);
        known.org = org;
        if (org != NONE && sees(definition, role, org)) vec_push(out, known);
    }
}

uint32_t knowledge_callers(const KnownVec *known) {
    uint32_t callers = 0; /* the race tells each pair once; two casts may hear of one caller */
    for (uint32_t i = 0; i < known->count; i++) {
        if (known->items[i].kind != KNOWN_CALLED) continue;
        bool again = false;
        for (uint32_t k = 0; k < i && !again; k++)
            again = known->items[k].kind == KNOWN_CALLED && known->items[k].object == known->items[i].object;
        callers += !again;
    }
    return callers;
}

uint32_t knowledge_first(const KnownVec *known) {
    return known->count ? known->items[0].at : NEVER;
}

Wording knowledge_sign(const Definition *definition, uint32_t rule) {
    for (uint32_t i = 0; i < definition->signs.count; i++)
        if (definition->signs.items[i].rule == rule) return definition->signs.items[i].text;
    return (Wording){{NULL}};
}
