#include "measure/timeline.h"

#include "base/vec.h"

enum { WORLDS_PER_DRAW = 4, HOUR = 3600 };

typedef Vec(uint32_t) Seconds;

/* One world after the other, on the calling thread. */
typedef struct Player {
    const Race *race;
    const ParameterSet *parameters;
    const Catalogue *catalogue;
    const TimelineOptions *options;
    Weights *weights;
    RaceState *state;
    ParameterDraw draw;
    int64_t *metrics;
    HappeningVec log;
    OrgMoments *moments; /* [org], of the world just played */
} Player;

static bool player_init(Player *player, const ControlSet *set, Error *error) {
    player->weights = weights_create(player->race, set, error);
    if (!player->weights) return false;
    player->state = race_state_create(player->race);
    player->metrics = heap_take(race_adversary(player->race)->probes.count, sizeof *player->metrics);
    player->moments = heap_take(race_world(player->race)->org_count, sizeof *player->moments);
    parameter_draw_init(&player->draw, player->parameters, player->catalogue);
    race_state_log(player->state, &player->log);
    return true;
}

static void player_clear(Player *player) {
    parameter_draw_clear(&player->draw);
    free(player->metrics);
    free(player->moments);
    race_state_log(player->state, NULL);
    vec_clear(&player->log);
    race_state_destroy(player->state);
    weights_destroy(player->weights);
}

static void play(Player *player, uint32_t replication) {
    const TimelineOptions *options = player->options;
    uint32_t per_draw = options->worlds_per_draw ? options->worlds_per_draw : WORLDS_PER_DRAW;
    uint32_t draw = replication / per_draw;
    if (replication % per_draw == 0) {
        parameter_draw_fill(&player->draw, player->parameters, player->catalogue, options->seed, draw,
                            SCOPE_ALL);
        weights_evaluate(player->weights, &player->draw);
    }
    RaceOptions race = {.seed = options->seed,
                        .draw = draw,
                        .replication = replication,
                        .response_off = options->response_off};
    player->log.count = 0;
    race_run(player->race, player->weights, player->state, race, player->metrics);
    timeline_moments(player->race, player->state, &player->log, player->moments);
}

static void earlier(uint32_t *at, uint32_t second) {
    if (second < *at) *at = second;
}

/* Whether an organisation cut itself off, or its providers, when this response was done. */
static bool cuts_itself_off(const Adversary *adversary, uint32_t response) {
    ContainKind contain = adversary->responses.items[response].contain;
    return contain == CONTAIN_OWN || contain == CONTAIN_PROVIDER_ACCESS;
}

void timeline_moments(const Race *race, const RaceState *state, const HappeningVec *log,
                      OrgMoments *moments) {
    const World *world = race_world(race);
    for (OrgId org = 0; org < world->org_count; org++) {
        bool customer = world_org_profile(world, org)->kind == ORG_customer;
        uint32_t noticed = race_org_noticed_at(state, org), warned = race_org_warned_at(state, org);
        moments[org].at[TIMELINE_TAKEN] = customer ? race_org_hit_at(state, org) : NEVER;
        moments[org].at[TIMELINE_WARNED] = noticed < warned ? noticed : warned;
        moments[org].at[TIMELINE_CONTAINED] = NEVER;
    }
    for (uint32_t i = 0; i < log->count; i++) {
        const Happening *h = &log->items[i];
        if (h->kind == HAPPENED_REPORTED) earlier(&moments[h->subject].at[TIMELINE_WARNED], h->at);
        if (h->kind == HAPPENED_CONTAINED)
            earlier(&moments[world->assets[h->subject].owner].at[TIMELINE_CONTAINED], h->at);
        if (h->kind == HAPPENED_RESPONDED && cuts_itself_off(race_adversary(race), h->detail))
            earlier(&moments[h->subject].at[TIMELINE_CONTAINED], h->at);
    }
}

