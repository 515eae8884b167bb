/* Choices: the candidates of each, their sizes, and the arcs that wait for them. */
#include "base/draw.h"
#include "base/exact.h"
#include "race/compile_internal.h"
#include "world/exposure.h"

#include <string.h>

static bool among_orgs(const Choice *choice) {
    return choice->among.kinds == 0 && !choice->among.label && choice->among.test_count == 0;
}

static void fill_candidates(Race *race, const IdVec *ids) {
    race->candidate_count = ids->count;
    race->candidate_id = arena_new(&race->arena, uint32_t, ids->count);
    race->candidate_name = arena_new(&race->arena, Name, ids->count);
    race->candidate_log_size = arena_new(&race->arena, double, ids->count);
    if (ids->count) memcpy(race->candidate_id, ids->items, ids->count * sizeof *ids->items);
}

/* Sizes come from the structure at its largest: they are the attacker's view of a list, not of a draw. */
static void size_candidates(Race *race, uint32_t index, const Exposure *assets, const Exposure *orgs) {
    const Choice *choice = &race->adversary->choices.items[index];
    bool is_org = among_orgs(choice);
    Candidates *list = &race->choices[index];
    for (uint32_t i = list->first; i < list->first + list->count; i++) {
        uint32_t id = race->candidate_id[i];
        Name thing = is_org ? race->world->orgs[id].name : race->world->assets[id].name;
        race->candidate_name[i] = name_join(choice->key, thing);
        if (choice->weight == WEIGHT_EQUAL) continue;
        const Exposure *row = is_org ? &orgs[id] : &assets[id];
        double size = choice->weight == WEIGHT_CUSTOMERS ? row->customers : (double)row->machines;
        race->candidate_log_size[i] = size > 1 ? exact_log(size) : 0;
    }
}

static void size_all(Race *race) {
    const World *world = race->world;
    Exposure *assets = NULL, *orgs = NULL;
    bool weighted = false;
    for (uint32_t i = 0; i < race->adversary->choices.count; i++)
        weighted |= race->adversary->choices.items[i].weight != WEIGHT_EQUAL;
    if (weighted) {
        assets = heap_take(world->asset_count, sizeof *assets);
        orgs = heap_take(world->org_count, sizeof *orgs);
        exposure_of_assets(world, NULL, assets);
        exposure_of_orgs(world, NULL, orgs);
    }
    for (uint32_t i = 0; i < race->adversary->choices.count; i++) size_candidates(race, i, assets, orgs);
    free(assets);
    free(orgs);
}

bool compile_choices(Race *race, Error *error) {
    const Adversary *adversary = race->adversary;
    race->choices = arena_new(&race->arena, Candidates, adversary->choices.count);
    IdVec ids = {0};
    bool ok = true;
    for (uint32_t i = 0; i < adversary->choices.count && ok; i++) {
        const Choice *choice = &adversary->choices.items[i];
        uint32_t count;
        uint32_t *found = among_orgs(choice) ? match_orgs(race, &choice->among.owner, &count)
                                             : match_assets(race, &choice->among, &count);
        race->choices[i] = (Candidates){ids.count, count};
        for (uint32_t k = 0; k < count; k++) vec_push(&ids, found[k]);
        if (count == 0)
            ok = error_set(error, "%s: choose \"%s\" is among nothing in this world", choice->where,
                           choice->sentence);
    }
    if (ok) {
        fill_candidates(race, &ids);
        size_all(race);
        Distribution exponential = {.kind = DISTRIBUTION_EXPONENTIAL, .a = 1048576};
        quantile_build(&race->priority, race->kit, &exponential);
    }
    vec_clear(&ids);
    return ok;
}

/* Candidates of a choice are in ascending order of id. */
uint32_t choice_candidate(const Race *race, uint32_t choice, AssetId target) {
    uint32_t wanted =
        among_orgs(&race->adversary->choices.items[choice]) ? race->world->assets[target].owner : target;
    uint32_t low = race->choices[choice].first, high = low + race->choices[choice].count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (race->candidate_id[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    bool found =
        low < race->choices[choice].first + race->choices[choice].count && race->candidate_id[low] == wanted;
    return found ? low : NONE;
}

void compile_candidate_arcs(Race *race) {
    RowItemVec pairs = {0};
    for (uint32_t arc = 0; arc < race->arc_count; arc++)
        if (race->arcs[arc].candidate != NONE) vec_push(&pairs, (RowItem){race->arcs[arc].candidate, arc});
    race->candidate_arcs = edges_make(&race->arena, &pairs, race->candidate_count);
}
