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

static void name_cell(const AssessView *view, Table *table, uint32_t msp) {
    table_cell(table, "%s%s", of(view)->msps[msp].answers->name, assess_role(view, msp));
}

static void odds_row(const AssessView *view, Table *table, uint32_t msp, Style style) {
    const Assessed *a = &of(view)->msps[msp];
    name_cell(view, table, msp);
    table_cell(table, "%s", assess_thousand(a->total.mean).text);
    table_cell(table, "%s", assess_thousand_range(&a->total, style.ascii).text);
    table_cell(table, "%s", assess_thousand(a->ranked.mean).text);
    table_cell(table, "%s", assess_thousand(a->less_access.mean).text);
    table_cell(table, "%s", assess_thousand(a->everything.mean).text);
    table_cell(table, SAY(view, "%u of %u", "%u / %u"), a->given, a->asked);
}

/* Candidates by rank, then the others. */
static uint32_t msp_in_order(const AssessView *view, uint32_t place) {
    return place < of(view)->input.candidate_count ? of(view)->order[place] : place;
}

static void odds_table(const AssessView *view, Style style, Text *out) {
    const char *const heads[] = {SAY(view, "through", "委託先"),
                                 SAY(view, "expected", "予想"),
                                 SAY(view, "range", "幅"),
                                 SAY(view, "ranked by", "順位用"),
                                 SAY(view, "less access", "権限を絞る"),
                                 SAY(view, "all at 3", "全て 3"),
                                 SAY(view, "answered", "回答")};
    Table table;
    page_heading(out, style, "%s", assess_thousand_title(view));
    table_init(&table, "wrrrrrr");
    for (int i = 0; i < 7; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < of(view)->input.msp_count; i++)
        odds_row(view, &table, msp_in_order(view, i), style);
    table_write(&table, style, out);
    table_clear(&table);
    page_wrap(
        out, 0, "%s",
        SAY(view,
            "Range: 5 to 95 % of what nobody knows. Ranked by: open questions count as 0. Less access: "
            "agent where it is needed, accounts on request, no right over backups. All at 3: what "
            "remains with everything at level 3.",
            "幅: 誰にも分からないことの 5〜95 %。順位用: 未回答は 0 とみなす。権限を絞る: エージェントは"
            "必要な所だけ、アカウントは申請時のみ、バックアップへの権限なし。全て 3: すべてが水準 3 でも"
            "残るもの。"));
    text_add(out, "\n");
}

static void family_table(const AssessView *view, Style style, Text *out) {
    const AssessInput *input = &of(view)->input;
    Table table;
    page_heading(
        out, style, "%s",
        SAY(view, "By family of attacks (of 1,000, a year)", "攻撃の種類ごと(1,000 社中、年あたり)"));
    table_init(&table, "wwrr");
    table_cell(&table, "%s", SAY(view, "family", "種類"));
    table_cell(&table, "%s", SAY(view, "through", "委託先"));
    table_cell(&table, "%s", SAY(view, "expected", "予想"));
    table_cell(&table, "%s", SAY(view, "range", "幅"));
    for (uint32_t family = 0; family < input->family_count; family++) {
        for (uint32_t i = 0; i < input->msp_count; i++) {
            uint32_t msp = msp_in_order(view, i);
            const Assessed *a = &of(view)->msps[msp];
            table_cell(&table, "%s", i ? "" : phrase_in(&input->families[family].title, view->language));
            name_cell(view, &table, msp);
            table_cell(&table, "%s", assess_thousand(a->family[family].mean).text);
            table_cell(&table, "%s", assess_thousand_range(&a->family[family], style.ascii).text);
        }
    }
    table_write(&table, style, out);
    table_clear(&table);
    text_add(out, "\n");
}

static void days_table(const AssessView *view, Style style, Text *out) {
    const char *const heads[] = {SAY(view, "through", "委託先"), SAY(view, "half are back by", "半数が復旧"),
                                 SAY(view, "1 in 20 takes over", "20 件に 1 件はこれ以上"),
                                 SAY(view, "over 14 days, of 1,000 a year", "14 日超(1,000 社中、年)")};
    Table table;
    page_heading(out, style, "%s",
                 SAY(view, "Days of work lost, when it happens", "起きたときに失う業務日数"));
    table_init(&table, "wrrr");
    for (int i = 0; i < 4; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < of(view)->input.msp_count; i++) {
        uint32_t msp = msp_in_order(view, i);
        const Assessed *a = &of(view)->msps[msp];
        name_cell(view, &table, msp);
        table_cell(&table, SAY(view, "%s days", "%s 日"),
                   figure_amount(floor(a->days.median * 10 + 0.5) / 10).text);
        table_cell(&table, SAY(view, "%s days", "%s 日"), figure_whole(a->days.p95).text);
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
              SAY(view, "With an answer of %s instead of its own, %s would be:",
                  "%s の回答に置き換えると、%s は次のように変わります。"),
              of(view)->msps[first].answers->name, of(view)->msps[msp].answers->name);
    for (uint32_t i = 0; i < count; i++)
        page_wrap(out, 2, "%s %s: %s", style.ascii ? "-" : "·",
                  assess_change(view, drivers[i].change, of(view)->msps[msp].ranked.mean).text,
                  assess_topic_title(view, drivers[i].topic));
    if (count == 0)
        page_wrap(out, 2, "%s",
                  SAY(view, "not different in anything that the model can tell",
                      "モデルで分かるかぎり違いはありません"));
}

