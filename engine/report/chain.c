#include "report/chain.h"

#include "report/beats.h"
#include "report/figure.h"
#include "report/words.h"

#include <stdio.h>
#include <stdlib.h>

/* The taking that made `asset` have `state`, at most at `at`: a taking of its own, not an implied state. */
static const Taken *taking_of(const TakenVec *taken, AssetId asset, State state, uint32_t at) {
    const Taken *best = NULL;
    for (uint32_t i = 0; i < taken->count && taken->items[i].at <= at; i++) {
        const Taken *one = &taken->items[i];
        if (one->asset != asset || one->rule == NONE) continue;
        bool implies = one->state == state ||
                       (state <= STATE_control && one->state <= STATE_control && one->state >= state);
        if (implies && !best) best = one;
    }
    return best;
}

/* Links from the last step back to the entry; how many. */
static uint32_t links_of(const Told *told, const TakenVec *taken, const Taken *last, const Taken **links) {
    const Adversary *adversary = race_adversary(told->race);
    uint32_t count = 0;
    while (last && count < CHAIN_STEPS_MAX) {
        links[count++] = last;
        const Rule *rule = &adversary->rules.items[last->rule];
        if (rule->scope == RULE_ENTRY || last->source == NONE) break;
        const Taken *before = taking_of(taken, last->source, rule->from_state, last->at);
        if (before == last) break;
        last = before;
    }
    return count;
}

static bool is_customers(const World *world, const Taken *one, uint8_t states) {
    OrgId owner = world->assets[one->asset].owner;
    return one->rule != NONE && (STATE_BIT(one->state) & states) &&
           world_org_profile(world, owner)->kind == ORG_customer;
}

/* The first taking that hit an organisation: by then it counts as hit. */
static const Taken *first_hit(const Told *told, const TakenVec *taken, OrgId org) {
    const World *world = race_world(told->race);
    uint32_t hit_at = race_org_hit_at(told->state, org);
    for (uint32_t i = 0; i < taken->count; i++) {
        const Taken *one = &taken->items[i];
        if (one->rule != NONE && one->at >= hit_at && world->assets[one->asset].owner == org) return one;
    }
    return NULL;
}

uint32_t chain_to(const Told *told, const TakenVec *taken, OrgId org, const Taken *links[CHAIN_STEPS_MAX]) {
    return links_of(told, taken, first_hit(told, taken, org), links);
}

bool chain_is_direct(const Told *told, const TakenVec *taken, OrgId org) {
    const World *world = race_world(told->race);
    const Taken *links[CHAIN_STEPS_MAX];
    uint32_t count = chain_to(told, taken, org, links);
    for (uint32_t i = 0; i < count; i++)
        if (world->assets[links[i]->asset].owner != org) return false;
    return count > 0;
}

/* What the chain of a victim ends with: an impact, or where no customer suffers one, what makes it count as
 * hit. */
static uint8_t last_states(const Told *told, const TakenVec *taken) {
    for (uint32_t i = 0; i < taken->count; i++)
        if (is_customers(race_world(told->race), &taken->items[i], STATE_IMPACTS)) return STATE_IMPACTS;
    return race_adversary(told->race)->hit[ORG_customer];
}

/* The customer in the middle, by time, of those with the longest chain: a typical one. */
static const Taken *typical_victim(const Told *told, const TakenVec *taken) {
    const World *world = race_world(told->race);
    uint8_t states = last_states(told, taken);
    uint32_t through_provider = 0, seen = 0;
    const Taken *any = NULL;
    for (uint32_t i = 0; i < taken->count; i++) {
        const Taken *one = &taken->items[i];
        if (!is_customers(world, one, states)) continue;
        if (!any) any = one;
        through_provider +=
            one->source != NONE && world->assets[one->source].owner != world->assets[one->asset].owner;
    }
    for (uint32_t i = 0; i < taken->count; i++) {
        const Taken *one = &taken->items[i];
        if (!is_customers(world, one, states) || one->source == NONE ||
            world->assets[one->source].owner == world->assets[one->asset].owner)
            continue;
        if (seen++ == through_provider / 2) return one;
    }
    return any;
}

