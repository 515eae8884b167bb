#include "base/markdown.h"
#include "report/figure.h"
#include "report/paper_internal.h"

#include <stdio.h>
#include <string.h>

const char *const paper_files[PAPER_KINDS] = {"sitman-players",    "sitman-facilitator", "inject-cards",
                                              "evaluation-guides", "feedback",           "aar"};

#define PAPER_WORD_PAIR(name, en, ja) {en, ja},
static const char *const word_texts[PAPER_WORD_COUNT][LANGUAGE_COUNT] = {PAPER_WORDS(PAPER_WORD_PAIR)};

const char *paper_word(const Paper *paper, PaperWord word) {
    return word_texts[word][paper->view->language];
}

void paper_heading(const Paper *paper, const char *tag, PaperWord word, Text *out) {
    html_element(out, tag, paper_word(paper, word));
}

static void fill(const Paper *paper, Wording wording, Text *out) {
    /* On paper nobody has called yet, so numbers and clocks are left to be written in. */
    Filling filling = {CALLERS_BLANK, "__:__", paper->view->language};
    wording_fill(paper_definition(paper), wording, filling, out);
}

void paper_words(const Paper *paper, const char *tag, Wording wording, Text *out) {
    Text text = {0};
    fill(paper, wording, &text);
    if (text.length) html_element(out, tag, text_of(&text));
    text_clear(&text);
}

const char *paper_plain(const Paper *paper, Wording wording, Arena *arena) {
    Text text = {0};
    fill(paper, wording, &text);
    const char *kept = arena_text(arena, text_of(&text));
    text_clear(&text);
    return kept;
}

void paper_attachment(const Paper *paper, const Inject *inject, Text *out) {
    Text text = {0};
    fill(paper, inject->attachment, &text);
    markdown_html(text_of(&text), out);
    text_clear(&text);
}

void paper_list(const Paper *paper, const WordingVec *list, Text *out) {
    if (!list->count) return;
    text_add(out, "<ul>\n");
    for (uint32_t i = 0; i < list->count; i++) paper_words(paper, "li", list->items[i], out);
    text_add(out, "</ul>\n");
}

void paper_roles(const Paper *paper, uint32_t roles, Text *out) {
    bool first = true;
    if (!roles) text_add(out, "%s", paper_word(paper, WORD_EVERYBODY));
    for (uint32_t i = 0; i < paper_definition(paper)->roles.count; i++) {
        if (!(roles >> i & 1u)) continue;
        if (!first) text_add(out, ", ");
        fill(paper, paper_definition(paper)->roles.items[i].title, out);
        first = false;
    }
}

const char *paper_moment(const Paper *paper, uint32_t second, Arena *arena) {
    return arena_text(arena, exercise_moment(paper->view, second).text);
}

/* Days of the wall clock on which something was written; blank before the day. */
static const char *dates_of(const Paper *paper, Arena *arena) {
    const Room *room = paper->view->room;
    if (!room->events.count) return "____-__-__";
    return arena_text(arena, figure_date(room->events.items[0].wall / 1000).text);
}

static const char *capabilities_of(const Paper *paper, Arena *arena) {
    Text text = {0};
    const Definition *definition = paper_definition(paper);
    for (uint32_t i = 0; i < definition->objectives.count; i++) {
        if (i) text_add(&text, "; ");
        fill(paper, definition->objectives.items[i].capability, &text);
    }
    const char *kept = arena_text(arena, text_of(&text));
    text_clear(&text);
    return kept;
}

static const char *objectives_of(const Paper *paper, Arena *arena) {
    Text text = {0};
    const Definition *definition = paper_definition(paper);
    for (uint32_t i = 0; i < definition->objectives.count; i++) {
        text_add(&text, "%s%u. ", i ? " " : "", i + 1);
        fill(paper, definition->objectives.items[i].text, &text);
    }
    const char *kept = arena_text(arena, text_of(&text));
    text_clear(&text);
    return kept;
}

