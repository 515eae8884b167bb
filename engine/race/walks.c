#include "race/walks.h"

#include "race/compiled.h"

/* ------------------------------------------------------------------ what a set does to this adversary */

/* Per control, bits of the mechanisms that some rule or response uses; a switch that a response requires
 * counts as reacting. */
static uint8_t *mechanisms_used(const Race *race, bool brief) {
    const Adversary *adversary = race->adversary;
    uint8_t *used = heap_take(race->catalogue->count, 1);
    for (uint32_t i = 0; i < adversary->rules.count; i++)
        for (uint32_t k = 0; k < adversary->rules.items[i].use_count; k++)
            used[adversary->rules.items[i].uses[k].control] |=
                (uint8_t)(1u << adversary->rules.items[i].uses[k].mechanism);
    for (uint32_t i = 0; i < adversary->responses.count; i++) {
        const Response *response = &adversary->responses.items[i];
        if (brief && race->restores_idly && response->restores) continue;
        for (uint32_t k = 0; k < response->use_count; k++)
            used[response->uses[k].control] |= (uint8_t)(1u << response->uses[k].mechanism);
        if (response->requires_control != NONE) used[response->requires_control] |= 1u << MECHANISM_REACT;
    }
    return used;
}

static Name join_text(Name name, const char *text) {
    return name_join(name, text ? name_of(text) : 0);
}

static Name overlay_name(Name name, const Overlay *overlay) {
    const OrgSelector *who = &overlay->who;
    uint64_t share;
    memcpy(&share, &who->share, sizeof share);
    name =
        name_join(name, (uint64_t)overlay->control << 16 | (uint64_t)overlay->level << 8 | overlay->at_least);
    name = join_text(join_text(name_join(name, who->kinds), who->label), who->tag);
    name = join_text(join_text(name, who->country), who->sector);
    name = name_join(name_join(name, share), who->share < 1 ? who->share_key : 0);
    name = name_join(name_join(name, who->only), who->under);
    for (uint32_t i = 0; i < who->except_count; i++) name = name_join(name, who->except[i]);
    return name;
}

/* Equal for sets whose overlays are equal where they count for these mechanisms. */
static Name effect_name(const ControlSet *set, const uint8_t *used, uint8_t mechanisms) {
    Name name = 1;
    for (uint32_t i = 0; set && i < set->overlay_count; i++)
        if (used[set->overlays[i].control] & mechanisms) name = overlay_name(name, &set->overlays[i]);
    return name;
}

/* ------------------------------------------------------------------ who walks with whom */

typedef struct Walker {
    Name clock, effect;
    uint32_t set;
} Walker;

static int compare_walkers(const void *x, const void *y) {
    const Walker *a = x, *b = y;
    if (a->clock != b->clock) return a->clock < b->clock ? -1 : 1;
    if (a->effect != b->effect) return a->effect < b->effect ? -1 : 1;
    return a->set < b->set ? -1 : a->set > b->set;
}

static Walker *sorted_walkers(const Race *race, const ControlSet *const *sets, uint32_t count, bool brief) {
    const uint8_t clocks =
        1u << MECHANISM_NOTICE | 1u << MECHANISM_REACT | 1u << MECHANISM_SLOW | 1u << MECHANISM_RECOVER;
    uint8_t *used = mechanisms_used(race, brief);
    Walker *walkers = heap_take(count, sizeof *walkers);
    for (uint32_t i = 0; i < count; i++)
        walkers[i] = (Walker){effect_name(sets[i], used, clocks), effect_name(sets[i], used, UINT8_MAX), i};
    qsort(walkers, count, sizeof *walkers, compare_walkers);
    free(used);
    return walkers;
}

/* Drops those that do what the one before them does; the rest keep their order. */
static uint32_t drop_twins(Walks *walks, Walker *walkers, uint32_t count) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        bool same = kept > 0 && walkers[i].effect == walkers[kept - 1].effect;
        walks->twin[walkers[i].set] = same ? walkers[kept - 1].set : walkers[i].set;
        if (!same) walkers[kept++] = walkers[i];
    }
    return kept;
}

/* Halves what does not fit into one walk; a set that does not fit alone is the user's mistake. */
static bool add_walk(Walks *walks, const Race *race, const ControlSet *const *sets, uint32_t first,
                     uint32_t count, Error *error) {
    const ControlSet *together[SETS_MAX] = {0};
    for (uint32_t i = 0; i < count; i++) together[i] = sets[walks->order[first + i]];
    Weights *weights = weights_create_sets(race, together, count, error);
    if (weights) {
        vec_push(&walks->list, (Walk){walks->order + first, count, weights});
        return true;
    }
    return count > 1 && add_walk(walks, race, sets, first, count / 2, error) &&
           add_walk(walks, race, sets, first + count / 2, count - count / 2, error);
}

bool walks_make(Walks *walks, const Race *race, const ControlSet *const *sets, uint32_t count, bool brief,
                Error *error) {
    *walks = (Walks){.order = heap_take(count, sizeof *walks->order),
                     .twin = heap_take(count, sizeof *walks->twin)};
    bool ok = true;
    for (uint32_t i = 0; i < count && ok; i++) ok = !sets[i] || control_set_fits(sets[i], race->world, error);
    Walker *walkers = sorted_walkers(race, sets, count, brief);
    uint32_t kept = drop_twins(walks, walkers, count);
    for (uint32_t i = 0; i < kept; i++) walks->order[i] = walkers[i].set;
    for (uint32_t first = 0; first < kept && ok;) {
        uint32_t length = kept - first < SETS_MAX ? kept - first : SETS_MAX;
        ok = add_walk(walks, race, sets, first, length, error);
        first += length;
    }
    free(walkers);
    if (!ok) walks_clear(walks);
    return ok;
}

void walks_clear(Walks *walks) {
    for (uint32_t i = 0; i < walks->list.count; i++) weights_destroy(walks->list.items[i].weights);
    vec_clear(&walks->list);
    free(walks->order);
    free(walks->twin);
    *walks = (Walks){0};
}
