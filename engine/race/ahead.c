/* Seeing ahead: has the memory fetched that the next steps will look at, so that in a large world they wait
 * for it together and not one after the other: first where states hang, then the states. It changes nothing.
 */
#include "base/prefetch.h"
#include "race/state.h"

void ahead_fetch_target(const RaceState *run, const Arc *arc) {
    prefetch_to_write(&run->nodes[arc->target]);
    prefetch(&run->assets[arc->asset]);
    prefetch(&run->race->world->orgs[arc->owner]);
    if (arc->access != NONE) prefetch(&run->accesses[arc->access]);
}

static void fetch_owner(const RaceState *run, const Arc *arc) {
    const Race *race = run->race;
    prefetch_to_write(&run->orgs[arc->owner]);
    prefetch(&race->world->assets[arc->asset]);
    prefetch(&race->node_asset[arc->target]);
    prefetch(&race->node_state[arc->target]);
    prefetch(&race->out_first[arc->target]);
    if (arc->source != NONE) prefetch(&run->nodes[arc->source]);
}

static void fetch_states(const RaceState *run, const Arc *arc) {
    if (run->nodes[arc->target]) prefetch(run->nodes[arc->target]);
    if (run->assets[arc->asset]) prefetch(run->assets[arc->asset]);
    if (arc->source != NONE && run->nodes[arc->source]) prefetch(run->nodes[arc->source]);
}

static void fetch_ways_on(const Race *race, uint32_t node) {
    uint32_t first = race->out_first[node], end = race->out_first[node + 1];
    if (first == end) return;
    prefetch(&race->arcs[first]);
    prefetch(&race->arcs[end - 1]);
    prefetch(&race->success_keys[first]);
    prefetch(&race->delay_keys[first]);
}

/* Of the first few arcs on from a node. */
static void fetch_next(const RaceState *run, uint32_t node, bool states) {
    const Race *race = run->race;
    uint32_t first = race->out_first[node], end = race->out_first[node + 1];
    if (end > first + 3) end = first + 3;
    for (uint32_t arc = first; arc < end; arc++) {
        if (states)
            fetch_states(run, &race->arcs[arc]);
        else
            ahead_fetch_target(run, &race->arcs[arc]);
    }
}

/* How many events before its own these are fetched: a step itself, its arc, its target, the ways on from
 * there, and where they lead. Each is found in what was fetched before. */
enum { SEE_EVENT = 32, SEE_ARC = 26, SEE_TARGET = 20, SEE_WAYS_ON = 14, SEE_NEXT = 8, SEE_NEXT_STATES = 3 };

static const Arc *arc_ahead(const RaceState *run, uint32_t places) {
    const Event *event = queue_ahead(&run->queue, places);
    if (!event || (event->kind != EVENT_ARRIVE && event->kind != EVENT_FAIL)) return NULL;
    return &run->race->arcs[event->a];
}

void ahead_fetch(const RaceState *run) {
    const Arc *arc;
    if (queue_ahead(&run->queue, SEE_NEXT_STATES) == NULL) return; /* too few to wait for together */
    if (queue_ahead(&run->queue, SEE_EVENT)) prefetch(queue_ahead(&run->queue, SEE_EVENT));
    if ((arc = arc_ahead(run, SEE_ARC))) prefetch(arc);
    if ((arc = arc_ahead(run, SEE_TARGET))) {
        ahead_fetch_target(run, arc);
        fetch_owner(run, arc);
    }
    if ((arc = arc_ahead(run, SEE_WAYS_ON))) {
        fetch_states(run, arc);
        fetch_ways_on(run->race, arc->target);
    }
    if ((arc = arc_ahead(run, SEE_NEXT))) fetch_next(run, arc->target, false);
    if ((arc = arc_ahead(run, SEE_NEXT_STATES))) fetch_next(run, arc->target, true);
}