/* Those that attended, once each. */
static const char *organisations_of(const Paper *paper, Arena *arena) {
    Text text = {0};
    const Room *room = paper->view->room;
    for (uint32_t i = 0; !paper->without_names && i < room->events.count; i++) {
        const char *name = room->events.items[i].details[1];
        if (room->events.items[i].kind != ROOM_ATTEND || !*name || strstr(text_of(&text), name)) continue;
        text_add(&text, "%s%s", text.length ? "; " : "", name);
    }
    const char *kept = arena_text(arena, text_of(&text));
    text_clear(&text);
    return kept;
}

static void overview_row(const Paper *paper, PaperWord word, const char *text, Text *out) {
    const char *const cells[] = {paper_word(paper, word), text, NULL};
    html_row(out, "td", cells);
}

void paper_overview(const Paper *paper, Text *out) {
    const Definition *d = paper_definition(paper);
    Arena arena;
    arena_init(&arena);
    paper_heading(paper, "h2", WORD_OVERVIEW, out);
    text_add(out, "<table>\n");
    overview_row(paper, WORD_NAME, paper_plain(paper, d->title, &arena), out);
    overview_row(paper, WORD_DATES, dates_of(paper, &arena), out);
    overview_row(paper, WORD_SCOPE, paper_plain(paper, d->scope, &arena), out);
    overview_row(paper, WORD_MISSION, paper_plain(paper, d->mission_area, &arena), out);
    overview_row(paper, WORD_CAPABILITIES, capabilities_of(paper, &arena), out);
    overview_row(paper, WORD_OBJECTIVES, objectives_of(paper, &arena), out);
    overview_row(paper, WORD_THREAT, paper_plain(paper, d->threat, &arena), out);
    overview_row(paper, WORD_SCENARIO, paper_plain(paper, d->summary, &arena), out);
    overview_row(paper, WORD_SPONSOR, paper_plain(paper, d->sponsor, &arena), out);
    overview_row(paper, WORD_PARTICIPANTS, organisations_of(paper, &arena), out);
    overview_row(paper, WORD_CONTACT, "", out);
    text_add(out, "</table>\n");
    arena_clear(&arena);
}

static const char *subtitle(const Paper *paper, PaperKind kind) {
    static const PaperWord words[PAPER_KINDS] = {WORD_SITMAN, WORD_SITMAN,   WORD_CARDS,
                                                 WORD_EEG,    WORD_FEEDBACK, WORD_AAR};
    return paper_word(paper, words[kind]);
}

const char *paper_marking(const Paper *paper, Arena *arena) {
    char marking[128];
    snprintf(marking, sizeof marking, "EXERCISE ONLY · %.100s", paper_definition(paper)->tlp);
    return arena_text(arena, marking);
}

void paper_write(const Paper *paper, PaperKind kind, Text *out) {
    Arena arena;
    arena_init(&arena);
    char title[512];
    const Definition *definition = paper_definition(paper);
    snprintf(title, sizeof title, "%s: %s", subtitle(paper, kind),
             paper_plain(paper, definition->title, &arena));
    HtmlShell shell = {.letter = paper->letter,
                       .language = paper->view->language == LANGUAGE_ja ? "ja" : "en",
                       .title = title,
                       .marking = paper_marking(paper, &arena)};
    html_open(out, &shell);
    switch (kind) {
    case PAPER_SITMAN_PLAYERS:
    case PAPER_SITMAN_FACILITATOR:
        paper_sitman(paper, kind == PAPER_SITMAN_FACILITATOR, out);
        break;
    case PAPER_CARDS:
        paper_cards(paper, out);
        break;
    case PAPER_EEG:
        paper_eeg(paper, out);
        break;
    case PAPER_FEEDBACK:
        paper_feedback(paper, out);
        break;
    case PAPER_AAR:
    case PAPER_KINDS:
        paper_aar(paper, out);
        break;
    }
    html_close(out, &shell);
    arena_clear(&arena);
}
