#include "report/show_page.h"

#include "report/exposure_page.h"
#include "report/figure.h"
#include "report/table.h"
#include "report/words.h"

#include <math.h>
#include <stdio.h>

Census census_of(const World *world, const uint32_t *sizes) {
    Census census = {0};
    for (uint32_t i = 0; i < world->org_count; i++) {
        if (world_present(world, sizes, i)) census.orgs[world_org_profile(world, i)->kind]++;
    }
    for (uint32_t i = 0; i < world->asset_count; i++) {
        const AssetProfile *profile = world_asset_profile(world, i);
        if (!world_present(world, sizes, world->assets[i].owner)) continue;
        census.assets[profile->kind]++;
        if (profile->is_group) census.machines += world->assets[i].count;
    }
    return census;
}

enum { SHARES_SHOWN = 8 };

/* Of a kind that is made of several statements, each with what a control set can pick it by. */
static void labels(const Shown *shown, OrgKind kind, Text *out) {
    const World *world = race_world(shown->race);
    uint32_t *counts = heap_take(world->org_profile_count, sizeof *counts), several = 0;
    for (uint32_t i = 0; i < world->org_count; i++)
        counts[world->orgs[i].profile] += world_present(world, shown->sizes, i);
    for (uint32_t p = 0; p < world->org_profile_count; p++) several += world->org_profiles[p].kind == kind;
    for (uint32_t p = 0; p < world->org_profile_count && several > 1 && several <= SHARES_SHOWN; p++) {
        const OrgProfile *profile = &world->org_profiles[p];
        if (profile->kind != kind) continue;
        Text line = {0};
        text_add(&line, "\"%s\"", profile->label);
        for (uint32_t t = 0; t < profile->tag_count; t++) text_add(&line, ", tag \"%s\"", profile->tags[t]);
        text_add(out, "  %10s   ", figure_whole(counts[p]).text);
        page_hang(out, 15, text_of(&line));
        text_clear(&line);
    }
    free(counts);
}

static void organisations(const Shown *shown, Text *out) {
    Census census = census_of(race_world(shown->race), shown->sizes);
    text_add(out, "world, with every unknown at its most likely value:\n");
    for (int kind = 0; kind < ORG_KIND_COUNT; kind++) {
        if (census.orgs[kind] > 0) {
            text_add(out, "  %10s %s\n", figure_whole(census.orgs[kind]).text,
                     words_org((OrgKind)kind, census.orgs[kind]));
            labels(shown, (OrgKind)kind, out);
        }
    }
    for (int kind = 0; kind < ASSET_KIND_COUNT; kind++) {
        if (census.assets[kind] == 0) continue;
        text_add(out, "  %10s %s\n", figure_whole(census.assets[kind]).text,
                 words_asset((AssetKind)kind, census.assets[kind]));
    }
    text_add(out, "  %10s machines\n", figure_whole((double)census.machines).text);
}

/* low … high of a number, from its parameter. */
static Figure odds_of_rule(const Shown *shown, Number odds, Style style) {
    const Parameter *p = &shown->parameters->list.items[odds.parameter];
    double low = p->low * odds.scale, high = p->high * odds.scale;
    if (low == high) return figure_percent(low);
    Figure figure;
    snprintf(figure.text, sizeof figure.text, "%.20s %s %.20s", figure_percent(low).text, page_to(style),
             figure_percent(high).text);
    return figure;
}

static void rules(const Shown *shown, Style style, Text *out) {
    const Adversary *adversary = race_adversary(shown->race);
    Table table;
    table_init(&table, "wlrl");
    static const char *const headings[] = {"step of the attack", "technique", "odds", "number is"};
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) table_cell(&table, "%s", headings[i]);
    for (uint32_t i = 0; i < adversary->rules.count; i++) {
        const Rule *rule = &adversary->rules.items[i];
        const Parameter *odds = &shown->parameters->list.items[rule->odds.parameter];
        table_cell(&table, "%s%s", rule->sentence, rule_is_exempt(adversary, i) ? " [exempt]" : "");
        table_cell(&table, "%s", rule->technique ? rule->technique : "");
        table_cell(&table, "%s", odds_of_rule(shown, rule->odds, style).text);
        table_cell(&table, "%s", provenance_name(odds->provenance));
    }
    table_write(&table, style, out);
    table_clear(&table);
}