static int compare_seconds(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Of ascending values the one that 95 of 100 do not exceed; 0 when there is none. */
static uint32_t late_one(Seconds *seconds) {
    if (seconds->count == 0) return 0;
    qsort(seconds->items, seconds->count, sizeof *seconds->items, compare_seconds);
    return seconds->items[((uint64_t)seconds->count * 95 + 99) / 100 - 1];
}

/* Everything of every series within the horizon, of the world just played. */
static void collect(const Player *player, Seconds seconds[TIMELINE_SERIES]) {
    const Race *race = player->race;
    for (OrgId org = 0; org < race_world(race)->org_count; org++) {
        for (int series = 0; series < TIMELINE_SERIES; series++) {
            uint32_t at = player->moments[org].at[series];
            if (at <= race_adversary(race)->horizon) vec_push(&seconds[series], at);
        }
    }
}

bool timeline_window(const Race *race, const ParameterSet *parameters, const Catalogue *catalogue,
                     const ControlSet *set, const TimelineOptions *options, uint32_t *window, Error *error) {
    Player player = {.race = race, .parameters = parameters, .catalogue = catalogue, .options = options};
    Seconds seconds[TIMELINE_SERIES] = {{0}};
    uint32_t horizon = race_adversary(race)->horizon, last = HOUR;
    if (!player_init(&player, set, error)) return false;
    for (uint32_t r = 0; r < options->worlds; r++) {
        play(&player, r);
        collect(&player, seconds);
    }
    for (int series = 0; series < TIMELINE_SERIES; series++) {
        uint32_t late = late_one(&seconds[series]);
        if (late > last) last = late;
        vec_clear(&seconds[series]);
    }
    player_clear(&player);
    *window = last < horizon ? last : horizon;
    return true;
}

/* The first moment that is not before a second of the window. */
static uint32_t moment_of(const Timeline *timeline, uint32_t window, uint32_t at) {
    uint32_t steps = TIMELINE_MOMENTS - 1, moment = (uint32_t)((uint64_t)at * steps / window);
    while (moment < steps && timeline->at[moment] < at) moment++;
    return moment;
}

/* How many of a series had happened by each moment, in one world. */
static void count_world(const Player *player, const Timeline *timeline, uint32_t window, uint32_t *counts) {
    const Race *race = player->race;
    for (OrgId org = 0; org < race_world(race)->org_count; org++) {
        for (int series = 0; series < TIMELINE_SERIES; series++) {
            uint32_t at = player->moments[org].at[series];
            if (at > window) continue;
            counts[series * TIMELINE_MOMENTS + moment_of(timeline, window, at)]++;
        }
    }
    for (int series = 0; series < TIMELINE_SERIES; series++) {
        for (int moment = 1; moment < TIMELINE_MOMENTS; moment++)
            counts[series * TIMELINE_MOMENTS + moment] += counts[series * TIMELINE_MOMENTS + moment - 1];
    }
}

static void quantiles(Timeline *timeline, const uint32_t *counts) {
    enum { CELLS = TIMELINE_SERIES * TIMELINE_MOMENTS };
    uint32_t worlds = timeline->worlds, *column = heap_take(worlds, sizeof *column);
    for (uint32_t cell = 0; worlds > 0 && cell < CELLS; cell++) {
        uint32_t series = cell / TIMELINE_MOMENTS, moment = cell % TIMELINE_MOMENTS;
        for (uint32_t world = 0; world < worlds; world++)
            column[world] = counts[(size_t)world * CELLS + cell];
        qsort(column, worlds, sizeof *column, compare_seconds);
        timeline->low[series][moment] = column[(worlds * 5 + 99) / 100 - 1];
        timeline->median[series][moment] = column[(worlds + 1) / 2 - 1];
        timeline->high[series][moment] = column[(worlds * 95 + 99) / 100 - 1];
    }
    free(column);
}

bool timeline_run(const Race *race, const ParameterSet *parameters, const Catalogue *catalogue,
                  const ControlSet *set, const TimelineOptions *options, uint32_t window, Timeline *out,
                  Error *error) {
    Player player = {.race = race, .parameters = parameters, .catalogue = catalogue, .options = options};
    if (!player_init(&player, set, error)) return false;
    *out = (Timeline){.worlds = 0};
    for (uint32_t m = 0; m < TIMELINE_MOMENTS; m++)
        out->at[m] = (uint32_t)((uint64_t)window * m / (TIMELINE_MOMENTS - 1));
    uint32_t *counts =
        heap_take((size_t)options->worlds * TIMELINE_SERIES * TIMELINE_MOMENTS, sizeof *counts);
    while (out->worlds < options->worlds && !(options->stop && atomic_load(options->stop))) {
        play(&player, out->worlds);
        count_world(&player, out, window, counts + (size_t)out->worlds * TIMELINE_SERIES * TIMELINE_MOMENTS);
        out->worlds++;
    }
    quantiles(out, counts);
    free(counts);
    player_clear(&player);
    return true;
}
