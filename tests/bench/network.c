#include "network.h"

#include <math.h>

static uint64_t luck(const Network *network, uint64_t what, uint64_t place) {
    return name_at(name_at(network->seed, what), place);
}

static uint32_t pick(const Network *network, uint64_t what, uint64_t place, uint32_t bound) {
    return (uint32_t)((luck(network, what, place) >> 32) * bound >> 32);
}

static uint32_t add_node(Network *network, NetworkRole role, uint32_t above) {
    uint32_t node = network->roles.count;
    vec_push(&network->roles, (uint8_t)role);
    vec_push(&network->above, above);
    if (above != NONE) vec_push(&network->edges, (NetworkEdge){above, node, false});
    return node;
}

void network_make_s(Network *network, uint64_t seed) {
    *network = (Network){.seed = seed};
    uint32_t vendor = add_node(network, NETWORK_VENDOR, NONE);
    for (uint32_t m = 0; m < 60; m++) {
        uint32_t msp = add_node(network, NETWORK_MSP, vendor), customers = 20 + pick(network, 1, m, 11);
        for (uint32_t c = 0; c < customers; c++) {
            uint32_t customer = add_node(network, NETWORK_CUSTOMER, msp);
            uint32_t machines = 15 + pick(network, 2, customer, 11);
            for (uint32_t i = 0; i < machines; i++) add_node(network, NETWORK_MACHINE, customer);
        }
    }
}

enum { VENDORS = 5, MSPS = 20000, MULTI_HOMED = 20, PAIRED = 50 };

/* Pareto with least 20 and exponent 1.5, so that the mean is 60; cut at 5,000. */
static uint32_t customers_of(const Network *network, uint32_t msp) {
    double unit = ((double)(luck(network, 1, msp) >> 12) + 0.5) / 4503599627370496.0;
    double customers = 20 * pow(unit, -2.0 / 3);
    return customers > 5000 ? 5000 : (uint32_t)customers;
}

/* The customers of each MSP follow it; second homes are among all MSPs. */
void network_make_l(Network *network, uint64_t seed) {
    *network = (Network){.seed = seed};
    uint32_t *msps = heap_take(MSPS, sizeof *msps);
    for (uint32_t i = 0; i < VENDORS; i++) add_node(network, NETWORK_VENDOR, NONE);
    for (uint32_t i = 0; i < MSPS; i++) {
        msps[i] = add_node(network, NETWORK_MSP, i % VENDORS);
        uint32_t customers = customers_of(network, i);
        for (uint32_t c = 0; c < customers; c++) add_node(network, NETWORK_CUSTOMER, msps[i]);
    }
    for (uint32_t node = 0; node < network->roles.count; node++) {
        if (network->roles.items[node] != NETWORK_CUSTOMER || pick(network, 2, node, MULTI_HOMED)) continue;
        uint32_t second = msps[pick(network, 3, node, MSPS)];
        if (second != network->above.items[node])
            vec_push(&network->edges, (NetworkEdge){second, node, false});
    }
    for (uint32_t i = 0; i + 1 < MSPS; i += PAIRED)
        vec_push(&network->edges, (NetworkEdge){msps[i], msps[i + 1], true});
    free(msps);
}

