#include "report/desk_page.h"

#include "exercise/outlook.h"
#include "report/figure.h"
#include "report/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const Definition *definition_of(const ExerciseView *view) {
    return view->room->definition;
}

static int64_t start_of(const ExerciseView *view) {
    return race_adversary(view->room->stage->race)->start;
}

static bool english(const ExerciseView *view) {
    return view->language == LANGUAGE_en;
}

static const char *words_kept(const ExerciseView *view, Wording wording, Text *buffer) {
    text_clear(buffer);
    exercise_words(view, wording, buffer);
    return text_of(buffer);
}

/* ------------------------------------------------------------------ the truth */

static void add_truth_rows(const ExerciseView *view, Table *table) {
    const Adversary *adversary = race_adversary(view->room->stage->race);
    for (uint32_t probe = 0; probe < adversary->probes.count; probe++) {
        const Probe *p = &adversary->probes.items[probe];
        if (!exercise_shows_probe(view->room, probe)) continue;
        table_cell(table, "%s", wording_in(wording_of_measure(p), view->language));
        for (uint32_t team = 0; team < view->room->team_count; team++)
            table_cell(table, "%s",
                       figure_brief(p, (double)view->room->teams[team].branch.metrics[probe]).text);
    }
}

static void score_table(const ExerciseView *view, const char *heading, Text *out) {
    char alignment[TEAMS_MAX + 2] = "w";
    uint32_t shown = view->room->team_count < TABLE_COLUMNS ? view->room->team_count : TABLE_COLUMNS - 1;
    memset(alignment + 1, 'r', shown);
    alignment[shown + 1] = '\0';
    Table table;
    table_init(&table, alignment);
    table_cell(&table, "%s", heading);
    for (uint32_t team = 0; team < shown; team++) table_cell(&table, "team %s", team_name(team));
    add_truth_rows(view, &table);
    table_write(&table, view->style, out);
    table_clear(&table);
}

void desk_page_truth(const ExerciseView *view, Text *out) {
    exercise_banner(view, out);
    score_table(view, "the truth at the end, as things stand", out);
    for (uint32_t team = 0; team < view->room->team_count; team++) {
        uint32_t hit = 0;
        const Branch *branch = &view->room->teams[team].branch;
        while (hit < branch->hit_count && branch->hit_at[hit] <= view->room->now) hit++;
        text_add(out, "team %s: %u organisations hit by now; its roles know of ", team_name(team), hit);
        for (uint32_t role = 0; role < definition_of(view)->roles.count; role++)
            text_add(out, "%s%s %u callers", role ? ", " : "", definition_of(view)->roles.items[role].id,
                     exercise_callers(view, team, role, view->room->now));
        text_add(out, "\n");
    }
}

/* ------------------------------------------------------------------ forecasts */

static const Probe *score_of(const ExerciseView *view) {
    return &race_adversary(view->room->stage->race)->probes.items[definition_of(view)->score];
}

static void spread_cell(const ExerciseView *view, const Spread *spread, Table *table) {
    const Probe *score = score_of(view);
    table_cell(table, "%s (%s %s %s)", figure_brief(score, spread->mean).text,
               figure_brief(score, (double)spread->least).text, page_to(view->style),
               figure_brief(score, (double)spread->most).text);
}

static void forecast_row(const ExerciseView *view, const OutlookRow *row, Table *table) {
    const Decision *d = &definition_of(view)->decisions.items[row->decision];
    Text words = {0};
    if (row->option == NONE)
        text_add(&words, "%s", english(view) ? "Nothing is decided" : "決めない");
    else
        exercise_words(view, d->options.items[row->option].title, &words);
    table_cell(table, "%s", text_of(&words));
    spread_cell(view, &row->now, table);
    spread_cell(view, &row->later, table);
    text_clear(&words);
}

/* The rows of one decision, from `first`; where the next begins. */
static uint32_t forecast_decision(const ExerciseView *view, const OutlookRowVec *rows, uint32_t first,
                                  Text *out) {
    const OutlookRow *head = &rows->items[first];
    uint32_t i = first;
    Table table;
    table_init(&table, "wrr");
    table_cell(&table, english(view) ? "team %s, %s" : "チーム%s、%s", team_name(head->team),
               definition_of(view)->decisions.items[head->decision].id);
    table_cell(&table, english(view) ? "taken now" : "今");
    table_cell(&table, english(view) ? "in %u minutes" : "%u分後", OUTLOOK_LATER / 60);
    for (; i < rows->count && rows->items[i].team == head->team && rows->items[i].decision == head->decision;
         i++)
        forecast_row(view, &rows->items[i], &table);
    text_add(out, "\n");
    table_write(&table, view->style, out);
    table_clear(&table);
    return i;
}

