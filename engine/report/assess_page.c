/* Due diligence for the terminal. */
#include "report/assess_page.h"

#include "report/assess_words.h"
#include "report/table.h"

#include <math.h>
#include <string.h>

enum { DRIVERS = 3, GAPS = 5 };

static const Assessment *of(const AssessView *view) {
    return view->assessment;
}

/* ------------------------------------------------------------------ the MSPs side by side */

static void odds_row(const AssessView *view, Table *table, uint32_t msp, Style style) {
    const Assessed *a = &of(view)->msps[msp];
    const char *role = msp == assess_today(view)       ? " (today)"
                       : msp == assess_last_year(view) ? " (last year)"
                                                       : "";
    table_cell(table, "%s%s", a->answers->name, role);
    table_cell(table, "%s", assess_thousand(a->total.mean).text);
    table_cell(table, "%s", assess_thousand_range(&a->total, style.ascii).text);
    table_cell(table, "%s", assess_thousand(a->ranked.mean).text);
    table_cell(table, "%s", assess_thousand(a->less_access.mean).text);
    table_cell(table, "%s", assess_thousand(a->everything.mean).text);
    table_cell(table, "%u of %u", a->given, a->asked);
}

/* Candidates by rank, then the others. */
static uint32_t msp_in_order(const AssessView *view, uint32_t place) {
    return place < of(view)->input.candidate_count ? of(view)->order[place] : place;
}

static void odds_table(const AssessView *view, Style style, Text *out) {
    static const char *const heads[] = {"through",     "expected", "range",   "ranked by",
                                        "less access", "all at 3", "answered"};
    Table table;
    page_heading(out, style, "Of 1,000 companies like yours, hit through this MSP in a year");
    table_init(&table, "wrrrrrr");
    for (int i = 0; i < 7; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < of(view)->input.msp_count; i++)
        odds_row(view, &table, msp_in_order(view, i), style);
    table_write(&table, style, out);
    table_clear(&table);
    page_wrap(out, 0,
              "Range: 5 to 95 %% of what nobody knows. Ranked by: open questions count as 0. Less access: "
              "agent where it is needed, accounts on request, no right over backups. All at 3: what remains "
              "with everything at level 3.");
    text_add(out, "\n");
}

static void family_table(const AssessView *view, Style style, Text *out) {
    const AssessInput *input = &of(view)->input;
    Table table;
    page_heading(out, style, "By family of attacks (of 1,000, a year)");
    table_init(&table, "wwrr");
    table_cell(&table, "family");
    table_cell(&table, "through");
    table_cell(&table, "expected");
    table_cell(&table, "range");
    for (uint32_t family = 0; family < input->family_count; family++) {
        for (uint32_t i = 0; i < input->msp_count; i++) {
            const Assessed *a = &of(view)->msps[msp_in_order(view, i)];
            table_cell(&table, "%s", i ? "" : input->families[family].title);
            table_cell(&table, "%s", a->answers->name);
            table_cell(&table, "%s", assess_thousand(a->family[family].mean).text);
            table_cell(&table, "%s", assess_thousand_range(&a->family[family], style.ascii).text);
        }
    }
    table_write(&table, style, out);
    table_clear(&table);
    text_add(out, "\n");
}

static void days_table(const AssessView *view, Style style, Text *out) {
    static const char *const heads[] = {"through", "half are back by", "1 in 20 takes over",
                                        "over 14 days, of 1,000 a year"};
    Table table;
    page_heading(out, style, "Days of work lost, when it happens");
    table_init(&table, "wrrr");
    for (int i = 0; i < 4; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < of(view)->input.msp_count; i++) {
        const Assessed *a = &of(view)->msps[msp_in_order(view, i)];
        table_cell(&table, "%s", a->answers->name);
        table_cell(&table, "%s days", figure_amount(floor(a->days.median * 10 + 0.5) / 10).text);
        table_cell(&table, "%s days", figure_whole(a->days.p95).text);
        table_cell(&table, "%s", assess_thousand(a->days.above[3]).text);
    }
    table_write(&table, style, out);
    table_clear(&table);
    text_add(out, "\n");
}

/* ------------------------------------------------------------------ why, what to ask, what to sign */

static void drivers_of(const AssessView *view, uint32_t place, Style style, Text *out) {
    TopicChange drivers[DRIVERS];
    uint32_t msp = of(view)->order[place], first = of(view)->order[0];
    uint32_t count = assess_drivers(of(view), msp, first, drivers, DRIVERS);
    page_wrap(out, 0,
              "With an answer of %s instead of its own, %s would be:", of(view)->msps[first].answers->name,
              of(view)->msps[msp].answers->name);
    for (uint32_t i = 0; i < count; i++)
        page_wrap(out, 2, "%s %s: %s", style.ascii ? "-" : "·",
                  assess_change(drivers[i].change, of(view)->msps[msp].ranked.mean).text,
                  assess_topic_title(view, drivers[i].topic));
    if (count == 0) page_wrap(out, 2, "not different in anything that the model can tell");
}

