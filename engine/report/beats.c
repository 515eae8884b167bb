#include "report/beats.h"

#include "report/chain.h"
#include "report/figure.h"
#include "report/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LINES_OF_ATTACK = 7, MANY = 8 };

static void add(Beats *beats, uint32_t at, Mark mark, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
static void add(Beats *beats, uint32_t at, Mark mark, const char *format, ...) {
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    Beat beat = {at, beats->list.count, mark, arena_text(&beats->arena, line)};
    vec_push(&beats->list, beat);
}

static const char *org_of(Beats *beats, const World *world, OrgId org) {
    Text label = {0};
    world_org_label(world, org, &label);
    const char *kept = arena_text(&beats->arena, text_of(&label));
    text_clear(&label);
    return kept;
}

/* "the RMM server of Northwind is", "the computers of Bakery are". */
static const char *thing_is(Beats *beats, const World *world, AssetId asset, bool past) {
    bool plural;
    const char *what = words_owned(world_asset_profile(world, asset)->kind, &plural);
    const char *verb = past ? plural ? "were" : "was" : plural ? "are" : "is";
    Text line = {0};
    text_add(&line, "the %s of ", what);
    world_org_label(world, world->assets[asset].owner, &line);
    text_add(&line, " %s", verb);
    const char *kept = arena_text(&beats->arena, text_of(&line));
    text_clear(&line);
    return kept;
}

static int compare_taken(const void *a, const void *b) {
    const Taken *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    if (x->asset != y->asset) return x->asset < y->asset ? -1 : 1;
    return (int)x->state - (int)y->state;
}

void beats_taken(const Told *told, TakenVec *out) {
    for (uint32_t i = 0; i < told->log->count; i++) {
        const Happening *h = &told->log->items[i];
        if (h->kind != HAPPENED_TAKEN) continue;
        uint32_t machines = race_asset_machines(told->race, told->state, h->subject);
        vec_push(out, (Taken){h->subject, h->state, h->at, h->detail, h->object, machines});
    }
    if (out->count > 1) qsort(out->items, out->count, sizeof *out->items, compare_taken);
}

static const char *const fates[STATE_COUNT] = {
    [STATE_reached] = "within reach", [STATE_foothold] = "entered",       [STATE_control] = "taken over",
    [STATE_encrypted] = "encrypted",  [STATE_exfiltrated] = "copied out", [STATE_destroyed] = "destroyed",
    [STATE_stolen] = "stolen",
};

static void step_beat(Beats *beats, const Told *told, const Taken *one, bool once) {
    const Rule *rule = &race_adversary(told->race)->rules.items[one->rule];
    bool coded = rule->technique && *rule->technique;
    add(beats, one->at, MARK_TAKEN, "\"%s\"%s%s%s succeeds%s: %s %s.", rule->sentence, coded ? " (" : "",
        coded ? rule->technique : "", coded ? ")" : "", once ? "" : " for the first time",
        thing_is(beats, race_world(told->race), one->asset, false), fates[one->state]);
}

/* The first time that each rule succeeds, in full. */
static void first_steps(Beats *beats, const Told *told, const TakenVec *taken) {
    uint32_t count = race_adversary(told->race)->rules.count;
    uint32_t *left = heap_take(count, sizeof *left); /* successes; 0 once told */
    for (uint32_t i = 0; i < taken->count; i++)
        if (taken->items[i].rule != NONE) left[taken->items[i].rule]++;
    for (uint32_t i = 0; i < taken->count; i++) {
        const Taken *one = &taken->items[i];
        if (one->rule == NONE || left[one->rule] == 0) continue;
        step_beat(beats, told, one, left[one->rule] == 1);
        left[one->rule] = 0;
    }
    free(left);
}

/* Where most fall through a provider, those who did not need a word: they are hit before anything is pushed.
 */
static void first_direct(Beats *beats, const Told *told, const TakenVec *taken) {
    const World *world = race_world(told->race);
    const Taken *links[CHAIN_STEPS_MAX];
    for (uint32_t i = 0; i < taken->count; i++) {
        const Taken *one = &taken->items[i];
        OrgId owner = world->assets[one->asset].owner;
        if (world_org_profile(world, owner)->kind != ORG_customer ||
            race_org_hit_at(told->state, owner) != one->at || !chain_is_direct(told, taken, owner))
            continue;
        chain_to(told, taken, owner, links);
        bool plural;
        add(beats, one->at, MARK_TAKEN,
            "The first customer to be hit through no provider: %s, through its own %s.",
            org_of(beats, world, owner),
            words_owned(world_asset_profile(world, links[0]->asset)->kind, &plural));
        return;
    }
}

/* Running counts of what has fallen. */
typedef struct Toll {
    uint32_t fallen[ASSET_KIND_COUNT][ORG_KIND_COUNT]; /* single assets in the attackers' hands, by owner */
    uint64_t machines;
    uint32_t customers, msps;
} Toll;

typedef struct TollCount {
    Toll toll;
    uint8_t *counted; /* [asset] states already counted */
    bool *hit;        /* [org] */
} TollCount;

static void count_hit(TollCount *count, const Told *told, OrgId org) {
    const World *world = race_world(told->race);
    if (count->hit[org] || race_org_hit_at(told->state, org) == NEVER) return;
    count->hit[org] = true;
    OrgKind kind = world_org_profile(world, org)->kind;
    count->toll.customers += kind == ORG_customer;
    count->toll.msps += kind == ORG_msp;
}

static void count_taken(TollCount *count, const Told *told, const Taken *one) {
    const World *world = race_world(told->race);
    const AssetProfile *profile = world_asset_profile(world, one->asset);
    OrgId owner = world->assets[one->asset].owner;
    OrgKind kind = world_org_profile(world, owner)->kind;
    bool impact = STATE_BIT(one->state) & STATE_IMPACTS;
    uint8_t earlier = count->counted[one->asset];
    if (profile->is_group && impact && !(earlier & STATE_IMPACTS)) count->toll.machines += one->machines;
    bool falls = impact || one->state == STATE_control || one->state == STATE_stolen;
    uint8_t fallen_bits = STATE_IMPACTS | STATE_BIT(STATE_control) | STATE_BIT(STATE_stolen);
    if (!profile->is_group && falls && !(earlier & fallen_bits)) count->toll.fallen[profile->kind][kind]++;
    count->counted[one->asset] |= STATE_BIT(one->state);
    if (race_org_hit_at(told->state, owner) <= one->at) count_hit(count, told, owner);
}

/* "52 RMM servers (37 of MSPs, 15 of customers)": whose they are, where they are not all of one kind. */
static void toll_assets(const Toll *toll, AssetKind kind, Text *line) {
    uint32_t all = 0, owners = 0;
    for (int org = 0; org < ORG_KIND_COUNT; org++) {
        all += toll->fallen[kind][org];
        owners += toll->fallen[kind][org] > 0;
    }
    if (all == 0) return;
    text_add(line, "%s%s %s", line->length ? ", " : "", figure_whole(all).text, words_asset(kind, all));
    if (owners < 2) return;
    const char *before = " (";
    for (int org = 0; org < ORG_KIND_COUNT; org++) {
        uint32_t count = toll->fallen[kind][org];
        if (count == 0) continue;
        text_add(line, "%s%s of %s%s", before, figure_whole(count).text, count == 1 ? "one " : "",
                 words_org((OrgKind)org, count));
        before = ", ";
    }
    text_add(line, ")");
}

static void toll_beat(Beats *beats, uint32_t at, const Toll *toll) {
    Text line = {0};
    for (int kind = 0; kind < ASSET_KIND_COUNT; kind++) toll_assets(toll, (AssetKind)kind, &line);
    if (toll->machines > 0)
        text_add(&line, "%s%s machines", line.length ? "; " : "", figure_whole((double)toll->machines).text);
    if (toll->customers > 0)
        text_add(&line, "%s%s customer%s hit", line.length ? "; " : "", figure_whole(toll->customers).text,
                 toll->customers == 1 ? "" : "s");
    if (line.length) add(beats, at, MARK_TAKEN, "Fallen so far: %s.", text_of(&line));
    text_clear(&line);
}

/* The next bucket of a length that leaves at most so many lines. */
static uint32_t bucket_of(const TakenVec *taken) {
    static const uint32_t lengths[] = {60,    300,    600,    1800,    3600,    10800,   21600,
                                       86400, 259200, 604800, 2592000, 7776000, 15552000};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        uint32_t lines = 0, last = UINT32_MAX;
        for (uint32_t t = 0; t < taken->count; t++) {
            uint32_t bucket = taken->items[t].at / lengths[i];
            lines += bucket != last;
            last = bucket;
        }
        if (lines <= LINES_OF_ATTACK) return lengths[i];
    }
    return 365 * 86400;
}

