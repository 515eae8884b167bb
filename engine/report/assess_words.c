#include "report/assess_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* 0.3, 7, 40: never more than one digit that counts. */
static double one_digit(double value) {
    double scale = pow(10, floor(log10(value)));
    return floor(value / scale + 0.5) * scale;
}

Figure assess_thousand(double times_a_year) {
    double value = 1000 * assess_chance(times_a_year);
    if (value <= 0) return (Figure){"0"};
    if (value < 0.05) return (Figure){"<0.1"};
    Figure figure;
    if (one_digit(value) >= 1) return figure_whole(one_digit(value));
    snprintf(figure.text, sizeof figure.text, "%.1f", value < 0.1 ? 0.1 : one_digit(value));
    return figure;
}

Figure assess_thousand_range(const YearlyOdds *odds, bool ascii) {
    Figure figure, low = assess_thousand(odds->low), high = assess_thousand(odds->high);
    snprintf(figure.text, sizeof figure.text, "%.20s %s %.20s", low.text, ascii ? ".." : "…", high.text);
    return figure;
}

Figure assess_change(const AssessView *view, double change, double from) {
    Figure figure;
    snprintf(figure.text, sizeof figure.text, "%.0f %% %s", from > 0 ? 100 * fabs(change) / from : 0,
             change < 0 ? SAY(view, "lower", "減") : SAY(view, "higher", "増"));
    return figure;
}

const char *assess_thousand_title(const AssessView *view) {
    return SAY(view, "Of 1,000 companies like yours, hit through this MSP in a year",
               "御社のような会社 1,000 社のうち、年にこの委託先を通じて被害を受ける数");
}

const char *assess_no_clause(const AssessView *view) {
    return SAY(view, "No single clause moves the figure by more than 1 %.",
               "一つの条項で数字が 1 % を超えて動くことはありません。");
}

static const Assessed *msp_at(const AssessView *view, uint32_t place) {
    return &view->assessment->msps[view->assessment->order[place]];
}

bool assess_is_tie(const AssessView *view) {
    return view->assessment->input.candidate_count > 1 && !view->assessment->standing[0].apart;
}

static void alone_verdict(const AssessView *view, Text *out) {
    const Assessed *only = msp_at(view, 0);
    text_add(out,
             SAY(view, "Of 1,000 companies like yours, %s to %s a year would be hit through %s (about %s).",
                 "御社のような会社 1,000 社のうち、年に %s〜%s 社が %s を通じて被害を受けます(約 %s 社)。"),
             assess_thousand(only->total.low).text, assess_thousand(only->total.high).text,
             only->answers->name, assess_thousand(only->total.mean).text);
}

uint32_t assess_leaders(const AssessView *view) {
    uint32_t count = 1;
    while (count < view->assessment->input.candidate_count && !view->assessment->standing[count - 1].apart)
        count++;
    return count;
}

static void tie_verdict(const AssessView *view, Text *out) {
    uint32_t tied = assess_leaders(view), all = view->assessment->input.candidate_count;
    const Standing *standing = &view->assessment->standing[0];
    if (tied == all)
        text_add(out, "%s",
                 SAY(view, "These candidates cannot be told apart by their answers",
                     "これらの候補は、回答からは優劣をつけられません"));
    else
        text_add(out,
                 SAY(view, "The first %u cannot be told apart by their answers",
                     "上位 %u 社は、回答からは優劣をつけられません"),
                 tied);
    text_add(out,
             SAY(view, ": between %s and %s the chance that the first is the safer is %s.",
                 "。%s と %s では、前者のほうが安全である見込みは %s です。"),
             msp_at(view, 0)->answers->name, msp_at(view, 1)->answers->name,
             figure_share(standing->chance).text);
}

static void ranked_verdict(const AssessView *view, Text *out) {
    const Assessed *first = msp_at(view, 0), *second = msp_at(view, 1);
    text_add(
        out,
        SAY(view,
            "%s ranks first: of 1,000 companies like yours, about %s a year would be hit through it, and "
            "about %s through %s (chance that the first is the safer: %s).",
            "第 1 位は %s です。御社のような会社 1,000 社のうち、そこを通じて被害を受けるのは年に約 %s "
            "社、2 位では約 %s 社(%s)。前者のほうが安全である見込みは %s です。"),
        first->answers->name, assess_thousand(first->ranked.mean).text,
        assess_thousand(second->ranked.mean).text, second->answers->name,
        figure_share(view->assessment->standing[0].chance).text);
}

void assess_verdict(const AssessView *view, Text *out) {
    if (view->assessment->input.candidate_count == 1)
        alone_verdict(view, out);
    else if (assess_is_tie(view))
        tie_verdict(view, out);
    else
        ranked_verdict(view, out);
}

