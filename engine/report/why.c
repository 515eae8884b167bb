#include "report/why.h"

#include "report/figure.h"

#include <math.h>

static const char *const kind_words[ORG_KIND_COUNT] = {"the vendor", "MSPs", "customers", "observers"};

static void add_kinds(uint8_t kinds, Text *out) {
    int left = __builtin_popcount(kinds);
    for (int kind = 0; kind < ORG_KIND_COUNT; kind++) {
        if (!(kinds >> kind & 1)) continue;
        left--;
        text_add(out, "%s%s", kind_words[kind], left > 1 ? ", " : left == 1 ? " and " : "");
    }
}

void lever_title(const Lever *lever, const Catalogue *catalogue, uint8_t level, Text *out) {
    text_add(out, "%s", catalogue->controls[lever->control].title_en);
    if (lever->kinds) {
        text_add(out, " at ");
        add_kinds(lever->kinds, out);
    }
    if (lever->level != level) text_add(out, ", level %d", lever->level);
}

static void add_unfixed(const Why *why, const Rule *rule, Text *out) {
    const Flaw *flaw = &why->world->flaws[rule->exploits];
    text_add(out, "\"%s\" uses %s, ", rule->sentence, flaw->label);
    if (!flaw->fixed) {
        text_add(out, "for which there was no fix.");
        return;
    }
    double late = (double)(flaw->fixed_at - why->adversary->start);
    text_add(out, "which had no fix before %s, %s after the attack began: nobody could patch in time.",
             figure_moment(flaw->fixed_at).text, figure_duration(late).text);
}

static void add_idle(const Why *why, const Lever *lever, const Reach *reach, Text *out) {
    if (reach->unfixed != NONE && reach->rules.count == 0) {
        add_unfixed(why, &why->adversary->rules.items[reach->unfixed], out);
        return;
    }
    if (reach->listed && reach->rules.count + reach->responses.count == 0) {
        text_add(out, "where it acts in this attack, it is not the level of ");
        add_kinds(lever->kinds, out);
        text_add(out, " that counts.");
        return;
    }
    if (reach->listed) {
        text_add(out, "everybody whose level counts has level %d or more already.", lever->level);
        return;
    }
    text_add(out, "no step of this attack and no response meets it.");
}

static const char *const mechanism_words[MECHANISM_COUNT] = {"can stop it",      "slows it",
                                                             "makes it visible", "quickens the answer",
                                                             "shields machines", "quickens the repair"};

static void add_sentence(uint32_t *count, const char *sentence, Text *out) {
    text_add(out, "%s\"%s\"", (*count)++ ? ", " : "", sentence);
}

/* The steps and responses on which it acts, and how. */
static void add_acting(const Why *why, const Reach *reach, Text *out) {
    uint32_t count = 0;
    text_add(out, "acts on ");
    for (uint32_t i = 0; i < reach->rules.count; i++)
        add_sentence(&count, why->adversary->rules.items[reach->rules.items[i]].sentence, out);
    for (uint32_t i = 0; i < reach->responses.count; i++)
        add_sentence(&count, why->adversary->responses.items[reach->responses.items[i]].sentence, out);
    count = 0;
    for (int m = 0; m < MECHANISM_COUNT; m++)
        if (reach->mechanisms >> m & 1) text_add(out, "%s%s", count++ ? ", " : " (", mechanism_words[m]);
    text_add(out, ")");
}

/* Only through repair: whoever is hit stays hit. */
static bool only_repairs(const Reach *reach) {
    return reach->mechanisms == 1u << MECHANISM_RECOVER;
}

static bool only_answers(const Reach *reach) {
    uint8_t late = 1u << MECHANISM_RECOVER | 1u << MECHANISM_REACT | 1u << MECHANISM_NOTICE;
    return reach->mechanisms && !(reach->mechanisms & ~late);
}

void why_write(const Why *why, const Lever *lever, const Reach *reach, double changed, const char *metric,
               Text *out) {
    if (reach_is_idle(reach)) {
        add_idle(why, lever, reach, out);
    } else {
        add_acting(why, reach, out);
        if (only_repairs(reach))
            text_add(out, "; that brings people back sooner and leaves as many hit.");
        else if (!isnan(changed))
            text_add(out, "%s alone it changes %s in %s of the worlds.",
                     only_answers(reach) ? ", which mostly comes after the harm:" : ";", metric,
                     figure_share(changed).text);
        else
            text_add(out, ".");
    }
    text_add(out, " Catalogue: %s", why->catalogue->controls[lever->control].relevance);
}

void why_way_in(const Adversary *adversary, Text *out) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < adversary->rules.count; i++) {
        const Rule *rule = &adversary->rules.items[i];
        if (rule->scope != RULE_ENTRY) continue;
        add_sentence(&count, rule->sentence, out);
        if (rule->technique) text_add(out, " (%s)", rule->technique);
    }
}
