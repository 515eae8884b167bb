/* Exercise Evaluation Guides: one sheet for each objective, for an evaluator to write on. */
#include "report/paper_internal.h"

static void task_row(const Paper *paper, const Objective *objective, uint32_t index, Text *out) {
    const Task *task = &objective->tasks.items[index];
    text_add(out, "<tr><td>");
    if (index == 0) paper_words(paper, "span", objective->text, out);
    text_add(out, "</td><td>");
    paper_words(paper, "b", task->text, out);
    paper_list(paper, &task->expected, out);
    text_add(out, "</td><td></td><td>P &nbsp; S &nbsp; M &nbsp; U &nbsp; N/A</td></tr>\n");
}

static void sheet(const Paper *paper, uint32_t index, Text *out) {
    const Objective *objective = &paper_definition(paper)->objectives.items[index];
    const char *const heading[] = {paper_word(paper, WORD_TARGET), paper_word(paper, WORD_TASKS),
                                   paper_word(paper, WORD_OBSERVED), paper_word(paper, WORD_RATING), NULL};
    text_add(out, index ? "<div class=sheet>\n" : "<div>\n");
    paper_words(paper, "h2", objective->capability, out);
    text_add(out, "<table class=blank>\n");
    html_row(out, "th", heading);
    for (uint32_t i = 0; i < objective->tasks.count; i++) task_row(paper, objective, i, out);
    text_add(out, "</table>\n<p>%s: ________</p>\n<p>%s: ______________________________</p>\n</div>\n",
             paper_word(paper, WORD_FINAL_RATING), paper_word(paper, WORD_EVALUATOR));
}

void paper_eeg(const Paper *paper, Text *out) {
    static const PaperWord ratings[] = {WORD_RATING_P, WORD_RATING_S, WORD_RATING_M, WORD_RATING_U};
    paper_heading(paper, "h1", WORD_EEG, out);
    paper_words(paper, "p", paper_definition(paper)->title, out);
    for (size_t i = 0; i < sizeof ratings / sizeof *ratings; i++)
        paper_heading(paper, "p class=small", ratings[i], out);
    for (uint32_t i = 0; i < paper_definition(paper)->objectives.count; i++) sheet(paper, i, out);
}
