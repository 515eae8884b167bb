/* The after-action report and improvement plan, in the order of HSEEP's template; then what the simulation
 * says about the decisions, apart from the ratings. */
#include "report/debrief_page.h"
#include "report/figure.h"
#include "report/paper_internal.h"

#include <stdio.h>
#include <string.h>

typedef Vec(const RoomEvent *) Picked;

static Picked picked(const Paper *paper, RoomEventKind kind) {
    const Room *room = paper->view->room;
    Picked found = {0};
    for (uint32_t i = 0; i < room->events.count; i++)
        if (room->events.items[i].kind == kind && !room->undone[i]) vec_push(&found, &room->events.items[i]);
    return found;
}

static void cover(const Paper *paper, Text *out) {
    text_add(out, "<div class=cover>\n");
    paper_words(paper, "h1", paper_definition(paper)->title, out);
    text_add(out, "<p>%s</p>\n<p><b>%s</b></p>\n", paper_word(paper, WORD_AAR),
             paper_word(paper, paper->final ? WORD_FINAL : WORD_DRAFT));
    html_element(out, "p class=marking", paper_definition(paper)->tlp);
    text_add(out, "</div>\n");
}

/* ------------------------------------------------------------------ ratings */

/* The last rating that a team got for a task, or RATING_NONE. */
static uint32_t rating_of(const Paper *paper, uint32_t objective, uint32_t task, uint32_t team) {
    const Room *room = paper->view->room;
    uint32_t rating = RATING_NONE;
    for (uint32_t i = 0; i < room->events.count; i++) {
        const RoomEvent *event = &room->events.items[i];
        if (event->kind == ROOM_RATE && event->subject == objective && event->choice == task &&
            event->teams == 1u << team)
            rating = event->rating;
    }
    return rating;
}

/* Per objective and rating: which teams' tasks got it, as "A1 A2 B1". */
static void rating_cell(const Paper *paper, uint32_t objective, uint32_t rating, Text *out) {
    const Objective *o = &paper_definition(paper)->objectives.items[objective];
    for (uint32_t team = 0; team < paper->view->room->team_count; team++)
        for (uint32_t task = 0; task < o->tasks.count; task++)
            if (rating_of(paper, objective, task, team) == rating)
                text_add(out, "%s%s%u", out->length ? " " : "", team_name(team), task + 1);
}

static void table_1(const Paper *paper, Text *out) {
    const Definition *definition = paper_definition(paper);
    const char *const heading[] = {
        paper_word(paper, WORD_OBJECTIVES), paper_word(paper, WORD_CAPABILITY), "P", "S", "M", "U", NULL};
    text_add(out, "<table>\n");
    html_row(out, "th", heading);
    for (uint32_t i = 0; i < definition->objectives.count; i++) {
        Arena arena;
        arena_init(&arena);
        Text marks[4] = {{0}, {0}, {0}, {0}};
        for (uint32_t r = 0; r < 4; r++) rating_cell(paper, i, r, &marks[r]);
        const char *const cells[] = {paper_plain(paper, definition->objectives.items[i].text, &arena),
                                     paper_plain(paper, definition->objectives.items[i].capability, &arena),
                                     text_of(&marks[0]),
                                     text_of(&marks[1]),
                                     text_of(&marks[2]),
                                     text_of(&marks[3]),
                                     NULL};
        html_row(out, "td", cells);
        for (uint32_t r = 0; r < 4; r++) text_clear(&marks[r]);
        arena_clear(&arena);
    }
    text_add(out, "</table>\n");
    paper_heading(paper, "p class=small", WORD_TABLE_1, out);
    paper_heading(paper, "p class=small", WORD_RATINGS_APART, out);
}

static void definitions(const Paper *paper, Text *out) {
    static const PaperWord ratings[] = {WORD_RATING_P, WORD_RATING_S, WORD_RATING_M, WORD_RATING_U};
    for (size_t i = 0; i < sizeof ratings / sizeof *ratings; i++)
        paper_heading(paper, "p class=small", ratings[i], out);
}

static void finding(const Paper *paper, const RoomEvent *event, Text *out) {
    text_add(out, "<li>");
    html_escape(out, event->text);
    if (*event->details[0]) {
        text_add(out, "<br><span class=small>%s: ", paper_word(paper, WORD_REFERENCE));
        html_escape(out, event->details[0]);
        text_add(out, "</span>");
    }
    if (*event->details[1]) {
        text_add(out, "<br><span class=small>%s: ", paper_word(paper, WORD_ANALYSIS_OF));
        html_escape(out, event->details[1]);
        text_add(out, "</span>");
    }
    text_add(out, "</li>\n");
}

static void findings(const Paper *paper, const Picked *all, uint32_t objective, uint32_t what, Text *out) {
    uint32_t count = 0;
    paper_heading(paper, "h4", what ? WORD_AREAS : WORD_STRENGTHS, out);
    text_add(out, "<ol>\n");
    for (uint32_t i = 0; i < all->count; i++)
        if (all->items[i]->subject == objective && all->items[i]->rating == what) {
            finding(paper, all->items[i], out);
            count++;
        }
    text_add(out, "</ol>\n");
    if (!count) paper_heading(paper, "p class=small", WORD_NONE_NOTED, out);
}

