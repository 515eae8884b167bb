/* Whom the players act for. */
#include "base/name.h"
#include "exercise/definition.h"

#include <string.h>

static uint32_t clients_of(const World *world, OrgId org) {
    return world->clients.first[org + 1] - world->clients.first[org];
}

/* Members late in a population are missing from small worlds; the first half always stands. */
static bool always_there(const World *world, OrgId org) {
    for (; org != NONE; org = world->orgs[org].parent) {
        const Organisation *o = &world->orgs[org];
        if (o->population != NONE && o->index > world->populations[o->population].largest / 2) return false;
    }
    return true;
}

static bool is_cast(const Definition *definition, OrgId org) {
    for (uint32_t i = 0; i < definition->casts.count; i++)
        if (definition->casts.items[i].org == org) return true;
    return false;
}

static bool fits(const Definition *definition, const Cast *cast, const World *world, OrgId org) {
    if (!org_selector_matches(&cast->who, world, org) || is_cast(definition, org)) return false;
    if (!always_there(world, org)) return false;
    if (cast->served_by != NONE && world->orgs[org].parent != definition->casts.items[cast->served_by].org)
        return false;
    uint32_t clients = clients_of(world, org);
    return clients >= cast->clients_least && clients <= cast->clients_most;
}

/* The one with the least value of a hash of its name and the seed: no order of the world decides. */
static OrgId choose_one(const Definition *definition, const Cast *cast, const World *world, uint64_t seed) {
    OrgId best = NONE;
    Name least = 0;
    for (OrgId org = 0; org < world->org_count; org++) {
        if (!fits(definition, cast, world, org)) continue;
        Name value = name_join(world->orgs[org].name, seed);
        if (best == NONE || value < least) {
            best = org;
            least = value;
        }
    }
    return best;
}

bool cast_choose(Definition *definition, const World *world, uint64_t seed, Error *error) {
    for (uint32_t i = 0; i < definition->casts.count; i++) definition->casts.items[i].org = NONE;
    for (uint32_t i = 0; i < definition->casts.count; i++) {
        Cast *cast = &definition->casts.items[i];
        cast->org = choose_one(definition, cast, world, seed);
        if (cast->org == NONE)
            return error_set(error,
                             "%s: cast \"%s\": no organisation of this world fits; ask for fewer clients or "
                             "another kind",
                             cast->where, cast->id);
    }
    return true;
}

static bool is_answer(TriggerKind trigger) {
    return trigger == TRIGGER_NOTICE || trigger == TRIGGER_REPORTS || trigger == TRIGGER_WARNING;
}

void cast_take_over(Definition *definition, const World *world, Adversary *adversary) {
    uint32_t count = definition->casts.count;
    Name *names = arena_new(&definition->arena, Name, count);
    for (uint32_t i = 0; i < count; i++) names[i] = world->orgs[definition->casts.items[i].org].name;
    for (uint32_t i = 0; i < adversary->responses.count; i++) {
        Response *response = &adversary->responses.items[i];
        if (!is_answer(response->trigger)) continue;
        response->by.except = names;
        response->by.except_count = count;
    }
}