static void exempt_line(const Adversary *adversary, Text *out) {
    uint32_t exempt = 0;
    for (uint32_t i = 0; i < adversary->rules.count; i++) exempt += rule_is_exempt(adversary, i);
    if (exempt == 0) {
        page_wrap(out, 0,
                  "No step is exempt: with the response off, a stronger control never makes a world worse.");
        return;
    }
    page_wrap(
        out, 0,
        "%u step%s marked [exempt]: for %s a stronger control can make a single world worse, because the "
        "attacker adapts or a window opens.",
        exempt, exempt == 1 ? " is" : "s are", exempt == 1 ? "it" : "them");
}

static void responses(const Adversary *adversary, Style style, Text *out) {
    page_heading(out, style, "How organisations respond, and what else happens");
    for (uint32_t i = 0; i < adversary->responses.count; i++) {
        text_add(out, "  %s ", page_mark(style, MARK_WARNING));
        page_hang(out, 4, adversary->responses.items[i].sentence);
    }
    for (uint32_t i = 0; i < adversary->actions.count; i++) {
        text_add(out, "  %s ", style.ascii ? "+" : "◆");
        page_hang(out, 4, adversary->actions.items[i].sentence);
    }
}

static void provenance(const Shown *shown, Text *out) {
    ProvenanceCount count = provenance_count(shown->parameters);
    page_wrap(out, 0, "Numbers: %u sourced, %u assumed, %u fitted.", count.of[PROVENANCE_SOURCED],
              count.of[PROVENANCE_ASSUMED], count.of[PROVENANCE_FITTED]);
    if (!shown->uncertainty || isnan(shown->uncertainty->assumed.value)) return;
    const Ratio *assumed = &shown->uncertainty->assumed;
    page_wrap(out, 0,
              "The assumed ones, the strength of controls included, have a hand in %s of the variance of "
              "customers hit (%s to %s; %s worlds).",
              figure_percent(assumed->value).text, figure_percent(assumed->ci95.low).text,
              figure_percent(assumed->ci95.high).text, figure_whole(shown->uncertainty->worlds).text);
}

static void yearly(const Shown *shown, Text *out) {
    if (shown->per_year[2] <= 0) {
        text_add(out, "Yearly odds: the scenario states none.\n");
        return;
    }
    page_wrap(out, 0, "Such an attack comes %g to %g times a year over all providers (most likely %g).",
              shown->per_year[0], shown->per_year[2], shown->per_year[1]);
}

void show_page(const Shown *shown, Style style, Text *out) {
    const Adversary *adversary = race_adversary(shown->race);
    page_heading(out, style, "%s  [%s]", adversary->title, shown->scenario);
    if (*adversary->summary) page_wrap(out, 0, "%s", adversary->summary);
    text_add(out, "starts %s, lasts %s\n\n", figure_moment(adversary->start).text,
             figure_duration(adversary->horizon).text);
    organisations(shown, out);
    text_add(out, "\n");
    page_heading(out, style, "Keys with the widest exposure (what lies downstream, whatever happens)");
    exposure_table(race_world(shown->race), shown->sizes, 5, style, out);
    text_add(out, "\n");
    rules(shown, style, out);
    exempt_line(adversary, out);
    text_add(out, "\n");
    responses(adversary, style, out);
    text_add(out, "\n");
    provenance(shown, out);
    yearly(shown, out);
    RaceSize size = race_size(shown->race);
    text_add(out, "Compiled: %s arcs between %s nodes.\n", figure_whole(size.arcs).text,
             figure_whole(size.nodes).text);
}
