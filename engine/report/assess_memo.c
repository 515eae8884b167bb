/* One page for the board: which, on what conditions, what remains, what is not known. */
#include "report/assess_words.h"
#include "report/document.h"

#include <math.h>

enum { CLAUSES = 5, QUESTIONS = 3, CHANGES = 5 };

static const Assessed *msp_at(const AssessView *view, uint32_t place) {
    return &view->assessment->msps[view->assessment->order[place]];
}

static void add_row(const AssessView *view, Table *table, uint32_t msp, bool ascii) {
    const Assessed *a = &view->assessment->msps[msp];
    table_cell(table, "%s%s", a->answers->name, assess_role(view, msp));
    table_cell(table, "%s (%s)", assess_thousand(a->total.mean).text,
               assess_thousand_range(&a->total, ascii).text);
    table_cell(table, "%s", assess_thousand(a->ranked.mean).text);
    table_cell(table, "%.0f / %.0f", a->days.median, a->days.p95);
    table_cell(table, "%s", assess_thousand(a->less_access.mean).text);
    table_cell(table, "%s", assess_thousand(a->everything.mean).text);
    table_cell(table, SAY(view, "%u of %u", "%u / %u"), a->given, a->asked);
}

static void add_table(const AssessView *view, bool ascii, Document *document) {
    const char *const heads[] = {SAY(view, "through", "委託先"),         SAY(view, "expected", "予想"),
                                 SAY(view, "ranked", "順位用"),          SAY(view, "days", "日数"),
                                 SAY(view, "less access", "権限を絞る"), SAY(view, "all at 3", "全て 3"),
                                 SAY(view, "answered", "回答")};
    Table table;
    table_init(&table, "wrrrrrr");
    for (int i = 0; i < 7; i++) table_cell(&table, "%s", heads[i]);
    for (uint32_t i = 0; i < view->assessment->input.candidate_count; i++)
        add_row(view, &table, view->assessment->order[i], ascii);
    if (assess_today(view) != NONE) add_row(view, &table, assess_today(view), ascii);
    document_add_table(document, assess_thousand_title(view), &table);
    document_add(
        document, BLOCK_PARAGRAPH, "%s",
        SAY(view,
            "Ranked: open questions count as 0. Days: of work lost when it happens, half take less / "
            "1 in 20 takes more. Less access: accounts on request, the agent where it is needed. All "
            "at 3: what remains.",
            "順位用: 未回答は 0 とみなす。日数: 起きたときに失う業務日数で、半数はこれ以下 / 20 件に "
            "1 件はこれ以上。権限を絞る: アカウントは申請時のみ、エージェントは必要な所だけ。全て 3: "
            "すべてが水準 3 でも残るもの。"));
}

static void add_clauses(const AssessView *view, uint32_t place, uint32_t most, Document *document) {
    TopicChange gaps[CLAUSES];
    uint32_t msp = view->assessment->order[place];
    const Assessed *a = &view->assessment->msps[msp];
    uint32_t count = assess_gaps(view->assessment, msp, gaps, most);
    document_add(document, BLOCK_HEADING, SAY(view, "Conditions for signing with %s", "%s と契約する条件"),
                 a->answers->name);
    for (uint32_t i = 0; i < count; i++)
        document_add(document, BLOCK_ITEM, "%s (%s)",
                     phrase_in(&assess_question(view, gaps[i].topic)->clause, view->language),
                     assess_change(view, gaps[i].change, a->ranked.mean).text);
    if (count == 0) document_add(document, BLOCK_PARAGRAPH, "%s", assess_no_clause(view));
}

/* In a tie the board may still sign with either: a page has room for two. */
static void add_conditions(const AssessView *view, Document *document) {
    bool tie = assess_leaders(view) > 1;
    for (uint32_t place = 0; place < (tie ? 2 : 1); place++)
        add_clauses(view, place, tie ? CLAUSES - 2 : CLAUSES, document);
}