static void explanations(const Paper *paper, uint32_t objective, Text *out) {
    Picked rates = picked(paper, ROOM_RATE);
    for (uint32_t i = 0; i < rates.count; i++) {
        const RoomEvent *event = rates.items[i];
        if (event->subject != objective || !*event->text) continue;
        text_add(out, "<p class=small>%s %s, %u: %s. ", paper_word(paper, WORD_TEAM),
                 team_name((uint32_t)__builtin_ctz(event->teams)), event->choice + 1,
                 rating_letters[event->rating]);
        html_escape(out, event->text);
        text_add(out, "</p>\n");
    }
    vec_clear(&rates);
}

static void analysis(const Paper *paper, Text *out) {
    const Definition *definition = paper_definition(paper);
    Picked all = picked(paper, ROOM_FINDING);
    paper_heading(paper, "h2", WORD_ANALYSIS, out);
    table_1(paper, out);
    definitions(paper, out);
    for (uint32_t i = 0; i < definition->objectives.count; i++) {
        paper_words(paper, "h3", definition->objectives.items[i].text, out);
        explanations(paper, i, out);
        findings(paper, &all, i, 0, out);
        findings(paper, &all, i, 1, out);
    }
    vec_clear(&all);
}

/* ------------------------------------------------------------------ appendices */

static void plan(const Paper *paper, Text *out) {
    const char *const heading[] = {paper_word(paper, WORD_CAPABILITY),
                                   paper_word(paper, WORD_ISSUE),
                                   paper_word(paper, WORD_ACTION),
                                   paper_word(paper, WORD_ELEMENT),
                                   paper_word(paper, WORD_RESPONSIBLE),
                                   paper_word(paper, WORD_POC),
                                   paper_word(paper, WORD_START),
                                   paper_word(paper, WORD_COMPLETION),
                                   NULL};
    Picked all = picked(paper, ROOM_IMPROVE);
    paper_heading(paper, "h2", WORD_PLAN, out);
    text_add(out, "<table class=\"small narrow\">\n");
    html_row(out, "th", heading);
    for (uint32_t i = 0; i < all.count; i++) {
        const char *const *d = all.items[i]->details;
        const char *const cells[] = {
            d[0], all.items[i]->text, d[1], d[2], d[3], paper->without_names ? "" : d[4], d[5], d[6], NULL};
        html_row(out, "td", cells);
    }
    text_add(out, "</table>\n");
    if (!all.count) paper_heading(paper, "p class=small", WORD_NONE_NOTED, out);
    vec_clear(&all);
}

static void participants(const Paper *paper, Text *out) {
    const char *const heading[] = {paper_word(paper, WORD_PERSON), paper_word(paper, WORD_ORGANISATION),
                                   paper_word(paper, WORD_ROLE), NULL};
    Picked all = picked(paper, ROOM_ATTEND);
    paper_heading(paper, "h2", WORD_ATTENDED, out);
    text_add(out, "<table>\n");
    html_row(out, "th", heading);
    for (uint32_t i = 0; i < all.count; i++) {
        const char *const *d = all.items[i]->details;
        const char *const cells[] = {paper->without_names ? "" : d[0], paper->without_names ? "" : d[1], d[2],
                                     NULL};
        html_row(out, "td", cells);
    }
    text_add(out, "</table>\n");
    if (paper->without_names) paper_heading(paper, "p class=small", WORD_NAMES_REMOVED, out);
    vec_clear(&all);
}

static void observations(const Paper *paper, Text *out) {
    Picked all = picked(paper, ROOM_NOTE);
    if (all.count) paper_heading(paper, "h3", WORD_OBSERVATIONS, out);
    for (uint32_t i = 0; i < all.count; i++) html_element(out, "p class=small", all.items[i]->text);
    vec_clear(&all);
}

static void log_rows(const Paper *paper, Text *out) {
    const Room *room = paper->view->room;
    paper_heading(paper, "h2", WORD_LOG, out);
    text_add(out, "<table>\n");
    for (uint32_t i = 0; i < room->events.count; i++) {
        const RoomEvent *event = &room->events.items[i];
        bool names = event->kind == ROOM_ATTEND || event->kind == ROOM_IMPROVE;
        if (names) continue;
        Text words = {0};
        char number[24];
        snprintf(number, sizeof number, "%llu%s", (unsigned long long)event->sequence,
                 room->undone[i] ? " x" : "");
        exercise_event(paper->view, event, &words);
        Figure wall = figure_clock(event->wall / 1000);
        Figure second = exercise_moment(paper->view, event->second);
        const char *const cells[] = {number, wall.text, second.text, text_of(&words), NULL};
        html_row(out, "td", cells);
        text_clear(&words);
    }
    text_add(out, "</table>\n");
}

void paper_aar(const Paper *paper, Text *out) {
    cover(paper, out);
    paper_overview(paper, out);
    analysis(paper, out);
    observations(paper, out);
    if (paper->debrief) debrief_paper(paper, out);
    plan(paper, out);
    participants(paper, out);
    log_rows(paper, out);
}
