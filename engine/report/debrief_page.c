#include "report/debrief_page.h"

#include "report/figure.h"
#include "report/paper_internal.h"
#include "report/table.h"

#include <stdio.h>

static const Probe *score_probe(const ExerciseView *view) {
    return &race_adversary(view->room->stage->race)->probes.items[view->room->definition->score];
}

static int64_t start_of(const ExerciseView *view) {
    return race_adversary(view->room->stage->race)->start;
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

static void spread_words(const ExerciseView *view, const Spread *spread, Text *out) {
    if (spread->lucks == 0) {
        text_add(out, "%s", english(view) ? "not looked at" : "未計算");
        return;
    }
    saved_words(view, spread->mean, out);
    if (spread->least == spread->most) return;
    text_add(out, " (");
    saved_words(view, (double)spread->least, out);
    text_add(out, "%s", english(view) ? " to " : "から");
    saved_words(view, (double)spread->most, out);
    text_add(out, ")");
}

/* ------------------------------------------------------------------ one decision in words */

static void came_words(const ExerciseView *view, const Debrief *debrief, const Worth *worth, Text *out) {
    saved_words(view, (double)(worth->dropped - debrief->scores[worth->team]), out);
}

static void earlier_words(const ExerciseView *view, const Debrief *debrief, const Worth *worth, Text *out) {
    if (!worth->has_earlier) {
        text_add(out, "%s",
                 english(view) ? "nothing was known any earlier" : "それ以前には何も知られていなかった");
        return;
    }
    text_add(out, "%s: ", figure_clock(start_of(view) + worth->earlier_at).text);
    saved_words(view, (double)(debrief->scores[worth->team] - worth->earlier), out);
    text_add(out, "%s", english(view) ? " on this luck; on other lucks " : "（この運）、他の運では");
    spread_words(view, &worth->saved_earlier, out);
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

static void decision_lines(const ExerciseView *view, const Debrief *debrief, const Worth *worth, Text *out) {
    const Decision *decision = &view->room->definition->decisions.items[worth->decision];
    Text words = {0};
    text_add(out, "  %s %s ", team_name(worth->team), figure_clock(start_of(view) + worth->at).text);
    exercise_text(view, decision->options.items[worth->option].title, worth->team, NONE, worth->at, &words);
    page_hang(out, 10, text_of(&words));
    text_clear(&words);
    text_add(&words, "on this luck ");
    came_words(view, debrief, worth, &words);
    text_add(&words, "; on %u other lucks ", worth->saved.lucks);
    spread_words(view, &worth->saved, &words);
    text_add(out, "          ");
    page_hang(out, 10, text_of(&words));
    text_clear(&words);
    text_add(&words, "an hour earlier: ");
    earlier_words(view, debrief, worth, &words);
    text_add(out, "          ");
    page_hang(out, 10, text_of(&words));
    text_clear(&words);
}

static void board(const ExerciseView *view, const Debrief *debrief, Text *out) {
    Table table;
    table_init(&table, "lrr");
    table_cell(&table, "%s", score_probe(view)->title);
    table_cell(&table, "score");
    table_cell(&table, "place");
    for (uint32_t i = 0; i < view->room->team_count; i++) {
        table_cell(&table, "team %s", team_name(i));
        table_cell(&table, "%s", figure_metric(score_probe(view), (double)debrief->scores[i]).text);
        table_cell(&table, "%u", debrief->places[i]);
    }
    const struct {
        const char *title;
        int64_t score;
    } lines[] = {{"nothing done", debrief->nothing},
                 {"good play, as soon as it is known", debrief->known_best},
                 {"best line found, with hindsight", debrief->best}};
    for (int i = 0; i < 3; i++) {
        table_cell(&table, "%s", lines[i].title);
        table_cell(&table, "%s", figure_metric(score_probe(view), (double)lines[i].score).text);
        table_cell(&table, "%s", "");
    }
    table_write(&table, view->style, out);
    table_clear(&table);
}

bool debrief_page(const ExerciseView *view, Text *out, Error *error) {
    Debrief debrief;
    Text words = {0};
    if (!debrief_make(view->room, view->setup, DEBRIEF_LUCKS, &debrief, error)) return false;
    exercise_banner(view, out);
    board(view, &debrief, out);
    text_add(out, "\n");
    page_wrap(out, 0, "Scores within a twentieth of each other share a place. %s",
              "Ratings are the evaluators' and are "
              "not made of these numbers.");
    page_heading(out, view->style, "What each decision was worth: %s", score_probe(view)->title);
    for (uint32_t i = 0; i < debrief.worths.count; i++)
        decision_lines(view, &debrief, &debrief.worths.items[i], out);
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
    const char *const heading[] = {score_probe(view)->title, paper_word(paper, WORD_SCORE),
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
    const struct {
        PaperWord word;
        int64_t score;
    } lines[] = {{WORD_NOTHING, debrief->nothing},
                 {WORD_GOOD_PLAY, debrief->known_best},
                 {WORD_BEST_LINE, debrief->best}};
    for (int i = 0; i < 3; i++) {
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

static void worth_row(const Paper *paper, const Worth *worth, Text *out) {
    const ExerciseView *view = paper->view;
    const Decision *decision = &view->room->definition->decisions.items[worth->decision];
    Text cells[6] = {{0}, {0}, {0}, {0}, {0}, {0}};
    text_add(&cells[0], "%s %s", team_name(worth->team), figure_clock(start_of(view) + worth->at).text);
    exercise_text(view, decision->options.items[worth->option].title, worth->team, NONE, worth->at,
                  &cells[1]);
    why_words(paper, worth, &cells[2]);
    came_words(view, paper->debrief, worth, &cells[3]);
    spread_words(view, &worth->saved, &cells[4]);
    earlier_words(view, paper->debrief, worth, &cells[5]);
    const char *const texts[] = {text_of(&cells[0]),
                                 text_of(&cells[1]),
                                 text_of(&cells[2]),
                                 text_of(&cells[3]),
                                 text_of(&cells[4]),
                                 text_of(&cells[5]),
                                 NULL};
    html_row(out, "td", texts);
    for (int i = 0; i < 6; i++) text_clear(&cells[i]);
}

void debrief_paper(const Paper *paper, Text *out) {
    const char *const heading[] = {paper_word(paper, WORD_TAKEN),   paper_word(paper, WORD_OPTION),
                                   paper_word(paper, WORD_WHY),

                                   paper_word(paper, WORD_ON_LUCK), paper_word(paper, WORD_OTHER_LUCKS),
                                   paper_word(paper, WORD_EARLIER), NULL};
    Text words = {0};
    paper_heading(paper, "h2", WORD_WHAT_CAME, out);
    board_rows(paper, out);
    text_add(out, "<table>\n");
    html_row(out, "th", heading);
    for (uint32_t i = 0; i < paper->debrief->worths.count; i++)
        worth_row(paper, &paper->debrief->worths.items[i], out);
    text_add(out, "</table>\n");
    paper_heading(paper, "h3", WORD_PICKED, out);
    picked_words(paper->view, &words);
    html_element(out, "p", text_of(&words));
    text_clear(&words);
}
