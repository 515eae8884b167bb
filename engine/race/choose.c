/* Somebody chose: a target list is ranked by a weighted addressed priority before anyone knows what succeeds.
 */
#include "race/state.h"

static bool before(const Priority *x, const Priority *y) {
    return x->value != y->value ? x->value < y->value : x->name < y->name;
}

static int compare_priorities(const void *x, const void *y) {
    return before(x, y) ? -1 : before(y, x);
}

/* An exponential variable divided by the weight: taking the smallest N draws without replacement in
 * proportion to the weights (Efraimidis and Spirakis 2006). */
static double priority_of(const RaceState *run, uint32_t candidate) {
    const Race *race = run->race;
    uint64_t bits = run_bits(run, race->candidate_name[candidate], DRAW_PRIORITY, 0);
    double pull = run->draw->candidate_pull[candidate];
    return pull == 0 ? (double)(bits >> 11) : (double)quantile_at(&race->priority, bits) / pull;
}

static SetMask with_open_arc(const RaceState *run, uint32_t candidate, SetMask sets) {
    const Edges *arcs = &run->race->candidate_arcs;
    SetMask open = 0;
    for (uint32_t i = arcs->first[candidate]; i < arcs->first[candidate + 1]; i++)
        open |= run->arc_closed ? sets & ~run->arc_closed[arcs->items[i]] : sets;
    return open;
}

static SetMask with_read_state(const RaceState *run, const Choice *choice, uint32_t id, bool is_org,
                               SetMask sets) {
    const World *world = run->race->world;
    AssetId first = is_org ? world->orgs[id].first_asset : id;
    AssetId end = is_org ? first + world->orgs[id].asset_count : id + 1;
    SetMask read = 0;
    for (AssetId asset = first; asset < end; asset++) {
        uint32_t node = race_node(run->race, asset, choice->read_state);
        if (node != NONE) read |= state_taken(run, node, sets);
    }
    return read;
}

static bool is_among_orgs(const Choice *choice) {
    return choice->among.kinds == 0 && !choice->among.label && choice->among.test_count == 0;
}

/* Whether a candidate can be chosen, in what is left of the sets. */
static bool eligible(const RaceState *run, const Choice *choice, uint32_t candidate, SetMask *sets) {
    const Race *race = run->race;
    bool is_org = is_among_orgs(choice);
    uint32_t id = race->candidate_id[candidate];
    if (!state_present(run, is_org ? id : race->world->assets[id].owner)) return false;
    SetMask able = *sets;
    if (choice->displacement) able = with_open_arc(run, candidate, able);
    if (choice->has_read) able = with_read_state(run, choice, id, is_org, able);
    bool yes = able & *sets & (0 - *sets);
    *sets = yes ? able : *sets & ~able;
    return yes;
}

/* A heap of the best so far, the worst on top. */
static void sift_down(Priority *heap, uint32_t count, uint32_t hole, Priority value) {
    for (uint32_t child = 2 * hole + 1; child < count; child = 2 * hole + 1) {
        if (child + 1 < count && before(&heap[child], &heap[child + 1])) child++;
        if (!before(&value, &heap[child])) break;
        heap[hole] = heap[child];
        hole = child;
    }
    heap[hole] = value;
}

static void offer(RaceState *run, Priority value, uint32_t wanted) {
    Priority *heap = run->priorities.items;
    uint32_t count = run->priorities.count;
    if (count < wanted) {
        vec_push(&run->priorities, value);
        if (count + 1 < wanted) return;
        for (uint32_t i = wanted / 2; i-- > 0;)
            sift_down(run->priorities.items, wanted, i, run->priorities.items[i]);
    } else if (before(&value, &heap[0])) {
        sift_down(heap, count, 0, value);
    }
}

/* Ranks the candidates of what is left of the sets: of those that see the same ones. */
static void rank(RaceState *run, uint32_t choice, uint32_t wanted, SetMask *sets) {
    const Race *race = run->race;
    const Choice *what = &race->adversary->choices.items[choice];
    Candidates list = race->choices[choice];
    run->priorities.count = 0;
    if (wanted == 0) return;
    if (what->displacement || what->has_read)
        for (uint32_t i = list.first; i < list.first + list.count; i++) eligible(run, what, i, sets);
    for (uint32_t i = list.first; i < list.first + list.count; i++)
        if (eligible(run, what, i, sets))
            offer(run, (Priority){priority_of(run, i), race->candidate_name[i], i}, wanted);
    if (run->priorities.count > 1)
        qsort(run->priorities.items, run->priorities.count, sizeof(Priority), compare_priorities);
}

static uint32_t wave_start(const RaceState *run, uint32_t choice, uint32_t wave, uint32_t at) {
    const Race *race = run->race;
    if (wave == 0 || race->choice_every[choice] == NONE) return at;
    uint64_t bits = run_bits(run, race->adversary->choices.items[choice].key, DRAW_STAGE, 0);
    uint64_t every = quantile_whole(&run->draw->tables[race->choice_every[choice]], bits, NEVER);
    uint64_t start = at + every * wave;
    return start < NEVER ? (uint32_t)start : NEVER - 1;
}

static void choose(RaceState *run, uint32_t choice, uint32_t at, SetMask sets) {
    const Race *race = run->race;
    uint32_t count = run->priorities.count, waves = run->draw->waves[choice];
    for (uint32_t i = 0; i < count; i++)
        candidate_own(run, run->priorities.items[i].candidate, sets)->at =
            wave_start(run, choice, (uint32_t)((uint64_t)i * waves / count), at);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t candidate = run->priorities.items[i].candidate;
        for (uint32_t k = race->candidate_arcs.first[candidate];
             k < race->candidate_arcs.first[candidate + 1]; k++)
            walk_launch(run, race->candidate_arcs.items[k], at, 0, sets);
    }
}

void choose_run(RaceState *run, uint32_t choice, uint32_t at, SetMask sets) {
    const Race *race = run->race;
    uint64_t bits = run_bits(run, race->adversary->choices.items[choice].key, DRAW_TAKE, 0);
    uint64_t wanted =
        quantile_whole(&run->draw->tables[race->choice_take[choice]], bits, race->choices[choice].count);
    EACH_PART(part, sets) {
        rank(run, choice, (uint32_t)wanted, &part);
        choose(run, choice, at, part);
    }
}