static bool toll_differs(const Toll *a, const Toll *b) {
    return a->machines != b->machines || a->customers != b->customers ||
           memcmp(a->fallen, b->fallen, sizeof a->fallen) != 0;
}

static void tolls(Beats *beats, const Told *told, const TakenVec *taken) {
    const World *world = race_world(told->race);
    TollCount count = {.counted = heap_take(world->asset_count, 1),
                       .hit = heap_take(world->org_count, sizeof(bool))};
    uint32_t bucket = bucket_of(taken);
    Toll before;
    memset(&before, 0, sizeof before);
    for (uint32_t i = 0; i < taken->count; i++) {
        count_taken(&count, told, &taken->items[i]);
        uint32_t at = taken->items[i].at, next = i + 1 < taken->count ? taken->items[i + 1].at : UINT32_MAX;
        if (next / bucket == at / bucket && next != UINT32_MAX) continue;
        if (toll_differs(&count.toll, &before)) toll_beat(beats, at, &count.toll);
        before = count.toll;
    }
    free(count.counted);
    free(count.hit);
}

static int compare_times(const void *a, const void *b) {
    const Happening *x = *(const Happening *const *)a, *y = *(const Happening *const *)b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    return (x > y) - (x < y);
}

typedef Vec(const Happening *) HappeningRefs;

