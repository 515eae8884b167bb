#include "measure/timeline.h"
#include "report/beats.h"
#include "report/chain.h"
#include "report/spread.h"

#include <stdlib.h>

/* The organisations of one world, numbered as the map has them. */
typedef struct Cast {
    const Played *played;
    const World *world;
    bool *present;       /* [org] */
    uint32_t *number;    /* [org]: place in the lists, or NONE */
    int32_t *x, *y;      /* [org] */
    OrgMoments *moments; /* [org] */
} Cast;

static void cast_init(Cast *cast, const Played *played) {
    const World *world = race_world(played->race);
    uint32_t count = world->org_count, present = 0;
    *cast = (Cast){.played = played, .world = world};
    cast->present = heap_take(count, sizeof *cast->present);
    cast->number = heap_take(count, sizeof *cast->number);
    cast->x = heap_take(count, sizeof *cast->x);
    cast->y = heap_take(count, sizeof *cast->y);
    for (OrgId org = 0; org < count; org++) {
        cast->present[org] = race_org_present(played->race, played->weights, org);
        cast->number[org] = cast->present[org] ? present++ : NONE;
    }
    cast->moments = heap_take(count, sizeof *cast->moments);
    timeline_moments(played->race, played->state, &played->log, cast->moments);
    spread_layout(world, cast->present, cast->x, cast->y);
}

static void cast_clear(Cast *cast) {
    free(cast->present);
    free(cast->number);
    free(cast->x);
    free(cast->y);
    free(cast->moments);
}

typedef int64_t (*Column)(const Cast *cast, OrgId org);

static int64_t id_column(const Cast *cast, OrgId org) {
    (void)cast;
    return org;
}
static int64_t kind_column(const Cast *cast, OrgId org) {
    return world_org_profile(cast->world, org)->kind;
}
static int64_t x_column(const Cast *cast, OrgId org) {
    return cast->x[org];
}
static int64_t y_column(const Cast *cast, OrgId org) {
    return cast->y[org];
}

static void write_column(JsonWriter *writer, const Cast *cast, const char *key, Column column) {
    json_begin_flat_array(writer, key);
    for (OrgId org = 0; org < cast->world->org_count; org++) {
        if (cast->present[org]) json_write_integer(writer, NULL, column(cast, org));
    }
    json_end_array(writer);
}

static void write_organisations(JsonWriter *writer, const Cast *cast) {
    json_begin_object(writer, "organisations");
    json_begin_flat_array(writer, "kinds");
    for (int kind = 0; kind < ORG_KIND_COUNT; kind++) json_write_text(writer, NULL, org_kind_names[kind]);
    json_end_array(writer);
    write_column(writer, cast, "id", id_column);
    write_column(writer, cast, "kind", kind_column);
    write_column(writer, cast, "x", x_column);
    write_column(writer, cast, "y", y_column);
    json_end_object(writer);
}

/* [organisation, second, organisation it came from or −1], in order of time; both by number. */
static void write_hits(JsonWriter *writer, const Cast *cast, const TakenVec *taken) {
    const RaceState *state = cast->played->state;
    bool *written = heap_take(cast->world->org_count, sizeof *written);
    json_begin_flat_array(writer, "taken");
    for (uint32_t i = 0; i < taken->count; i++) {
        const Taken *one = &taken->items[i];
        OrgId org = cast->world->assets[one->asset].owner;
        OrgId from = one->source == NONE ? NONE : cast->world->assets[one->source].owner;
        if (written[org] || race_org_hit_at(state, org) > one->at) continue;
        written[org] = true;
        json_begin_flat_array(writer, NULL);
        json_write_integer(writer, NULL, cast->number[org]);
        json_write_integer(writer, NULL, race_org_hit_at(state, org));
        json_write_integer(writer, NULL, from == NONE || from == org ? -1 : (int64_t)cast->number[from]);
        json_end_array(writer);
    }
    json_end_array(writer);
    free(written);
}

typedef struct Moment {
    uint32_t number, at;
} Moment;