/* `dated`: the chain took longer than a day, so that a clock alone would mislead. */
static void write_link(const Told *told, const Taken *one, bool dated, Style style, Text *out) {
    const Adversary *adversary = race_adversary(told->race);
    const World *world = race_world(told->race);
    const Rule *rule = &adversary->rules.items[one->rule];
    int64_t moment = adversary->start + one->at;
    Figure when = dated ? figure_day(moment) : figure_clock(moment);
    Text line = {0};
    if (rule->technique && *rule->technique) text_add(&line, "%s ", rule->technique);
    bool plural;
    text_add(&line, "\"%s\": the %s of ", rule->sentence,
             words_owned(world_asset_profile(world, one->asset)->kind, &plural));
    world_org_label(world, world->assets[one->asset].owner, &line);
    if (world_asset_profile(world, one->asset)->is_group) {
        text_add(&line, ", %s machine%s", figure_whole(one->machines).text, one->machines == 1 ? "" : "s");
    }
    text_add(out, "  %s ", when.text);
    page_paint(out, style, HUE_ATTACK, "%s", page_mark(style, MARK_TAKEN));
    text_add(out, " ");
    page_hang(out, text_columns(when.text) + 5, text_of(&line));
    text_clear(&line);
}

static void victim_chain(const Told *told, const TakenVec *taken, Style style, Text *out) {
    const World *world = race_world(told->race);
    const Taken *victim = typical_victim(told, taken), *links[CHAIN_STEPS_MAX];
    if (!victim) return;
    Text name = {0};
    world_org_label(world, world->assets[victim->asset].owner, &name);
    page_heading(out, style, "How %s fell", text_of(&name));
    text_clear(&name);
    uint32_t count = links_of(told, taken, victim, links);
    bool dated = victim->at - links[count - 1]->at > 86400;
    while (count-- > 0) write_link(told, links[count], dated, style, out);
}

/* When each asset was first contained, also what was released again later; the caller frees it. */
static uint32_t *first_contained(const Told *told) {
    uint32_t count = race_world(told->race)->asset_count;
    uint32_t *at = heap_take(count, sizeof *at);
    for (AssetId asset = 0; asset < count; asset++) at[asset] = NEVER;
    for (uint32_t i = 0; i < told->log->count; i++) {
        const Happening *h = &told->log->items[i];
        if (h->kind == HAPPENED_CONTAINED && h->at < at[h->subject]) at[h->subject] = h->at;
    }
    return at;
}

static bool may_escape(const Told *told, OrgId asked, OrgId owner) {
    return asked == NONE ? race_org_hit_at(told->state, owner) == NEVER : owner == asked;
}

/* The narrowest escape of an organisation, or of anybody who was not hit at all (NONE): the attack arrived at
 * something that had been contained the shortest while before. */
static const Happening *closest_escape(const Told *told, OrgId org, uint32_t *spare) {
    const World *world = race_world(told->race);
    const Happening *closest = NULL;
    uint32_t *contained = first_contained(told);
    *spare = UINT32_MAX;
    for (uint32_t i = 0; i < told->log->count; i++) {
        const Happening *h = &told->log->items[i];
        if (h->kind != HAPPENED_BLOCKED || !may_escape(told, org, world->assets[h->subject].owner)) continue;
        uint32_t since = contained[h->subject];
        if (since > h->at || h->at - since >= *spare) continue;
        *spare = h->at - since;
        closest = h;
    }
    free(contained);
    return closest;
}

bool chain_escape(const Told *told, OrgId org, uint32_t *spare) {
    return closest_escape(told, org, spare) != NULL;
}

static void narrowest_escape(const Told *told, Style style, Text *out) {
    const World *world = race_world(told->race);
    uint32_t spare;
    const Happening *closest = closest_escape(told, NONE, &spare);
    if (!closest) return;
    Text line = {0};
    text_add(&line, "The narrowest escape: ");
    world_org_label(world, world->assets[closest->subject].owner, &line);
    text_add(&line, ", cut off with %s to spare before the attack came on %s.", figure_duration(spare).text,
             figure_moment(race_adversary(told->race)->start + closest->at).text);
    page_paint(out, style, HUE_CONTAINED, "%s", page_mark(style, MARK_CONTAINED));
    text_add(out, " ");
    page_hang(out, 2, text_of(&line));
    text_clear(&line);
}

void chain_write(const Told *told, Style style, Text *out) {
    TakenVec taken = {0};
    beats_taken(told, &taken);
    victim_chain(told, &taken, style, out);
    narrowest_escape(told, style, out);
    vec_clear(&taken);
}