/* Of one kind and, unless NONE, one detail, within the horizon, in order of time. */
static void select_happenings(const Told *told, HappeningKind kind, uint32_t detail, HappeningRefs *out) {
    uint32_t horizon = race_adversary(told->race)->horizon;
    out->count = 0;
    for (uint32_t i = 0; i < told->log->count; i++) {
        const Happening *h = &told->log->items[i];
        if (h->kind != kind || h->at > horizon || (detail != NONE && h->detail != detail)) continue;
        vec_push(out, h);
    }
    if (out->count > 1) qsort(out->items, out->count, sizeof *out->items, compare_times);
}

static void first_notice(Beats *beats, const Told *told) {
    const Adversary *adversary = race_adversary(told->race);
    const World *world = race_world(told->race);
    HappeningRefs refs = {0};
    select_happenings(told, HAPPENED_NOTICED, NONE, &refs);
    if (refs.count > 0) {
        const Happening *h = refs.items[0];
        const char *who = org_of(beats, world, h->subject);
        if (h->detail == NONE) {
            add(beats, h->at, MARK_WARNING, "A false alarm at %s.", who);
        } else {
            add(beats, h->at, MARK_WARNING, "The first notice%s%s: %s sees \"%s\".",
                refs.count > 1 ? " of " : ", and the only one",
                refs.count > 1 ? figure_whole(refs.count).text : "", who,
                adversary->rules.items[h->detail].sentence);
        }
    }
    vec_clear(&refs);
}

/* When the warning first reaches a vendor: from there it can come back down to everybody. */
static void first_report(Beats *beats, const Told *told) {
    const World *world = race_world(told->race);
    HappeningRefs refs = {0};
    select_happenings(told, HAPPENED_REPORTED, NONE, &refs);
    for (uint32_t i = 0; i < refs.count; i++) {
        const Happening *h = refs.items[i];
        if (world_org_profile(world, h->subject)->kind != ORG_vendor) continue;
        add(beats, h->at, MARK_WARNING, "%s hears of it, from %s.", org_of(beats, world, h->subject),
            org_of(beats, world, h->object));
        break;
    }
    vec_clear(&refs);
}

