/* keyfall.study: the scenario's own fields, what is measured, and what history says. */
#include "base/text.h"
#include "script/api.h"
#include "script/facts.h"
#include "script/loading.h"
#include "script/read_exercise.h"

#include <string.h>

#define HORIZON_MAX (20 * 366 * 86400.0)

static Adversary *adversary_of(const Reader *reader) {
    return &reader->scenario->adversary;
}

/* hit = { msp = control, customer = { encrypted, exfiltrated } }: what makes an organisation count as hit. */
static void read_hit(const Reader *reader, int kind) {
    lua_State *L = reader->L;
    const char *field = org_kind_names[kind];
    if (!reader_has(reader, field)) return;
    uint8_t bits = 0;
    reader_push(reader, field);
    int index = lua_gettop(L);
    if (value_is(L, index, "state"))
        bits = (uint8_t)STATE_BIT(value_state(reader, field, index));
    else if (lua_istable(L, index) && !value_class(L, index))
        for (uint32_t i = 1, count = (uint32_t)lua_rawlen(L, index); i <= count; i++) {
            lua_rawgeti(L, index, i);
            bits |= (uint8_t)STATE_BIT(value_state(reader, field, lua_gettop(L)));
            lua_pop(L, 1);
        }
    else
        reader_fail(reader, field, "expected a state such as control, or a list of them");
    adversary_of(reader)->hit[kind] = bits;
    lua_settop(L, index - 1);
}

static void read_hits(const Reader *reader) {
    if (!reader_has(reader, "hit")) return;
    Reader nested = reader_open_field(reader, "hit", "hit.");
    reader_only(&nested, "vendor msp customer observer", false);
    for (int kind = 0; kind < ORG_KIND_COUNT; kind++) read_hit(&nested, kind);
    reader_close(&nested);
}

static uint32_t read_horizon(const Reader *reader) {
    if (!reader_has(reader, "lasts"))
        reader_fail(reader, "lasts", "is missing: how long is looked at, such as days(30)");
    Reader structural = *reader;
    structural.source = "how long the scenario is looked at";
    double seconds = reader_exact(&structural, "lasts", RULE_TIME, 0);
    if (seconds < 3600 || seconds > HORIZON_MAX)
        reader_fail(reader, "lasts", "must lie between an hour and 20 years");
    return (uint32_t)seconds;
}

static int f_scenario(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(&reader,
                "title summary starts lasts world world_seed hit hourly_loss per_year customer_year "
                "their_time_zone their_hours "
                "source",
                false);
    Adversary *adversary = adversary_of(&reader);
    adversary->id = reader.sentence;
    adversary->title = reader_text(&reader, "title", reader.sentence);
    adversary->summary = reader_text(&reader, "summary", "");
    if (!reader_has(&reader, "starts"))
        reader_fail(&reader, "starts", "is missing: a date such as \"2021-07-02T14:00Z\"");
    adversary->start = reader_date(&reader, "starts", 0);
    adversary->horizon = read_horizon(&reader);
    adversary->world_seed = (uint64_t)reader_integer(&reader, "world_seed", 0, INT64_MAX, 1);
    reader.scenario->world_file = reader_text(&reader, "world", NULL);
    read_hits(&reader);
    adversary->hours = reader_calendar(&reader, "their_time_zone", "their_hours");
    adversary->has_hourly_loss = reader_has(&reader, "hourly_loss");
    adversary->hourly_loss =
        reader_number(&reader, "hourly_loss", (NumberRule){"dollars", DIMENSION_MONEY, 0, 1e9}, 0);
    reader.scenario->has_per_year = reader_has(&reader, "per_year");
    reader.scenario->per_year =
        reader_number(&reader, "per_year", (NumberRule){"a year", DIMENSION_NONE, 0, 1e6}, 0);
    reader.scenario->has_customer_year = reader_has(&reader, "customer_year");
    reader.scenario->customer_year = reader_number(&reader, "customer_year", RULE_SHARE, 0);
    return 0;
}

typedef struct Meter {
    const char *field;
    ProbeKind kind;
    enum { OF_ORGS, OF_ASSETS, OF_CONDITION } of;
    const char *unit;
} Meter;

