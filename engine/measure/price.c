#include "measure/price.h"

typedef struct Payers { /* present organisations by kind and posture */
    PostureMap postures;
    uint32_t *count; /* [posture × PAYERS] */
} Payers;

static bool payers_init(Payers *payers, const World *world, const uint32_t *sizes, const ControlSet *base,
                        Error *error) {
    if (!posture_map_init(&payers->postures, world, base, error)) return false;
    payers->count = heap_take((size_t)payers->postures.posture_count * PAYERS, sizeof *payers->count);
    for (OrgId org = 0; org < world->org_count; org++) {
        uint32_t kind = world_org_profile(world, org)->kind;
        if (kind < PAYERS && (!sizes || world_present(world, sizes, org)))
            payers->count[(size_t)payers->postures.of_org[org] * PAYERS + kind]++;
    }
    return true;
}

static void payers_clear(Payers *payers) {
    posture_map_clear(&payers->postures);
    free(payers->count);
}

static void add_price(Price *price, const Cost *cost, uint8_t from, uint8_t to, uint32_t count) {
    double low = cost->low[to] - cost->low[from], mode = cost->mode[to] - cost->mode[from];
    double high = cost->high[to] - cost->high[from];
    price->payers += count;
    price->low += (low < mode ? low : mode) * count;
    price->mode += mode * count;
    price->high += (high > mode ? high : mode) * count;
}

static bool price_of(const Lever *lever, const Payers *payers, const Costs *costs, const Catalogue *catalogue,
                     Price *price, Error *error) {
    *price = (Price){0};
    for (uint32_t p = 0; p < payers->postures.posture_count; p++) {
        uint8_t from = payers->postures.postures[p].level[lever->control];
        for (uint32_t payer = 0; payer < PAYERS; payer++) {
            uint32_t count = payers->count[(size_t)p * PAYERS + payer];
            if (count == 0 || from >= lever->level || !lever_takes_kind(lever, (OrgKind)payer)) continue;
            const Cost *cost = &costs->of[lever->control][payer];
            if (!cost->given)
                return error_set(
                    error, "no cost is given for %s at %s %s; add it to a file and name it with --costs",
                    catalogue->controls[lever->control].id, payer == PAYER_MSP ? "an" : "a",
                    org_kind_names[payer]);
            add_price(price, cost, from, lever->level, count);
        }
    }
    return true;
}

bool prices_of(const LeverList *levers, const Costs *costs, const Catalogue *catalogue, const World *world,
               const uint32_t *sizes, const ControlSet *base, Price *prices, Error *error) {
    Payers payers;
    if (!payers_init(&payers, world, sizes, base, error)) return false;
    bool good = true;
    for (uint32_t i = 0; i < levers->list.count && good; i++)
        good = price_of(&levers->list.items[i], &payers, costs, catalogue, &prices[i], error);
    payers_clear(&payers);
    return good;
}
