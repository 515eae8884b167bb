#include "report/beats.h"

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

/* The first time that each rule succeeds, in full. */
static void first_steps(Beats *beats, const Told *told, const TakenVec *taken) {
    const Adversary *adversary = race_adversary(told->race);
    const World *world = race_world(told->race);
    bool *seen = heap_take(adversary->rules.count, sizeof(bool));
    for (uint32_t i = 0; i < taken->count; i++) {
        const Taken *one = &taken->items[i];
        if (one->rule == NONE || seen[one->rule]) continue;
        seen[one->rule] = true;
        const Rule *rule = &adversary->rules.items[one->rule];
        const char *owner = org_of(beats, world, world->assets[one->asset].owner);
        const char *what = words_asset(world_asset_profile(world, one->asset)->kind, 1);
        bool coded = rule->technique && *rule->technique;
        add(beats, one->at, MARK_TAKEN, "First to \"%s\"%s%s%s: the %s of %s is %s.", rule->sentence,
            coded ? " (" : "", coded ? rule->technique : "", coded ? ")" : "", what, owner,
            fates[one->state]);
    }
    free(seen);
}

/* Running counts of what has fallen. */
typedef struct Toll {
    uint32_t fallen[ASSET_KIND_COUNT]; /* single assets under the attackers' control */
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
    bool impact = STATE_BIT(one->state) & STATE_IMPACTS;
    uint8_t earlier = count->counted[one->asset];
    if (profile->is_group && impact && !(earlier & STATE_IMPACTS)) count->toll.machines += one->machines;
    bool falls = impact || one->state == STATE_control || one->state == STATE_stolen;
    uint8_t fallen_bits = STATE_IMPACTS | STATE_BIT(STATE_control) | STATE_BIT(STATE_stolen);
    if (!profile->is_group && falls && !(earlier & fallen_bits)) count->toll.fallen[profile->kind]++;
    count->counted[one->asset] |= STATE_BIT(one->state);
    OrgId owner = world->assets[one->asset].owner;
    if (race_org_hit_at(told->state, owner) <= one->at) count_hit(count, told, owner);
}

static void toll_beat(Beats *beats, uint32_t at, const Toll *toll) {
    Text line = {0};
    for (int kind = 0; kind < ASSET_KIND_COUNT; kind++) {
        if (toll->fallen[kind] == 0) continue;
        text_add(&line, "%s%s %s", line.length ? ", " : "", figure_whole(toll->fallen[kind]).text,
                 words_asset((AssetKind)kind, toll->fallen[kind]));
    }
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
            add(beats, h->at, MARK_WARNING, "First notice, the first of %s: %s sees \"%s\".",
                figure_whole(refs.count).text, who, adversary->rules.items[h->detail].sentence);
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
        add(beats, refs.items[0]->at, mark, "%s\"%s\"%s%s%s.", alone ? "" : "First to act on ",
            response->sentence, alone ? " (" : ": ", who, alone ? ")" : "");
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
            "The attack comes too late for the first time: %s was cut off before it.",
            org_of(beats, world, world->assets[h->subject].owner));
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
    tolls(beats, told, &taken);
    first_notice(beats, told);
    first_report(beats, told);
    responses(beats, told);
    actions(beats, told);
    first_saved(beats, told);
    vec_clear(&taken);
    if (beats->list.count > 1) qsort(beats->list.items, beats->list.count, sizeof(Beat), compare_beats);
}

void beats_clear(Beats *beats) {
    vec_clear(&beats->list);
    arena_clear(&beats->arena);
}