static const Meter meters[] = {
    {"hit", PROBE_ORGS_HIT, OF_ORGS, "organisations"},
    {"disrupted", PROBE_ORGS_DISRUPTED, OF_ORGS, "organisations"},
    {"taken", PROBE_ASSETS_IN_STATE, OF_CONDITION, "assets"},
    {"online", PROBE_ASSETS_ONLINE, OF_ASSETS, "assets"},
    {"machines", PROBE_MACHINES, OF_ASSETS, "machines"},
    {"records", PROBE_RECORDS, OF_ASSETS, "records"},
    {"operations_hours", PROBE_OPERATIONS_HOURS, OF_ORGS, "hours"},
    {"management_hours", PROBE_MANAGEMENT_HOURS, OF_ORGS, "hours"},
    {"first_notice", PROBE_FIRST_NOTICE, OF_ORGS, "seconds"},
    {"first_contained", PROBE_FIRST_CONTAINED, OF_ASSETS, "seconds"},
    {"dwell", PROBE_STAY, OF_ORGS, "seconds"},
    {"outage", PROBE_OUTAGE, OF_ASSETS, "seconds"},
    {"countries", PROBE_COUNTRIES, OF_ORGS, "countries"},
    {"first", PROBE_FIRST_STATE, OF_CONDITION, "seconds"},
    {"last", PROBE_LAST_STATE, OF_CONDITION, "seconds"},
};
#define METERS (sizeof meters / sizeof *meters)

static const Meter *find_meter(const Reader *reader) {
    const Meter *found = NULL;
    for (size_t i = 0; i < METERS; i++) {
        if (!reader_has(reader, meters[i].field)) continue;
        if (found)
            reader_fail(reader, meters[i].field, "one measure reads one thing; it already says %s",
                        found->field);
        found = &meters[i];
    }
    if (!found)
        reader_fail(
            reader, NULL,
            "measures nothing; say hit, disrupted, taken, online, machines, records, operations_hours, "
            "management_hours, first_notice, first_contained, dwell, outage, countries, first or last");
    return found;
}

static uint32_t find_probe(const Reader *reader, const char *field) {
    const Adversary *adversary = adversary_of(reader);
    const char *wanted = reader_text(reader, field, NULL);
    if (!wanted) reader_fail(reader, field, "is missing: the name of a measure, such as \"customers\"");
    uint32_t count = adversary->probes.count;
    const char **ids = arena_new(&adversary_of(reader)->arena, const char *, count);
    for (uint32_t i = 0; i < count; i++) {
        ids[i] = adversary->probes.items[i].id;
        if (strcmp(ids[i], wanted) == 0) return i;
    }
    const char *near = text_nearest(wanted, ids, count);
    reader_fail(reader, field, "no measure \"%s\"%s%s%s", wanted, near ? "; did you mean \"" : "",
                near ? near : "", near ? "\"?" : "");
}

/* machines = endpoint_group: hit in any way; machines = encrypted(endpoint_group): in that one. */
static bool is_condition(const Reader *reader, const char *field) {
    reader_push(reader, field);
    bool found = value_is(reader->L, -1, "condition");
    lua_pop(reader->L, 1);
    return found;
}

static int f_measure(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(&reader,
                "title unit at hit disrupted taken online machines records operations_hours management_hours "
                "first_notice first_contained dwell outage countries first last",
                false);
    Adversary *adversary = adversary_of(&reader);
    for (uint32_t i = 0; i < adversary->probes.count; i++)
        if (strcmp(adversary->probes.items[i].id, reader.sentence) == 0)
            reader_fail(&reader, NULL, "another measure has this name");
    const Meter *meter = find_meter(&reader);
    Probe probe = {.id = reader.sentence,
                   .kind = meter->kind,
                   .orgs = org_selector_all(),
                   .assets = asset_selector_all()};
    Wording title = reader_wording(&reader, "title", false);
    probe.title = title.in[LANGUAGE_en] ? title.in[LANGUAGE_en] : reader.sentence;
    probe.title_ja = title.in[LANGUAGE_ja];
    probe.unit = reader_text(&reader, "unit", meter->unit);
    probe.at = reader_moment(&reader, "at", -1);
    if (meter->of == OF_ORGS)
        probe.orgs = reader_orgs(&reader, meter->field);
    else if (probe.kind == PROBE_MACHINES && is_condition(&reader, meter->field)) {
        probe.kind = PROBE_MACHINES_IN_STATE;
        probe.state = reader_condition(&reader, meter->field, &probe.assets);
    } else if (meter->of == OF_ASSETS)
        probe.assets = reader_assets(&reader, meter->field);
    else
        probe.state = reader_condition(&reader, meter->field, &probe.assets);
    vec_push(&adversary->probes, probe);
    return 0;
}