static int by_time(const void *a, const void *b) {
    const Moment *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* [organisation, second], in order of time. */
static void write_moments(JsonWriter *writer, const Cast *cast, const char *key, TimelineSeries series) {
    uint32_t horizon = race_adversary(cast->played->race)->horizon;
    Vec(Moment) moments = {0};
    for (OrgId org = 0; org < cast->world->org_count; org++) {
        uint32_t at = cast->moments[org].at[series];
        if (cast->present[org] && at <= horizon) vec_push(&moments, (Moment){cast->number[org], at});
    }
    if (moments.count > 1) qsort(moments.items, moments.count, sizeof *moments.items, by_time);
    json_begin_flat_array(writer, key);
    for (uint32_t i = 0; i < moments.count; i++) {
        json_begin_flat_array(writer, NULL);
        json_write_integer(writer, NULL, moments.items[i].number);
        json_write_integer(writer, NULL, moments.items[i].at);
        json_end_array(writer);
    }
    json_end_array(writer);
    vec_clear(&moments);
}

static void write_beats(JsonWriter *writer, const Told *told) {
    static const char *const marks[] = {
        [MARK_TAKEN] = "taken", [MARK_WARNING] = "warned", [MARK_CONTAINED] = "contained"};
    Beats beats;
    beats_find(&beats, told);
    json_begin_array(writer, "story");
    for (uint32_t i = 0; i < beats.list.count; i++) {
        const Beat *beat = &beats.list.items[i];
        json_begin_object(writer, NULL);
        json_write_integer(writer, "at", beat->at);
        json_write_text(writer, "mark", marks[beat->mark]);
        json_write_text(writer, "text", beat->text);
        json_end_object(writer);
    }
    json_end_array(writer);
    beats_clear(&beats);
}

void spread_json_write(const Played *played, const char *scenario, uint32_t window, JsonWriter *writer) {
    const Adversary *adversary = race_adversary(played->race);
    Told told = played_told(played, "");
    TakenVec taken = {0};
    Cast cast;
    cast_init(&cast, played);
    beats_taken(&told, &taken);
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", "keyfall.spread");
    json_write_integer(writer, "version", 1);
    json_write_text(writer, "scenario", scenario);
    json_write_unsigned64(writer, "seed", played->options.seed);
    json_write_integer(writer, "world", played->options.replication);
    json_write_text(writer, "response", played->options.response_off ? "off" : "on");
    json_write_integer(writer, "start", adversary->start);
    json_write_integer(writer, "horizon", adversary->horizon);
    json_write_integer(writer, "window", window);
    json_write_integer(writer, "radius", SPREAD_RADIUS);
    json_write_integer(writer, "customers", played->metrics[METRIC_CUSTOMERS]);
    write_organisations(writer, &cast);
    write_hits(writer, &cast, &taken);
    write_moments(writer, &cast, "warned", TIMELINE_WARNED);
    write_moments(writer, &cast, "contained", TIMELINE_CONTAINED);
    write_beats(writer, &told);
    json_end_object(writer);
    vec_clear(&taken);
    cast_clear(&cast);
}

/* ------------------------------------------------------------------ one organisation */

static void write_second(JsonWriter *writer, const char *key, uint32_t at, uint32_t horizon) {
    if (at > horizon)
        json_write_null(writer, key);
    else
        json_write_integer(writer, key, at);
}

static void write_label(JsonWriter *writer, const char *key, const World *world, OrgId org) {
    Text label = {0};
    world_org_label(world, org, &label);
    json_write_text(writer, key, text_of(&label));
    text_clear(&label);
}

static void write_step(JsonWriter *writer, const Told *told, const Taken *one) {
    const World *world = race_world(told->race);
    const Rule *rule = &race_adversary(told->race)->rules.items[one->rule];
    const AssetProfile *asset = world_asset_profile(world, one->asset);
    json_begin_object(writer, NULL);
    json_write_integer(writer, "at", one->at);
    json_write_text(writer, "step", rule->sentence);
    json_write_text(writer, "technique", rule->technique ? rule->technique : "");
    json_write_text(writer, "asset", asset_kind_names[asset->kind]);
    json_write_text(writer, "state", state_names[one->state]);
    json_write_integer(writer, "organisation", world->assets[one->asset].owner);
    write_label(writer, "owner", world, world->assets[one->asset].owner);
    if (asset->is_group)
        json_write_integer(writer, "machines", one->machines);
    else
        json_write_null(writer, "machines");
    json_end_object(writer);
}

static void write_steps(JsonWriter *writer, const Told *told, OrgId org) {
    const Taken *links[CHAIN_STEPS_MAX];
    TakenVec taken = {0};
    beats_taken(told, &taken);
    json_begin_array(writer, "steps");
    for (uint32_t count = chain_to(told, &taken, org, links); count-- > 0;)
        write_step(writer, told, links[count]);
    json_end_array(writer);
    vec_clear(&taken);
}

/* When an organisation was warned, or told of it by a client. */
static uint32_t told_at(const Played *played, OrgId org) {
    uint32_t at = race_org_warned_at(played->state, org);
    for (uint32_t i = 0; i < played->log.count; i++) {
        const Happening *h = &played->log.items[i];
        if (h->kind == HAPPENED_REPORTED && h->subject == org && h->at < at) at = h->at;
    }
    return at;
}

void fate_json_write(const Played *played, OrgId org, JsonWriter *writer) {
    Told told = played_told(played, "");
    const World *world = race_world(played->race);
    const RaceState *state = played->state;
    uint32_t horizon = race_adversary(played->race)->horizon, spare;
    bool escaped = chain_escape(&told, org, &spare);
    OrgMoments *moments = heap_take(world->org_count, sizeof *moments);
    timeline_moments(played->race, state, &played->log, moments);
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", "keyfall.fate");
    json_write_integer(writer, "version", 1);
    json_write_integer(writer, "organisation", org);
    write_label(writer, "name", world, org);
    json_write_text(writer, "kind", org_kind_names[world_org_profile(world, org)->kind]);
    write_second(writer, "hit", race_org_hit_at(state, org), horizon);
    write_second(writer, "noticed", race_org_noticed_at(state, org), horizon);
    write_second(writer, "warned", told_at(played, org), horizon);
    write_second(writer, "contained", moments[org].at[TIMELINE_CONTAINED], horizon);
    if (escaped)
        json_write_integer(writer, "spare", spare);
    else
        json_write_null(writer, "spare");
    write_steps(writer, &told, org);
    json_end_object(writer);
    free(moments);
}
