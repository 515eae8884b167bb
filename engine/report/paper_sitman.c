/* The situation manual: what players get, and what the facilitator has beside it. */
#include "report/figure.h"
#include "report/paper_internal.h"

#include <stdio.h>

static void handling(const Paper *paper, Text *out) {
    paper_heading(paper, "h2", WORD_HANDLING, out);
    paper_heading(paper, "p", WORD_HANDLING_TEXT, out);
}

static void roles(const Paper *paper, Text *out) {
    const Definition *definition = paper_definition(paper);
    paper_heading(paper, "h3", WORD_ROLES, out);
    for (uint32_t i = 0; i < definition->roles.count; i++) {
        text_add(out, "<p><b>");
        paper_roles(paper, 1u << i, out);
        text_add(out, "</b><br>");
        paper_words(paper, "span", definition->roles.items[i].brief, out);
        text_add(out, "</p>\n");
    }
}

static void question(const Paper *paper, const DiscussionQuestion *question, bool facilitator, Text *out) {
    text_add(out, "<li>");
    paper_words(paper, "span", question->text, out);
    if (facilitator && question->probes.count) {
        paper_heading(paper, "p class=small", WORD_PROBES, out);
        paper_list(paper, &question->probes, out);
    }
    if (facilitator && question->points.count) {
        paper_heading(paper, "p class=small", WORD_POINTS, out);
        paper_list(paper, &question->points, out);
    }
    text_add(out, "</li>\n");
}

static void questions(const Paper *paper, uint32_t module, PaperWord heading, bool facilitator, Text *out) {
    const Definition *definition = paper_definition(paper);
    paper_heading(paper, "h3", heading, out);
    text_add(out, "<ol>\n");
    for (uint32_t i = 0; i < definition->questions.count; i++)
        if (definition->questions.items[i].module == module)
            question(paper, &definition->questions.items[i], facilitator, out);
    text_add(out, "</ol>\n");
}

static const char *due_words(const Paper *paper, uint32_t inject, Arena *arena) {
    const Definition *definition = paper_definition(paper);
    uint32_t due = room_inject_due(paper->view->room, 0, inject, (uint32_t)definition->endex);
    return due == NEVER ? paper_word(paper, WORD_BY_HAND) : paper_moment(paper, due, arena);
}

static void inject_row(const Paper *paper, uint32_t index, Text *out) {
    const Inject *inject = &paper_definition(paper)->injects.items[index];
    Arena arena;
    Text to = {0};
    char number[16];
    arena_init(&arena);
    snprintf(number, sizeof number, "%u", index + 1);
    paper_roles(paper, inject->to, &to);
    const char *const cells[] = {
        number,       due_words(paper, index, &arena),          paper_plain(paper, inject->title, &arena),
        text_of(&to), paper_plain(paper, inject->text, &arena), paper_plain(paper, inject->expected, &arena),
        NULL};
    html_row(out, "td", cells);
    text_clear(&to);
    arena_clear(&arena);
}

static void injects(const Paper *paper, uint32_t module, Text *out) {
    const Definition *definition = paper_definition(paper);
    const char *const heading[] = {"#",
                                   paper_word(paper, WORD_WHEN),
                                   paper_word(paper, WORD_TITLE),
                                   paper_word(paper, WORD_TO),
                                   paper_word(paper, WORD_TEXT),
                                   paper_word(paper, WORD_EXPECTED),
                                   NULL};
    paper_heading(paper, "h3", WORD_INJECTS, out);
    text_add(out, "<table>\n");
    html_row(out, "th", heading);
    for (uint32_t i = 0; i < definition->injects.count; i++)
        if (definition->injects.items[i].module == module) inject_row(paper, i, out);
    text_add(out, "</table>\n");
}

/* What is handed out with the injects of a module, under their numbers. */
static void attachments(const Paper *paper, uint32_t module, Text *out) {
    const Definition *definition = paper_definition(paper);
    for (uint32_t i = 0; i < definition->injects.count; i++) {
        const Inject *inject = &definition->injects.items[i];
        if (inject->module != module || !*wording_in(inject->attachment, LANGUAGE_en)) continue;
        text_add(out, "<p class=small>%s %u</p>\n", paper_word(paper, WORD_ATTACHMENT), i + 1);
        paper_attachment(paper, inject, out);
    }
}

static void decision(const Paper *paper, const Decision *decision, Text *out) {
    const Definition *definition = paper_definition(paper);
    paper_words(paper, "p", decision->question, out);
    text_add(out, "<p class=small>");
    paper_roles(paper, decision->roles, out);
    text_add(out, "</p>\n<ul>\n");
    for (uint32_t i = 0; i < decision->options.count; i++) {
        const Option *option = &decision->options.items[i];
        uint32_t delay = 0;
        for (uint32_t k = 0; k < option->lever_count; k++)
            if (definition->levers.items[option->levers[k]].delay > delay)
                delay = definition->levers.items[option->levers[k]].delay;
        text_add(out, "<li>");
        paper_words(paper, "span", option->title, out);
        if (delay) text_add(out, " (%s %s)", paper_word(paper, WORD_TAKES), figure_duration(delay).text);
        text_add(out, "</li>\n");
    }
    text_add(out, "</ul>\n");
}

static void decisions(const Paper *paper, uint32_t module, Text *out) {
    const Definition *definition = paper_definition(paper);
    uint32_t count = 0;
    for (uint32_t i = 0; i < definition->decisions.count; i++) {
        if (definition->decisions.items[i].module != module) continue;
        if (count++ == 0) paper_heading(paper, "h3", WORD_DECISIONS, out);
        decision(paper, &definition->decisions.items[i], out);
    }
}

/* What happens in a module is a spoiler until it begins, so that players get its name and its questions. */
static void module(const Paper *paper, uint32_t index, bool facilitator, Text *out) {
    const Module *module = &paper_definition(paper)->modules.items[index];
    Arena arena;
    arena_init(&arena);
    text_add(out, "<h2>%s %u: ", paper_word(paper, WORD_MODULE), index + 1);
    html_escape(out, paper_plain(paper, module->title, &arena));
    text_add(out, "</h2>\n<p class=small>%u %s</p>\n", module->minutes, paper_word(paper, WORD_MINUTES));
    paper_words(paper, "p", module->summary, out);
    if (facilitator) {
        injects(paper, index, out);
        attachments(paper, index, out);
        decisions(paper, index, out);
    }
    questions(paper, index, WORD_QUESTIONS, facilitator, out);
    arena_clear(&arena);
}

void paper_sitman(const Paper *paper, bool facilitator, Text *out) {
    const Definition *definition = paper_definition(paper);
    text_add(out, "<div class=cover>\n");
    paper_words(paper, "h1", definition->title, out);
    text_add(out, "<p>%s, %s</p>\n", paper_word(paper, WORD_SITMAN),
             paper_word(paper, facilitator ? WORD_FOR_FACILITATORS : WORD_FOR_PLAYERS));
    html_element(out, "p class=marking", definition->tlp);
    text_add(out, "</div>\n");
    handling(paper, out);
    paper_overview(paper, out);
    paper_heading(paper, "h2", WORD_GENERAL, out);
    roles(paper, out);
    paper_heading(paper, "h3", WORD_RULES, out);
    paper_list(paper, &definition->rules, out);
    for (uint32_t i = 0; i < definition->modules.count; i++) module(paper, i, facilitator, out);
    questions(paper, NONE, WORD_HOT_WASH, facilitator, out);
}