static uint32_t *shuffled(const Network *network, uint64_t what, uint32_t count) {
    uint32_t *order = heap_take(count, sizeof *order);
    for (uint32_t i = 0; i < count; i++) order[i] = i;
    for (uint32_t i = count; i > 1; i--) {
        uint32_t other = pick(network, what, i, i), kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
    return order;
}

void network_make_g(Network *network, uint64_t seed, uint32_t nodes) {
    *network = (Network){.seed = seed};
    for (uint32_t i = 0; i < nodes; i++) add_node(network, NETWORK_CUSTOMER, NONE);
    uint32_t *ring = shuffled(network, 1, nodes), *pairs = shuffled(network, 2, nodes);
    uint32_t *next = heap_take(nodes, sizeof *next);
    for (uint32_t i = 0; i < nodes; i++) next[ring[i]] = ring[(i + 1) % nodes];
    for (uint32_t i = 0; i < nodes; i++) vec_push(&network->edges, (NetworkEdge){i, next[i], false});
    for (uint32_t i = 0; i + 1 < nodes; i += 2)
        if (next[pairs[i]] != pairs[i + 1] && next[pairs[i + 1]] != pairs[i])
            vec_push(&network->edges, (NetworkEdge){pairs[i], pairs[i + 1], true});
    free(ring);
    free(pairs);
    free(next);
}

void network_make_flat(Network *network, uint32_t msps) {
    *network = (Network){0};
    for (uint32_t i = 0; i < msps; i++) {
        uint32_t msp = add_node(network, NETWORK_MSP, NONE);
        for (uint32_t c = 0; c < 25; c++) {
            add_node(network, NETWORK_CUSTOMER, msp);
            add_node(network, NETWORK_MACHINE, msp);
        }
    }
}

void network_clear(Network *network) {
    vec_clear(&network->roles);
    vec_clear(&network->above);
    vec_clear(&network->edges);
}

/* ------------------------------------------------------------------ as a world */

static void add_edges(Fixture *fixture, const Network *network, const uint32_t *profile, bool both_ways) {
    for (uint32_t i = 0; i < network->edges.count; i++) {
        NetworkEdge edge = network->edges.items[i];
        uint32_t kind = profile[network->roles.items[edge.from]];
        world_add_access(fixture->builder, edge.from, edge.to, kind);
        if (both_ways || edge.mutual) world_add_access(fixture->builder, edge.to, edge.from, kind);
    }
}

static uint32_t add_access_kind(Fixture *fixture, AccessKind kind) {
    return world_add_access_profile(fixture->builder,
                                    &(AccessProfile){.kind = kind, .privilege = PRIVILEGE_system});
}

static uint32_t add_org_kind(Fixture *fixture, OrgKind kind) {
    OrgProfile profile = {.kind = kind, .label = org_kind_names[kind], .calendar = calendar_always()};
    return world_add_org_profile(fixture->builder, &profile);
}

static OrgId add_org(Fixture *fixture, uint32_t profile, uint32_t node, OrgId parent) {
    Organisation org = {.name = name_at(name_of("organisation"), node),
                        .profile = profile,
                        .parent = parent,
                        .population = NONE};
    return world_add_org(fixture->builder, &org);
}

void network_add_plain(Fixture *fixture, const Network *network, bool both_ways) {
    AssetProfile first = {.kind = ASSET_data_store, .label = "start", .flaw = NONE};
    AssetProfile other = {.kind = ASSET_data_store, .label = "node", .flaw = NONE};
    uint32_t start = world_add_asset_profile(fixture->builder, &first);
    uint32_t node_kind = world_add_asset_profile(fixture->builder, &other);
    uint32_t access = add_access_kind(fixture, ACCESS_vpn), org_kind = add_org_kind(fixture, ORG_customer);
    for (uint32_t node = 0; node < network->roles.count; node++) {
        add_org(fixture, org_kind, node, NONE);
        world_add_asset(fixture->builder, name_at(name_of("node"), node), node ? node_kind : start, 1, 0);
    }
    add_edges(fixture, network, (uint32_t[]){access, access, access, access}, both_ways);
}

void network_add_providers(Fixture *fixture, const Network *network) {
    Quantity count = fixture_uniform(5, 35);
    const AssetProfile assets[] = {
        {.kind = ASSET_update_server, .label = "update server", .flaw = NONE},
        {.kind = ASSET_rmm_server, .label = "management server", .flaw = NONE},
        {.kind = ASSET_endpoint_group, .label = "machines", .flaw = NONE, .is_group = true, .count = count},
        {.kind = ASSET_endpoint_group, .label = "others", .flaw = NONE, .is_group = true, .count = count},
        {.kind = ASSET_update_server, .label = "start", .flaw = NONE},
    };
    const OrgKind kinds[] = {ORG_vendor, ORG_msp, ORG_customer};
    uint32_t asset_kinds[5], org_kinds[3];
    for (int i = 0; i < 5; i++) asset_kinds[i] = world_add_asset_profile(fixture->builder, &assets[i]);
    for (int i = 0; i < 3; i++) org_kinds[i] = add_org_kind(fixture, kinds[i]);
    OrgId *owners = heap_take(network->roles.count, sizeof *owners);
    for (uint32_t node = 0; node < network->roles.count; node++) {
        uint8_t role = network->roles.items[node];
        uint32_t above = network->above.items[node];
        if (role == NETWORK_MACHINE)
            owners[node] = owners[node - 1];
        else
            owners[node] = add_org(fixture, org_kinds[role], node, above == NONE ? NONE : owners[above]);
        uint32_t kind = asset_kinds[role == NETWORK_VENDOR && node == 0 ? 4 : role];
        world_add_asset(fixture->builder, name_at(name_of("node"), node), kind,
                        role >= NETWORK_CUSTOMER ? 20 : 1, 0);
    }
    uint32_t update = add_access_kind(fixture, ACCESS_software_update);
    uint32_t agent = add_access_kind(fixture, ACCESS_rmm_agent);
    add_edges(fixture, network, (uint32_t[]){update, agent, agent, agent}, false);
    for (uint32_t i = 0; i < network->edges.count; i++) {
        NetworkEdge edge = network->edges.items[i];
        if (network->above.items[edge.to] != edge.from && !edge.mutual) /* a second home */
            world_add_serves(fixture->builder, owners[edge.from], owners[edge.to]);
    }
    free(owners);
}