const char *assess_asking_title(const AssessView *view) {
    if (view->assessment->input.candidate_count < 2)
        return SAY(view, "Ask these first: their answers would move the figure most",
                   "まず聞くべきこと(答えで数字が最も動くもの)");
    if (view->assessment->asking[0].turns > 0)
        return SAY(view, "Ask these before you decide: their answers would change the ranking most",
                   "決める前に聞くべきこと(答えで順位が最も変わりうるもの)");
    return SAY(view, "No single answer would change who ranks first; these would move the figures most",
               "一つの答えで 1 位が変わることはありません。数字が最も動くのは次の問いです");
}

const Question *assess_question(const AssessView *view, uint32_t topic) {
    const Questionnaire *questionnaire = view->assessment->input.questionnaire;
    return &questionnaire->questions[questionnaire->topics[topic].first_question];
}

const char *assess_topic_title(const AssessView *view, uint32_t topic) {
    const AssessInput *input = &view->assessment->input;
    const Question *question = assess_question(view, topic);
    if (question->control == QUESTION_NONE) return phrase_in(&question->ask, view->language);
    const Control *control = &input->families[0].catalogue->controls[question->control];
    return view->language == LANGUAGE_JA ? control->title_ja : control->title_en;
}

uint32_t assess_today(const AssessView *view) {
    return view->has_today ? view->assessment->input.candidate_count : NONE;
}

uint32_t assess_last_year(const AssessView *view) {
    return view->since ? view->assessment->input.msp_count - 1 : NONE;
}

const char *assess_role(const AssessView *view, uint32_t msp) {
    if (msp == assess_today(view)) return SAY(view, " (today)", " (現在)");
    return msp == assess_last_year(view) ? SAY(view, " (last year)", " (昨年)") : "";
}

void assess_beside_today(const AssessView *view, Text *out) {
    uint32_t today = assess_today(view);
    if (today == NONE) return;
    const Standing *standing = &view->assessment->beside_today[today];
    text_add(
        out,
        standing->apart
            ? SAY(view, "Beside today's arrangement: %s is the safer (chance %s).",
                  "現在の体制と比べると、%s のほうが安全です(見込み %s)。")
            : SAY(view,
                  "Beside today's arrangement: no difference that the answers show (chance that %s is the "
                  "safer: %s).",
                  "現在の体制と比べて、回答から分かる差はありません(%s のほうが安全である見込み: %s)。"),
        view->assessment->msps[standing->better].answers->name, figure_share(standing->chance).text);
}

/* ------------------------------------------------------------------ since last year */

static bool same_answer(const Answer *a, const Answer *b) {
    if (a->given != b->given) return false;
    return !a->given || (a->option == b->option && a->status == b->status && strcmp(a->text, b->text) == 0);
}

void assess_changes(const AssessView *view, AnswerChangeVec *out) {
    const AssessInput *input = &view->assessment->input;
    const Answers *now = input->msps[0], *before = input->msps[assess_last_year(view)];
    for (uint32_t q = 0; q < input->questionnaire->question_count; q++)
        if (!same_answer(&before->items[q], &now->items[q]))
            vec_push(out, (AnswerChange){q, &before->items[q], &now->items[q]});
}

static const char *assess_status_word(const AssessView *view, AnswerStatus status) {
    static const char *const japanese[] = {"主張", "提示", "第三者確認"};
    return SAY(view, answer_status_names[status], japanese[status]);
}

void assess_answer_words(const AssessView *view, const Question *question, const Answer *answer, Text *out) {
    if (!answer->given)
        text_add(out, "%s", SAY(view, "open", "未回答"));
    else if (question->kind == QUESTION_TEXT)
        text_add(out, "%s", answer->text);
    else
        text_add(out, "%u %s", answer->option, assess_status_word(view, answer->status));
}

void assess_since_title(const AssessView *view, Text *out) {
    const Assessed *now = &view->assessment->msps[0];
    const Assessed *before = &view->assessment->msps[assess_last_year(view)];
    text_add(out, SAY(view, "Since last year: %s (%s before, %s now)", "昨年から: %s(以前 %s、今 %s)"),
             now->answers->name, assess_thousand(before->total.mean).text,
             assess_thousand(now->total.mean).text);
}

const char *assess_no_change(const AssessView *view) {
    return SAY(view, "No answer changed.", "変わった回答はありません。");
}

void assess_change_words(const AssessView *view, const AnswerChange *change, bool ascii, Text *out) {
    const Question *question = &view->assessment->input.questionnaire->questions[change->question];
    bool plain = question->kind == QUESTION_TEXT;
    text_add(out, "%s (%s): ",
             plain ? phrase_in(&question->ask, view->language) : assess_topic_title(view, question->topic),
             question->id);
    assess_answer_words(view, question, change->before, out);
    text_add(out, " %s ", ascii ? "->" : "→");
    assess_answer_words(view, question, change->now, out);
}
