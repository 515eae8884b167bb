#include "report/debrief_page.h"

#include "report/figure.h"
#include "report/paper_internal.h"
#include "report/table.h"

#include <stdio.h>

static const Probe *score_probe(const ExerciseView *view) {
    return &race_adversary(view->room->stage->race)->probes.items[view->room->definition->score];
}

static const char *score_title(const ExerciseView *view) {
    return wording_in(wording_of_measure(score_probe(view)), view->language);
}

static bool english(const ExerciseView *view) {
    return view->language == LANGUAGE_en;
}

static void whole(const ExerciseView *view, double value, Text *out) {
    text_add(out, "%s", figure_metric(score_probe(view), value).text);
}

/* "34 fewer" or "12 more" or "no difference"; what was saved is positive. */
static void saved_words(const ExerciseView *view, double saved, Text *out) {
    double size = saved < 0 ? -saved : saved;
    if (size < 0.5) {
        text_add(out, "%s", english(view) ? "no difference" : "差なし");
        return;
    }
    whole(view, size, out);
    text_add(out, "%s", english(view) ? saved > 0 ? " fewer" : " more" : saved > 0 ? "減" : "増");
}

static bool none_looked_at(const ExerciseView *view, const Spread *spread, Text *out) {
    if (spread->lucks == 0) text_add(out, "%s", english(view) ? "there was none to look at" : "該当なし");
    return spread->lucks == 0;
}

static void between_words(const ExerciseView *view, double low, double high, Text *out) {
    text_add(out, " (");
    whole(view, low, out);
    text_add(out, "%s", english(view) ? " to " : "～");
    whole(view, high, out);
    text_add(out, ")");
}

/* "90 (60 to 127)". */
static void score_range(const ExerciseView *view, const Spread *spread, Text *out) {
    if (none_looked_at(view, spread, out)) return;
    whole(view, spread->mean, out);
    if (spread->least != spread->most) between_words(view, (double)spread->least, (double)spread->most, out);
}

/* "66 fewer (22 to 96)"; with both ends named where it may help or harm: "3 fewer (2 more to 9 fewer)". */
static void saved_range(const ExerciseView *view, const Spread *spread, Text *out) {
    if (none_looked_at(view, spread, out)) return;
    saved_words(view, spread->mean, out);
    if (spread->least == spread->most) return;
    if (spread->least >= 0)
        between_words(view, (double)spread->least, (double)spread->most, out);
    else if (spread->most <= 0)
        between_words(view, -(double)spread->most, -(double)spread->least, out);
    else {
        text_add(out, " (");
        saved_words(view, (double)spread->least, out);
        text_add(out, "%s", english(view) ? " to " : "～");
        saved_words(view, (double)spread->most, out);
        text_add(out, ")");
    }
}

static void option_words(const ExerciseView *view, const Worth *worth, uint32_t option, Text *out) {
    const Decision *decision = &view->room->definition->decisions.items[worth->decision];
    exercise_text(view, decision->options.items[option].title, worth->team, NONE, worth->at, out);
}

/* ------------------------------------------------------------------ one decision in words */

/* What was to be expected when it was taken, and whether something else promised more. */
static void expected_words(const ExerciseView *view, const Worth *worth, Text *out) {
    score_range(view, &worth->expected, out);
    text_add(out, "%s", english(view) ? "; against not deciding " : "。決めない場合との差 ");
    saved_range(view, &worth->saved_ahead, out);
    if (worth->wise == worth->option) return;
    text_add(out, "%s", english(view) ? "; least to be expected of \"" : "。期待値が最小だったのは「");
    option_words(view, worth, worth->wise, out);
    text_add(out, "%s", english(view) ? "\": " : "」: ");
    score_range(view, &worth->wise_expected, out);
}

static void came_words(const ExerciseView *view, const Debrief *debrief, const Worth *worth, Text *out) {
    saved_words(view, (double)(worth->dropped - debrief->scores[worth->team]), out);
}

static void lucks_words(const ExerciseView *view, const Worth *worth, Text *out) {
    saved_range(view, &worth->saved, out);
    if (!worth->saved.lucks) return;
    text_add(out,
             english(view) ? ", in %u other worlds where as much was known"
                           : "（同程度の情報があった%u通り）",
             worth->saved.lucks);
}

static void earlier_words(const ExerciseView *view, const Debrief *debrief, const Worth *worth, Text *out) {
    if (!worth->has_earlier) {
        text_add(out, "%s",
                 english(view) ? "nothing was known any earlier" : "それ以前には何も知られていなかった");
        return;
    }
    text_add(out, "%s: ", exercise_moment(view, worth->earlier_at).text);
    saved_words(view, (double)(debrief->scores[worth->team] - worth->earlier), out);
    text_add(out, "%s", english(view) ? " on this luck; over lucks " : "（この運）、運を通じて");
    saved_range(view, &worth->saved_earlier, out);
}

