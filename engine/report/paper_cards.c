/* Inject cards, one for each, to be cut and handed out; and the feedback form. */
#include "report/paper_internal.h"

static void field(const Paper *paper, PaperWord word, const char *text, Text *out) {
    text_add(out, "<p class=small>%s: ", paper_word(paper, word));
    html_escape(out, text);
    text_add(out, "</p>\n");
}

static void card(const Paper *paper, uint32_t index, Text *out) {
    const Inject *inject = &paper_definition(paper)->injects.items[index];
    Arena arena;
    Text to = {0};
    arena_init(&arena);
    paper_roles(paper, inject->to, &to);
    text_add(out, "<div class=card>\n<p class=marking>EXERCISE ONLY · %s</p>\n<h2>%u. ",
             paper_definition(paper)->tlp, index + 1);
    html_escape(out, paper_plain(paper, inject->title, &arena));
    text_add(out, "</h2>\n");
    field(paper, WORD_FROM, paper_plain(paper, inject->from, &arena), out);
    field(paper, WORD_TO, text_of(&to), out);
    field(paper, WORD_METHOD, paper_plain(paper, inject->method, &arena), out);
    paper_words(paper, "p", inject->text, out);
    paper_attachment(paper, inject, out);
    text_add(out, "</div>\n");
    text_clear(&to);
    arena_clear(&arena);
}

void paper_cards(const Paper *paper, Text *out) {
    paper_heading(paper, "h1", WORD_CARDS, out);
    for (uint32_t i = 0; i < paper_definition(paper)->injects.count; i++) card(paper, i, out);
}

void paper_feedback(const Paper *paper, Text *out) {
    static const PaperWord asked[] = {WORD_FEEDBACK_1, WORD_FEEDBACK_2, WORD_FEEDBACK_3, WORD_FEEDBACK_4};
    paper_heading(paper, "h1", WORD_FEEDBACK, out);
    paper_words(paper, "p", paper_definition(paper)->title, out);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        paper_heading(paper, "h3", asked[i], out);
        for (int line = 0; line < 3; line++) text_add(out, "<div class=write></div>\n");
    }
}