static void write_drivers(const AssessView *view, Style style, Text *out) {
    if (of(view)->input.candidate_count < 2) return;
    page_heading(out, style, "What sets them apart");
    for (uint32_t place = 1; place < of(view)->input.candidate_count; place++)
        drivers_of(view, place, style, out);
    text_add(out, "\n");
}

static void write_askings(const AssessView *view, Style style, Text *out) {
    if (of(view)->asking_count == 0) return;
    page_heading(out, style, "%s", assess_asking_title(view));
    for (uint32_t i = 0; i < of(view)->asking_count; i++) {
        const Asking *asking = &of(view)->asking[i];
        const Question *question = assess_question(view, asking->topic);
        page_wrap(out, 2, "%u. %s: %s", i + 1, of(view)->msps[asking->msp].answers->name,
                  phrase_in(&question->ask, view->language));
        page_wrap(out, 5, "Ask for: %s.", phrase_in(&question->evidence, view->language));
        if (asking->turns > 0)
            page_wrap(out, 5, "Chance that the answer changes who ranks first: %s.",
                      figure_share(asking->turns).text);
    }
    text_add(out, "\n");
}

static void write_gaps(const AssessView *view, uint32_t msp, Style style, Text *out) {
    TopicChange gaps[GAPS];
    uint32_t count = assess_gaps(of(view), msp, gaps, GAPS);
    const Assessed *a = &of(view)->msps[msp];
    page_heading(out, style, "Conditions for signing with %s", a->answers->name);
    for (uint32_t i = 0; i < count; i++) {
        page_wrap(out, 2, "%u. %s (%s)", i + 1,
                  phrase_in(&assess_question(view, gaps[i].topic)->clause, view->language),
                  assess_change(gaps[i].change, a->ranked.mean).text);
    }
    if (count == 0) page_wrap(out, 2, "No single clause moves the figure by more than 1 %%.");
    text_add(out, "\n");
}

static void write_since(const AssessView *view, Style style, Text *out) {
    if (!view->since) return;
    AnswerChangeVec changes = {0};
    const Assessed *now = &of(view)->msps[0], *before = &of(view)->msps[assess_last_year(view)];
    assess_changes(view, &changes);
    page_heading(out, style, "Since last year: %s (%s before, %s now)", now->answers->name,
                 assess_thousand(before->total.mean).text, assess_thousand(now->total.mean).text);
    for (uint32_t i = 0; i < changes.count; i++) {
        const Question *question = &of(view)->input.questionnaire->questions[changes.items[i].question];
        Text was = {0}, is = {0};
        assess_answer_words(question, changes.items[i].before, &was);
        assess_answer_words(question, changes.items[i].now, &is);
        page_wrap(out, 2, "%s: %s %s %s", question->id, text_of(&was), style.ascii ? "->" : "→",
                  text_of(&is));
        text_clear(&was);
        text_clear(&is);
    }
    if (changes.count == 0) text_add(out, "  no answer changed\n");
    vec_clear(&changes);
    text_add(out, "\n");
}

static void write_today(const AssessView *view, Text *out) {
    uint32_t today = assess_today(view);
    if (today == NONE) return;
    const Standing *standing = &of(view)->beside_today[today];
    const char *better = of(view)->msps[standing->better].answers->name;
    if (standing->apart)
        page_wrap(out, 0, "Beside today's arrangement: %s is the safer (chance %s).", better,
                  figure_share(standing->chance).text);
    else
        page_wrap(out, 0,
                  "Beside today's arrangement: no difference that the answers show (chance that %s is the "
                  "safer: %s).",
                  better, figure_share(standing->chance).text);
}

static void write_limits(const AssessView *view, Text *out) {
    const AssessInput *input = &of(view)->input;
    page_wrap(
        out, 0,
        "%s worlds per MSP and family, seed %llu. Counted is only what comes through the MSP, not attacks on "
        "you by other ways. How often attempts come is assumed, with a range; so is how far answers "
        "overstate. "
        "`keyfall show FAMILY` lists every number with its source.",
        figure_whole(input->draws * (double)input->worlds_per_draw).text, (unsigned long long)input->seed);
}

void assess_page(const AssessView *view, Style style, Text *out) {
    Text verdict = {0};
    assess_verdict(view, &verdict);
    page_wrap(out, 0, "%s", text_of(&verdict));
    text_clear(&verdict);
    write_today(view, out);
    text_add(out, "\n");
    odds_table(view, style, out);
    family_table(view, style, out);
    days_table(view, style, out);
    write_drivers(view, style, out);
    write_askings(view, style, out);
    write_gaps(view, of(view)->order[0], style, out);
    write_since(view, style, out);
    write_limits(view, out);
}