/* As each other team took it that took it otherwise. */
static void others_words(const ExerciseView *view, const Debrief *debrief, const Worth *worth, Text *out) {
    for (uint32_t i = 0; i < worth->other_count; i++) {
        const OtherWay *other = &worth->others[i];
        text_add(out, english(view) ? "%steam %s (" : "%sチーム%s（", i ? "; " : "", team_name(other->team));
        option_words(view, worth, other->option, out);
        text_add(out, english(view) ? ", %s): " : "、%s）: ", exercise_moment(view, other->at).text);
        saved_words(view, (double)(debrief->scores[worth->team] - other->score), out);
    }
}

static void picked_words(const ExerciseView *view, Text *out) {
    const Setup *setup = view->setup;
    if (english(view))
        text_add(out,
                 "This world was picked: of %u worlds looked at, %u hit all who play, and of these one near "
                 "the middle in "
                 "which good play helps was taken. When nothing is done it is worse than %s of them. It is "
                 "not a sample of "
                 "what happens; `keyfall run` shows that.",
                 setup->looked_at, setup->hit, figure_share(setup->rank).text);
    else
        text_add(out,
                 "この世界は選ばれたものである。%u通りのうち%"
                 "u通りで参加組織すべてが被害を受け、その中から良い対応が効果を持つ"
                 "中程度のものを選んだ。何もしない場合、そのうちの%sより悪い。",
                 setup->looked_at, setup->hit, figure_share(setup->rank).text);
}

/* ------------------------------------------------------------------ the terminal */

static void indented(const char *before, Text *words, Text *out) {
    Text line = {0};
    text_add(&line, "%s%s", before, text_of(words));
    text_add(out, "      ");
    page_hang(out, 8, text_of(&line));
    text_clear(&line);
    text_clear(words);
}

static void decision_lines(const ExerciseView *view, const Debrief *debrief, const Worth *worth, Text *out) {
    Text words = {0};
    text_add(&words, "%s: ", exercise_moment(view, worth->at).text);
    option_words(view, worth, worth->option, &words);
    text_add(out, "  %s ", team_name(worth->team));
    page_hang(out, 4, text_of(&words));
    text_clear(&words);
    expected_words(view, worth, &words);
    indented(english(view) ? "expected then: " : "決定時の期待値: ", &words, out);
    came_words(view, debrief, worth, &words);
    text_add(&words, "%s", english(view) ? "; on other lucks " : "、他の運では");
    lucks_words(view, worth, &words);
    indented(english(view) ? "on this luck " : "この運では", &words, out);
    earlier_words(view, debrief, worth, &words);
    indented(english(view) ? "an hour earlier, " : "1時間早ければ、", &words, out);
    others_words(view, debrief, worth, &words);
    if (words.length)
        indented(english(view) ? "as taken by " : "次のチームのように決めていれば: ", &words, out);
}

static const char *word(const ExerciseView *view, PaperWord word) {
    return paper_word(&(Paper){.view = view}, word);
}

/* What stands beside the teams. */
typedef struct OtherLine {
    PaperWord word;
    int64_t score;
} OtherLine;
enum { OTHER_LINES = 4 };

static void other_lines(const Debrief *debrief, OtherLine out[OTHER_LINES]) {
    out[0] = (OtherLine){WORD_NOTHING, debrief->nothing};
    out[1] = (OtherLine){WORD_GOOD_PLAY, debrief->good_play};
    out[2] = (OtherLine){WORD_BEST_KNOWN, debrief->known_best};
    out[3] = (OtherLine){WORD_BEST_LINE, debrief->best};
}

static void board(const ExerciseView *view, const Debrief *debrief, Text *out) {
    Table table;
    table_init(&table, "lrr");
    table_cell(&table, "%s", score_title(view));
    table_cell(&table, "%s", word(view, WORD_SCORE));
    table_cell(&table, "%s", word(view, WORD_PLACE));
    for (uint32_t i = 0; i < view->room->team_count; i++) {
        table_cell(&table, english(view) ? "team %s" : "チーム%s", team_name(i));
        table_cell(&table, "%s", figure_metric(score_probe(view), (double)debrief->scores[i]).text);
        table_cell(&table, "%u", debrief->places[i]);
    }
    OtherLine lines[OTHER_LINES];
    other_lines(debrief, lines);
    for (int i = 0; i < OTHER_LINES; i++) {
        table_cell(&table, "%s", word(view, lines[i].word));
        table_cell(&table, "%s", figure_metric(score_probe(view), (double)lines[i].score).text);
        table_cell(&table, "%s", "");
    }
    table_write(&table, view->style, out);
    table_clear(&table);
}