void desk_page_forecast(const ExerciseView *view, Text *out) {
    const char *score = wording_in(wording_of_measure(score_of(view)), view->language);
    OutlookRowVec rows = {0};
    exercise_banner(view, out);
    page_wrap(out, 0,
              english(view)
                  ? "For you alone until the debrief. %s over %d futures that are open now, mean and "
                    "range; what was decided so far stands, and nothing is decided after."
                  : "講評までは進行役だけのもの。%s、今開かれている%d通りの未来での平均と範囲。"
                    "これまでの決定はそのまま、以後の決定はないものとする。",
              score, OUTLOOK_FUTURES);
    outlook_open(view->room, (Watch){0}, &rows);
    for (uint32_t i = 0; i < rows.count;) i = forecast_decision(view, &rows, i, out);
    if (!rows.count) text_add(out, "%s\n", english(view) ? "No decision is open." : "決定待ちの事項はない。");
    vec_clear(&rows);
}

/* ------------------------------------------------------------------ due, open, upcoming */

/* "16:40" today, "+1d 13:00" tomorrow: as `jump` counts. */
static void when_words(const ExerciseView *view, uint32_t due, Text *out) {
    int64_t today = (start_of(view) + view->room->now) / 86400, then = (start_of(view) + due) / 86400;
    char text[96];
    snprintf(text, sizeof text, "+%lldd %s", (long long)(then - today),
             figure_clock(start_of(view) + due).text);
    const char *shown = due == NEVER ? "pool" : then == today ? strchr(text, ' ') + 1 : text;
    text_add(out, "%11s", shown);
}

static void due_line(const ExerciseView *view, uint32_t inject, uint32_t due, uint32_t teams, Text *out) {
    Text words = {0};
    const Inject *i = &definition_of(view)->injects.items[inject];
    text_add(&words, "%s: ", i->id);
    exercise_words(view, i->title, &words);
    text_add(&words, " -> ");
    for (uint32_t role = 0, first = 1; role < definition_of(view)->roles.count; role++)
        if (i->to >> role & 1u) {
            text_add(&words, "%s%s", first ? "" : ", ", definition_of(view)->roles.items[role].id);
            first = 0;
        }
    if (!i->to) text_add(&words, "everybody");
    if (view->room->team_count > 1 && teams)
        for (uint32_t t = 0; t < view->room->team_count; t++)
            if (teams >> t & 1u) text_add(&words, " %s", team_name(t));
    if (view->room->held[inject]) text_add(&words, " (held)");
    text_add(out, "%3u ", inject + 1);
    when_words(view, due, out);
    text_add(out, " ");
    page_hang(out, 16, text_of(&words));
    text_clear(&words);
}

static void open_lines(const ExerciseView *view, uint32_t team, const Decision *decision, Text *out) {
    Text words = {0};
    text_add(&words, "team %s decides %s: ", team_name(team), decision->id);
    exercise_words(view, decision->question, &words);
    text_add(out, "  ");
    page_hang(out, 4, text_of(&words));
    for (uint32_t k = 0; k < decision->options.count; k++) {
        text_clear(&words);
        exercise_words(view, decision->options.items[k].title, &words);
        text_add(out, "      %u %s: ", k + 1, decision->options.items[k].id);
        page_hang(out, 10, text_of(&words));
    }
    text_clear(&words);
}

static void list_now(const ExerciseView *view, Text *out) {
    uint32_t count = 0;
    page_heading(out, view->style, "NOW");
    for (uint32_t i = 0; i < definition_of(view)->injects.count; i++) {
        uint32_t teams = room_due_teams(view->room, i);
        if (!teams) continue;
        due_line(view, i, room_inject_due(view->room, (uint32_t)__builtin_ctz(teams), i, view->room->now),
                 teams, out);
        count++;
    }
    for (uint32_t team = 0; team < view->room->team_count; team++)
        for (uint32_t i = 0; i < definition_of(view)->decisions.count; i++) {
            if (!room_decision_open(view->room, team, i)) continue;
            open_lines(view, team, &definition_of(view)->decisions.items[i], out);
            count++;
        }
    if (!count)
        text_add(out, "  %s\n",
                 view->room->begun ? "Nothing is due. Let them talk, or go." : "Not begun: type begin.");
}

typedef struct Coming {
    uint32_t due, inject;
} Coming;

static int compare_coming(const void *x, const void *y) {
    const Coming *a = x, *b = y;
    if (a->due != b->due) return a->due < b->due ? -1 : 1;
    return a->inject < b->inject ? -1 : a->inject > b->inject;
}