static void compliance(Beats *beats, const HappeningRefs *refs, const char *sentence) {
    static const uint32_t percents[] = {25, 50, 75, 90};
    for (size_t i = 0; i < sizeof percents / sizeof percents[0]; i++) {
        uint32_t reached = (uint32_t)(((uint64_t)refs->count * percents[i] + 99) / 100);
        add(beats, refs->items[reached - 1]->at, MARK_CONTAINED, "\"%s\": %u %% done, %s of %s.", sentence,
            percents[i], figure_whole(reached).text, figure_whole(refs->count).text);
    }
}

/* The containment that the most organisations carried out: the wave that is worth following; NONE if nobody.
 */
static uint32_t widest_wave(const Told *told) {
    const Adversary *adversary = race_adversary(told->race);
    uint32_t *counts = heap_take(adversary->responses.count, sizeof *counts), widest = NONE;
    for (uint32_t i = 0; i < told->log->count; i++) {
        const Happening *h = &told->log->items[i];
        if (h->kind == HAPPENED_RESPONDED && h->at <= adversary->horizon) counts[h->detail]++;
    }
    for (uint32_t r = 0; r < adversary->responses.count; r++) {
        bool contains = adversary->responses.items[r].contain != CONTAIN_NOTHING;
        if (contains && counts[r] >= MANY && (widest == NONE || counts[r] > counts[widest])) widest = r;
    }
    free(counts);
    return widest;
}

static void responses(Beats *beats, const Told *told) {
    const Adversary *adversary = race_adversary(told->race);
    const World *world = race_world(told->race);
    HappeningRefs refs = {0};
    uint32_t wave = widest_wave(told);
    for (uint32_t r = 0; r < adversary->responses.count; r++) {
        const Response *response = &adversary->responses.items[r];
        select_happenings(told, HAPPENED_RESPONDED, r, &refs);
        if (refs.count == 0) continue;
        Mark mark = response->contain == CONTAIN_NOTHING ? MARK_WARNING : MARK_CONTAINED;
        bool alone = refs.count == 1;
        const char *who = org_of(beats, world, refs.items[0]->subject);
        add(beats, refs.items[0]->at, mark, "\"%s\"%s%s%s.", response->sentence, alone ? " (" : ": ", who,
            alone ? ")" : " is the first");
        if (r == wave) compliance(beats, &refs, response->sentence);
    }
    vec_clear(&refs);
}

static void actions(Beats *beats, const Told *told) {
    const Adversary *adversary = race_adversary(told->race);
    HappeningRefs refs = {0};
    select_happenings(told, HAPPENED_ACTED, NONE, &refs);
    for (uint32_t i = 0; i < refs.count; i++) {
        add(beats, refs.items[i]->at, MARK_WARNING, "Event: %s.",
            adversary->actions.items[refs.items[i]->detail].sentence);
    }
    vec_clear(&refs);
}

static void first_saved(Beats *beats, const Told *told) {
    const World *world = race_world(told->race);
    HappeningRefs refs = {0};
    select_happenings(told, HAPPENED_BLOCKED, NONE, &refs);
    if (refs.count > 0) {
        const Happening *h = refs.items[0];
        add(beats, h->at, MARK_CONTAINED,
            "The attack comes too late for the first time: %s cut off before it.",
            thing_is(beats, world, h->subject, true));
    }
    vec_clear(&refs);
}

static int compare_beats(const void *a, const void *b) {
    const Beat *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

void beats_find(Beats *beats, const Told *told) {
    *beats = (Beats){0};
    arena_init(&beats->arena);
    TakenVec taken = {0};
    beats_taken(told, &taken);
    first_steps(beats, told, &taken);
    first_direct(beats, told, &taken);
    tolls(beats, told, &taken);
    first_notice(beats, told);
    responses(beats, told);
    first_report(beats, told);
    actions(beats, told);
    first_saved(beats, told);
    vec_clear(&taken);
    if (beats->list.count > 1) qsort(beats->list.items, beats->list.count, sizeof(Beat), compare_beats);
}

void beats_clear(Beats *beats) {
    vec_clear(&beats->list);
    arena_clear(&beats->arena);
}
