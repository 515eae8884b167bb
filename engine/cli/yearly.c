#include "cli/yearly.h"

/* Customers of the world, at the most likely size of every population. */
static double customers_of(const Scenario *scenario) {
    const World *world = scenario->world;
    uint32_t *sizes = heap_take(world->population_count, sizeof *sizes), count = 0;
    ParameterDraw likely;
    parameter_draw_init(&likely, &scenario->parameters, &scenario->catalogue);
    parameter_draw_fill(&likely, &scenario->parameters, &scenario->catalogue, 0, 0, SCOPE_FIXED);
    world_population_sizes(world, scenario->kit, &likely, sizes);
    for (OrgId org = 0; org < world->org_count; org++)
        count += world_org_profile(world, org)->kind == ORG_customer && world_present(world, sizes, org);
    parameter_draw_clear(&likely);
    free(sizes);
    return count;
}

bool yearly_frequency(const Session *session, const Ensemble *ensemble, Frequency *out, Error *error) {
    const Scenario *s = &session->scenario;
    if (!s->has_per_year)
        return error_set(error,
                         "%s states no rate, so nothing can be said per year; give its scenario statement "
                         "per_year = assumed(low, mode, high, \"why\")",
                         s->name);
    const Parameter *p = &s->parameters.list.items[s->per_year.parameter];
    double scale = s->per_year.scale;
    *out = (Frequency){.rate = yearly_rate(p->low * scale, p->mode * scale, p->high * scale, s->kit),
                       .happened = yearly_happened(&s->adversary, ensemble, 0),
                       .customers = customers_of(s),
                       .has_published = s->has_customer_year};
    if (out->has_published) {
        const Parameter *published = &s->parameters.list.items[s->customer_year.parameter];
        out->published_low = published->low * s->customer_year.scale;
        out->published_high = published->high * s->customer_year.scale;
    }
    if (out->happened > 0) return true;
    return error_set(error,
                     "in none of %u worlds did what the rate of %s counts happen; run more with --reps",
                     ensemble->replications, s->name);
}