/* When an inject comes next for any team; false when it is none of what is upcoming. */
static bool is_coming(const ExerciseView *view, uint32_t inject, uint32_t *first) {
    const uint32_t by = (uint32_t)definition_of(view)->endex;
    bool waiting = false, pool = definition_of(view)->injects.items[inject].type == INJECT_CONTINGENCY;
    *first = NEVER;
    for (uint32_t team = 0; team < view->room->team_count; team++) {
        if (view->room->teams[team].released_at[inject] != NEVER) continue;
        uint32_t due = room_inject_due(view->room, team, inject, by);
        waiting = true;
        if (due > view->room->now && due < *first) *first = due;
    }
    return waiting && !view->room->skipped[inject] && (*first != NEVER || pool || view->room->held[inject]);
}

static void list_upcoming(const ExerciseView *view, Text *out) {
    Vec(Coming) list = {0};
    page_heading(out, view->style, "UPCOMING, as things stand");
    for (uint32_t i = 0; i < definition_of(view)->injects.count; i++) {
        Coming coming = {NEVER, i};
        if (is_coming(view, i, &coming.due)) vec_push(&list, coming);
    }
    if (list.count) qsort(list.items, list.count, sizeof *list.items, compare_coming);
    for (uint32_t i = 0; i < list.count; i++) due_line(view, list.items[i].inject, list.items[i].due, 0, out);
    vec_clear(&list);
}

void desk_page_now(const ExerciseView *view, Text *out) {
    exercise_banner(view, out);
    list_now(view, out);
    list_upcoming(view, out);
}

void desk_page_rehearsal(const ExerciseView *view, const RobotKind *kinds, Text *out) {
    exercise_page_log(view, out);
    text_add(out, "\n");
    score_table(view, "what became of it", out);
    for (uint32_t team = 0; team < view->room->team_count; team++)
        text_add(out, "team %s: robot \"%s\"\n", team_name(team), robot_names[kinds[team]]);
}

/* ------------------------------------------------------------------ to read out, and to look up */

static void hanging(const ExerciseView *view, uint32_t indent, Wording wording, Text *out) {
    Text words = {0};
    exercise_words(view, wording, &words);
    text_pad(out, ' ', indent);
    page_hang(out, indent, text_of(&words));
    text_clear(&words);
}

void desk_page_inject(const ExerciseView *view, uint32_t inject, Text *out) {
    const Inject *i = &definition_of(view)->injects.items[inject];
    uint32_t reader = i->to ? (uint32_t)__builtin_ctz(i->to) : 0;
    Text words = {0};
    text_add(out, "\nEXERCISE ONLY ");
    exercise_message(view,
                     &(Message){.at = view->room->now, .kind = MESSAGE_INJECT, .inject = inject, .text = ""},
                     0, reader, &words);
    page_hang(out, 14, text_of(&words));
    text_clear(&words);
    exercise_attachment(view, i, 0, reader, view->room->now, 0, out);
    exercise_words(view, i->expected, &words);
    if (words.length) page_wrap(out, 0, "(for you: %s)", text_of(&words));
    text_clear(&words);
}

void desk_page_levers(const ExerciseView *view, Text *out) {
    for (uint32_t i = 0; i < definition_of(view)->levers.count; i++) {
        const PlayerAction *lever = &definition_of(view)->levers.items[i];
        text_add(out, "  %2u %s", i + 1, lever->id);
        if (lever->delay) text_add(out, ", takes hold after %s", figure_duration(lever->delay).text);
        if (lever->cost > 0) text_add(out, ", costs $%s", figure_whole(lever->cost).text);
        text_add(out, "\n");
        hanging(view, 5, lever->title, out);
    }
}

static void module_questions(const ExerciseView *view, uint32_t module, Text *out) {
    const Definition *definition = definition_of(view);
    for (uint32_t i = 0; i < definition->questions.count; i++) {
        const DiscussionQuestion *question = &definition->questions.items[i];
        if (question->module != module) continue;
        hanging(view, 2, question->text, out);
        for (uint32_t k = 0; k < question->probes.count; k++)
            hanging(view, 6, question->probes.items[k], out);
    }
}

void desk_page_questions(const ExerciseView *view, Text *out) {
    Text words = {0};
    for (uint32_t i = 0; i < definition_of(view)->modules.count; i++) {
        page_heading(out, view->style, "%s",
                     words_kept(view, definition_of(view)->modules.items[i].title, &words));
        module_questions(view, i, out);
    }
    page_heading(out, view->style, "%s", view->language == LANGUAGE_ja ? "振り返り" : "Hot wash");
    module_questions(view, NONE, out);
    text_clear(&words);
}