static void write_drivers(const AssessView *view, Style style, Text *out) {
    if (of(view)->input.candidate_count < 2) return;
    page_heading(out, style, "%s", SAY(view, "What sets them apart", "差をつけているもの"));
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
        page_item(out, i + 1, "%s: %s", of(view)->msps[asking->msp].answers->name,
                  phrase_in(&question->ask, view->language));
        page_wrap(out, 5, SAY(view, "Ask for: %s.", "求める証拠: %s"),
                  phrase_in(&question->evidence, view->language));
        if (asking->turns > 0)
            page_wrap(out, 5,
                      SAY(view, "Chance that the answer changes who ranks first: %s.",
                          "答えで 1 位が入れ替わる見込み: %s"),
                      figure_share(asking->turns).text);
    }
    text_add(out, "\n");
}

static void write_gaps(const AssessView *view, uint32_t msp, Style style, Text *out) {
    TopicChange gaps[GAPS];
    uint32_t count = assess_gaps(of(view), msp, gaps, GAPS);
    const Assessed *a = &of(view)->msps[msp];
    page_heading(out, style, SAY(view, "Conditions for signing with %s", "%s と契約する条件"),
                 a->answers->name);
    for (uint32_t i = 0; i < count; i++)
        page_item(out, i + 1, "%s (%s)",
                  phrase_in(&assess_question(view, gaps[i].topic)->clause, view->language),
                  assess_change(view, gaps[i].change, a->ranked.mean).text);
    if (count == 0) page_wrap(out, 2, "%s", assess_no_clause(view));
    text_add(out, "\n");
}

static void write_since(const AssessView *view, Style style, Text *out) {
    if (!view->since) return;
    AnswerChangeVec changes = {0};
    Text heading = {0};
    assess_changes(view, &changes);
    assess_since_title(view, &heading);
    page_heading(out, style, "%s", text_of(&heading));
    for (uint32_t i = 0; i < changes.count; i++) {
        Text line = {0};
        assess_change_words(view, &changes.items[i], style.ascii, &line);
        page_item(out, i + 1, "%s", text_of(&line));
        text_clear(&line);
    }
    if (changes.count == 0) page_wrap(out, 2, "%s", assess_no_change(view));
    text_clear(&heading);
    vec_clear(&changes);
    text_add(out, "\n");
}

static void write_limits(const AssessView *view, Text *out) {
    const AssessInput *input = &of(view)->input;
    page_wrap(
        out, 0,
        SAY(view,
            "%s worlds per MSP and family, seed %llu. Counted is only what comes through the MSP, not "
            "attacks "
            "on you by other ways. How often attempts come, and that a larger MSP draws more of them, is "
            "assumed, with a range; so is how far answers overstate. `keyfall show FAMILY` lists every "
            "number with its source.",
            "委託先と種類ごとに %s 世界、シード "
            "%llu。数えているのは委託先を通じて来るものだけで、ほかの経路の攻撃は"
            "含みません。攻撃の頻度、大きな委託先ほど狙われること、回答の言いすぎは、幅のある仮定です。すべて"
            "の数値と出典は `keyfall show "
            "FAMILY` "
            "で見られます。"),
        figure_whole(input->draws * (double)input->worlds_per_draw).text, (unsigned long long)input->seed);
}

void assess_page(const AssessView *view, Style style, Text *out) {
    Text verdict = {0}, today = {0};
    assess_verdict(view, &verdict);
    assess_beside_today(view, &today);
    page_wrap(out, 0, "%s", text_of(&verdict));
    if (today.length) page_wrap(out, 0, "%s", text_of(&today));
    text_clear(&verdict);
    text_clear(&today);
    text_add(out, "\n");
    odds_table(view, style, out);
    family_table(view, style, out);
    days_table(view, style, out);
    write_drivers(view, style, out);
    write_askings(view, style, out);
    for (uint32_t place = 0; place < assess_leaders(view); place++)
        write_gaps(view, of(view)->order[place], style, out);
    write_since(view, style, out);
    write_limits(view, out);
}