static void add_since(const AssessView *view, bool ascii, Document *document) {
    if (!view->since) return;
    AnswerChangeVec changes = {0};
    Text title = {0};
    assess_changes(view, &changes);
    assess_since_title(view, &title);
    document_add(document, BLOCK_HEADING, "%s", text_of(&title));
    for (uint32_t i = 0; i < changes.count && i < CHANGES; i++) {
        Text line = {0};
        assess_change_words(view, &changes.items[i], ascii, &line);
        document_add(document, BLOCK_ITEM, "%s", text_of(&line));
        text_clear(&line);
    }
    if (changes.count == 0) document_add(document, BLOCK_PARAGRAPH, "%s", assess_no_change(view));
    if (changes.count > CHANGES)
        document_add(document, BLOCK_PARAGRAPH, SAY(view, "and %u more", "ほか %u 件"),
                     changes.count - CHANGES);
    text_clear(&title);
    vec_clear(&changes);
}

static void add_questions(const AssessView *view, Document *document) {
    const Assessment *assessment = view->assessment;
    if (assessment->asking_count == 0) return;
    document_add(document, BLOCK_HEADING, "%s", assess_asking_title(view));
    for (uint32_t i = 0; i < assessment->asking_count && i < QUESTIONS; i++) {
        const Question *question = assess_question(view, assessment->asking[i].topic);
        document_add(document, BLOCK_ITEM, "%s: %s",
                     assessment->msps[assessment->asking[i].msp].answers->name,
                     phrase_in(&question->ask, view->language));
    }
}

static void add_residual(const AssessView *view, Document *document) {
    const Assessed *a = msp_at(view, 0);
    document_add(document, BLOCK_HEADING, "%s", SAY(view, "What remains", "残るもの"));
    document_add(document, BLOCK_PARAGRAPH,
                 SAY(view,
                     "With %s and everything at level 3, about %s of 1,000 companies like yours would still "
                     "be hit in a year; half of those hit are back within %.0f days, 1 in 20 takes more than "
                     "%.0f. Controls lower the risk and never remove it.",
                     "%s を選び、すべてが水準 3 であっても、御社のような会社 1,000 社のうち年に約 %s "
                     "社が被害を受けます。被害を受けた会社の半数は %.0f 日以内に復旧し、20 社に 1 社は %.0f "
                     "日を超えます。対策はリスクを下げますが、なくすことはありません。"),
                 a->answers->name, assess_thousand(a->everything.mean).text, a->days.median, a->days.p95);
    document_add(
        document, BLOCK_PARAGRAPH, "%s",
        SAY(view,
            "Counted is only what comes through the MSP. How often attempts come, and how far "
            "answers overstate, is assumed with a range; the range shown is 5 to 95 % of what nobody "
            "knows. Open questions rank as 0. Claims without evidence count for less.",
            "数えているのは委託先を通じて来るものだけです。攻撃の頻度と、回答がどれだけ良く言いすぎ"
            "ているかは、幅のある仮定です。示した幅は、誰にも分からないことの 5〜95 % です。未回答は"
            "順位では 0 とみなし、証拠のない主張は割り引きます。"));
}

static void build(const AssessView *view, bool ascii, Document *document) {
    const AssessInput *input = &view->assessment->input;
    Text verdict = {0}, today = {0};
    document_init(
        document,
        input->candidate_count > 1
            ? SAY(view, "Memo: choice of a managed service provider", "メモ: 委託先(MSP)の選定")
            : SAY(view, "Memo: risk through a managed service provider", "メモ: 委託先(MSP)を通じたリスク"),
        "TLP:AMBER", SAY(view, "en", "ja"));
    document->one_page = true;
    assess_verdict(view, &verdict);
    document_add(document, BLOCK_LEAD, "%s", text_of(&verdict));
    assess_beside_today(view, &today);
    if (today.length) document_add(document, BLOCK_PARAGRAPH, "%s", text_of(&today));
    add_table(view, ascii, document);
    add_conditions(view, document);
    add_questions(view, document);
    add_since(view, ascii, document);
    add_residual(view, document);
    text_clear(&verdict);
    text_clear(&today);
}

void assess_memo(const AssessView *view, Style style, Text *out) {
    Document document;
    build(view, style.ascii, &document);
    document_text(&document, style, out);
    document_clear(&document);
}

void assess_memo_html(const AssessView *view, Text *out) {
    Document document;
    build(view, false, &document);
    document_html(&document, out);
    document_clear(&document);
}