bool debrief_page(const ExerciseView *view, Text *out, Error *error) {
    Debrief debrief;
    Text words = {0};
    if (!debrief_make(view->room, view->setup, DEBRIEF_LUCKS, (Watch){0}, &debrief, error)) return false;
    exercise_banner(view, out);
    board(view, &debrief, out);
    text_add(out, "\n");
    page_wrap(out, 0, "%s",
              english(view)
                  ? "Scores within a twentieth of each other share a place. Ratings are the "
                    "evaluators' and are not made of these numbers. The line with what was known was "
                    "chosen on other worlds alone."
                  : "差が20分の1以内の結果は同順位とする。評価は評価者によるもので、これらの数値からは"
                    "作られていない。「当時の情報での最良の手順」は他の世界だけで選んだ。");
    page_heading(out, view->style, english(view) ? "What each decision was worth: %s" : "各決定の価値: %s",
                 score_title(view));
    for (uint32_t i = 0; i < debrief.worths.count; i++)
        decision_lines(view, &debrief, &debrief.worths.items[i], out);
    text_add(out, "\n");
    page_wrap(
        out, 0,
        english(view)
            ? "Expected then: over %d futures that were open when it was taken, all else as played. They "
              "keep "
              "what had happened by then, also what nobody at the table had seen."
            : "決定時の期待値: その時点で開かれていた%d通りの未来について、他の決定を実際のままとした平均。"
              "それまでに起きたことは、誰も気づいていなかったものも含めてそのままとする。",
        OUTLOOK_FUTURES);
    picked_words(view, &words);
    text_add(out, "\n");
    page_wrap(out, 0, "%s", text_of(&words));
    text_clear(&words);
    debrief_clear(&debrief);
    return true;
}

/* ------------------------------------------------------------------ the report */

static void board_rows(const Paper *paper, Text *out) {
    const Debrief *debrief = paper->debrief;
    const ExerciseView *view = paper->view;
    const char *const heading[] = {score_title(view), paper_word(paper, WORD_SCORE),
                                   paper_word(paper, WORD_PLACE), NULL};
    text_add(out, "<table>\n");
    html_row(out, "th", heading);
    for (uint32_t i = 0; i < view->room->team_count; i++) {
        char title[64], place[16];
        snprintf(title, sizeof title, "%s %s", paper_word(paper, WORD_TEAM), team_name(i));
        snprintf(place, sizeof place, "%u", debrief->places[i]);
        Figure score = figure_metric(score_probe(view), (double)debrief->scores[i]);
        const char *const cells[] = {title, score.text, place, NULL};
        html_row(out, "td", cells);
    }
    OtherLine lines[OTHER_LINES];
    other_lines(debrief, lines);
    for (int i = 0; i < OTHER_LINES; i++) {
        Figure score = figure_metric(score_probe(view), (double)lines[i].score);
        const char *const cells[] = {paper_word(paper, lines[i].word), score.text, "", NULL};
        html_row(out, "td", cells);
    }
    text_add(out, "</table>\n");
}

static void why_words(const Paper *paper, const Worth *worth, Text *out) {
    const RoomEvent *event = &paper->view->room->events.items[worth->sequence - 1];
    text_add(out, "%s", event->text);
    if (event->sure != NONE) text_add(out, "%s%u\u00a0%%", *event->text ? ", " : "", event->sure);
}

enum { WORTH_CELLS = 6 };

static void worth_row(const Paper *paper, const Worth *worth, Text *out) {
    const ExerciseView *view = paper->view;
    Text cells[WORTH_CELLS] = {0};
    const char *texts[WORTH_CELLS + 1] = {NULL};
    text_add(&cells[0], "%s %s: ", team_name(worth->team), exercise_moment(view, worth->at).text);
    option_words(view, worth, worth->option, &cells[0]);
    why_words(paper, worth, &cells[1]);
    expected_words(view, worth, &cells[2]);
    came_words(view, paper->debrief, worth, &cells[3]);
    text_add(&cells[3], "%s", english(view) ? "; on others " : "、他の運では");
    lucks_words(view, worth, &cells[3]);
    earlier_words(view, paper->debrief, worth, &cells[4]);
    others_words(view, paper->debrief, worth, &cells[5]);
    for (int i = 0; i < WORTH_CELLS; i++) texts[i] = text_of(&cells[i]);
    html_row(out, "td", texts);
    for (int i = 0; i < WORTH_CELLS; i++) text_clear(&cells[i]);
}

void debrief_paper(const Paper *paper, Text *out) {
    const char *const heading[] = {paper_word(paper, WORD_DECISION),
                                   paper_word(paper, WORD_WHY),
                                   paper_word(paper, WORD_EXPECTED_THEN),
                                   paper_word(paper, WORD_ON_LUCK),
                                   paper_word(paper, WORD_EARLIER),
                                   paper_word(paper, WORD_AS_OTHERS),
                                   NULL};
    Text words = {0};
    paper_heading(paper, "h2", WORD_WHAT_CAME, out);
    board_rows(paper, out);
    text_add(out, "<table class=narrow>\n");
    html_row(out, "th", heading);
    for (uint32_t i = 0; i < paper->debrief->worths.count; i++)
        worth_row(paper, &paper->debrief->worths.items[i], out);
    text_add(out, "</table>\n");
    paper_heading(paper, "p class=small", WORD_HOW_EXPECTED, out);
    paper_heading(paper, "h3", WORD_PICKED, out);
    picked_words(paper->view, &words);
    html_element(out, "p", text_of(&words));
    text_clear(&words);
}
