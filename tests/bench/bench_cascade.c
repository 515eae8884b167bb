/* Independent cascades on the shared worlds, in Keyfall and as a coin-filtered breadth-first search of the
 * Boost Graph Library: with the same coins the same nodes, with their own coins the same distribution. Who
 * was reached is kept by both. */
#include "agree.h"
#include "cascade.h"
#include "peer.h"
#include "race/compiled.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Keyfall's coin of every access in one replication. */
static void toss_all(const Fixture *fixture, uint64_t replication, double odds, uint8_t *open) {
    const World *world = fixture->world;
    const Rule *rule = &fixture->adversary.rules.items[1];
    uint64_t context = draw_context(fixture->seed, 0, replication);
    for (uint32_t i = 0; i < world->access_count; i++) {
        const Access *access = &world->accesses[i];
        Name key = name_join(rule->key, world->assets[access->to].name);
        key = name_join(name_join(key, world->assets[access->from].name), access->name);
        open[i] = draw_coin(draw_bits(context, draw_key(key, DRAW_SUCCESS, 0)), odds_of(odds));
    }
}

static bool same_nodes(const Fixture *fixture, const uint32_t *reached, uint32_t count) {
    const World *world = fixture->world;
    uint8_t *hit = heap_take(world->org_count, 1);
    race_orgs_hit(fixture->state, hit);
    bool same = true;
    for (uint32_t i = 0; i < count; i++) same &= hit[world->assets[reached[i]].owner] == 1;
    for (OrgId org = 0; org < world->org_count; org++) count -= hit[org];
    free(hit);
    return same && count == 0;
}

/* As the timed runs go, with the number of the hit wanted alone. */
static bool same_with_same_coins(Fixture *fixture, Peer *peer, double odds, uint32_t worlds) {
    static const bool wanted[METRICS_BUILT_IN] = {true};
    uint8_t *open = heap_take(fixture->world->access_count, 1);
    bool same = true;
    for (uint32_t world = 0; world < worlds && same; world++) {
        race_run(fixture->race, fixture->weights, fixture->state,
                 (RaceOptions){.seed = fixture->seed, .replication = world, .wanted = wanted},
                 fixture->metrics);
        toss_all(fixture, world, odds, open);
        uint32_t count = boost_cascade_given(peer->graph, open, peer->reached);
        same = same_nodes(fixture, peer->reached, count) && fixture->metrics[0] == count;
    }
    free(open);
    return same;
}

/* Nodes a CPU second. */
static double run_ours(const Fixture *fixture, uint32_t first, uint32_t count, double *sizes) {
    double begin = cpu_seconds(), nodes = 0;
    cascade_run(fixture, 0, first, count, 1, sizes);
    double seconds = cpu_seconds() - begin;
    for (uint32_t i = 0; i < count; i++) nodes += sizes[i];
    return nodes / seconds;
}

/* Worlds of each a round, and worlds with the same coins. */
static bool bench_spread(Bench *bench, const char *title, const Network *network, double odds, uint32_t runs,
                         uint32_t same_coins) {
    Fixture fixture;
    Peer peer;
    double ours[ROUNDS], theirs[ROUNDS], ratio[ROUNDS];
    double *ours_sizes = heap_take((size_t)ROUNDS * runs, sizeof(double));
    double *their_sizes = heap_take((size_t)ROUNDS * runs, sizeof(double));
    cascade_plain(&fixture, network, odds);
    peer_init(&peer, fixture.world);
    bool same = same_with_same_coins(&fixture, &peer, odds, same_coins);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        ours[round] = run_ours(&fixture, 4 * round * runs, runs, ours_sizes + (size_t)round * runs);
        theirs[round] = peer_run(&peer, odds, runs, their_sizes + (size_t)round * runs);
        ratio[round] = ours[round] / theirs[round];
    }
    bench_title(bench, title);
    bench_fact(bench, "worlds with the same coins", "", same_coins);
    bench_fact(bench, "same nodes in each of them", "(1: yes)", same);
    same &= bench_agree(bench, ours_sizes, their_sizes, ROUNDS * runs);
    if (same) {
        bench_row(bench, "Keyfall, one thread", "nodes a second", ours);
        bench_row(bench, "Boost breadth-first search", "nodes a second", theirs);
        bench_row(bench, "ratio", "times", ratio);
    }
    free(ours_sizes);
    free(their_sizes);
    peer_clear(&peer);
    fixture_clear(&fixture);
    return same;
}

bool bench_cascade(Bench *bench) {
    Network network;
    network_make_s(&network, NETWORK_SEED);
    bool good = bench_spread(bench, "Independent cascade on S, odds 0.4", &network, 0.4, 1000, 20);
    network_clear(&network);
    network_make_l(&network, NETWORK_SEED);
    uint32_t nodes = network.roles.count;
    good &= bench_spread(bench, "Independent cascade on L, odds 0.4", &network, 0.4, 200, 10);
    network_clear(&network);
    network_make_g(&network, NETWORK_SEED, nodes);
    good &= bench_spread(bench, "Independent cascade on G, odds 0.95", &network, 0.95, 1, 2);
    network_clear(&network);
    return good;
}