static bool read_role(const Reader *reader) {
    reader_push(reader, "role");
    bool fitted = value_is_word(reader->L, -1, "fitted");
    if (!fitted && !value_is_word(reader->L, -1, "predicted"))
        reader_fail(reader, "role",
                    "expected fitted (it was used to choose a parameter) or predicted (it was not)");
    lua_pop(reader->L, 1);
    return fitted;
}

static HistoryBound read_bound(const Reader *reader) {
    reader_push(reader, "bound");
    HistoryBound bound = BOUND_RANGE;
    if (value_is_word(reader->L, -1, "at_least"))
        bound = BOUND_AT_LEAST;
    else if (value_is_word(reader->L, -1, "up_to"))
        bound = BOUND_UP_TO;
    else if (!lua_isnil(reader->L, -1))
        reader_fail(reader, "bound", "expected at_least or up_to, or nothing for a range");
    lua_pop(reader->L, 1);
    return bound;
}

/* What was published is a fact, or a number made of one. */
static void note_figure(const Reader *reader, bool fitted) {
    reader_push(reader, "published");
    const char *fact = value_class(reader->L, -1) ? value_member(reader->L, -1, "fact") : NULL;
    FactUse use = {.kind = fitted ? FACT_AS_FITTED : FACT_AS_PREDICTED, .unit = "", .where = reader->where};
    if (fact) facts_note(reader->scenario, fact, use);
    lua_pop(reader->L, 1);
}

static int f_history(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(&reader, "measure published role bound source", false);
    History history = {.title = reader.sentence, .where = reader.where};
    history.probe = find_probe(&reader, "measure");
    if (!reader_has(&reader, "published")) reader_fail(&reader, "published", "is missing: fact.…, or dates");
    reader_published(&reader, "published", &history.low, &history.high, &history.source);
    history.fitted = read_role(&reader);
    history.bound = read_bound(&reader);
    note_figure(&reader, history.fitted);
    vec_push(&adversary_of(&reader)->history, history);
    return 0;
}

static int f_given(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(&reader, "measure at_least", false);
    Adversary *adversary = adversary_of(&reader);
    if (adversary->has_given) reader_fail(&reader, NULL, "history is given one thing");
    uint32_t probe = find_probe(&reader, "measure");
    adversary->given_least = reader_integer(&reader, "at_least", INT64_MIN, INT64_MAX, 1);
    adversary->given_probe = probe;
    adversary->has_given = true;
    return 0;
}

static const char *wanted_text(const Reader *reader, const char *field, const char *hint) {
    const char *text = reader_text(reader, field, NULL);
    if (!text || !*text) reader_fail(reader, field, "is missing: %s", hint);
    return text;
}

static int f_meant(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(&reader, "check because", false);
    Meant meant = {.subject = reader.sentence, .where = reader.where};
    meant.check = wanted_text(&reader, "check", "which finding of `keyfall lint`, such as \"never-acts\"");
    meant.because = wanted_text(&reader, "because", "why that is no mistake");
    vec_push(&reader.scenario->meant, meant);
    return 0;
}

const luaL_Reg api_study_functions[] = {
    {"given", f_given}, {"history", f_history},   {"measure", f_measure},
    {"meant", f_meant}, {"scenario", f_scenario}, {NULL, NULL},
};

int api_study_open(lua_State *L) {
    lua_newtable(L);
    luaL_setfuncs(L, api_study_functions, 0);
    return 1;
}
