#include "report/story.h"

#include "report/beats.h"
#include "report/chain.h"
#include "report/figure.h"

#include <stdio.h>
#include <string.h>

static void opening(const Told *told, Style style, Text *out) {
    const Adversary *adversary = race_adversary(told->race);
    page_heading(out, style, "%s", adversary->title);
    if (*adversary->summary) page_wrap(out, 0, "%s", adversary->summary);
    page_wrap(out, 0,
              "One world of many that the model allows, not a record of what happened: seed %llu, world %u, "
              "controls: %s%s%s. The clock is UTC.",
              (unsigned long long)told->seed, told->replication, told->controls,
              told->response_off ? ", nobody responds" : "",
              told->parameters_fixed ? ", parameters fixed" : "");
}

static void legend(Style style, Text *out) {
    page_wrap(out, 0, "Marks: %s the attack, %s cut off from it, %s noticed, told or repaired.",
              page_mark(style, MARK_TAKEN), page_mark(style, MARK_CONTAINED), page_mark(style, MARK_WARNING));
}

static void tell(const Told *told, const Beats *beats, Style style, Text *out) {
    int64_t start = race_adversary(told->race)->start;
    char date[64] = "";
    for (uint32_t i = 0; i < beats->list.count; i++) {
        const Beat *beat = &beats->list.items[i];
        Figure today = figure_date(start + beat->at);
        if (strcmp(today.text, date) != 0) {
            text_add(out, "\n");
            page_heading(out, style, "%s", today.text);
            snprintf(date, sizeof date, "%s", today.text);
        }
        text_add(out, "  %s ", figure_clock(start + beat->at).text);
        page_paint(out, style, page_hue(beat->mark), "%s", page_mark(style, beat->mark));
        text_add(out, " ");
        page_hang(out, 10, beat->text);
    }
    if (beats->list.count == 0) text_add(out, "\nNothing happens: no step of the attack succeeds.\n");
}

typedef struct Box {
    Style style;
    Text *out;
} Box;

static void box_edge(const Box *box, bool top) {
    const char *left = box->style.ascii ? "+" : top ? "┌" : "└";
    const char *right = box->style.ascii ? "+" : top ? "┐" : "┘";
    text_add(box->out, "%s", left);
    for (int i = 0; i < PAGE_COLUMNS - 2; i++) text_add(box->out, "%s", box->style.ascii ? "-" : "─");
    text_add(box->out, "%s\n", right);
}

static void box_line(const Box *box, const char *line) {
    size_t columns = text_columns(line), inside = PAGE_COLUMNS - 4;
    const char *side = box->style.ascii ? "|" : "│";
    text_add(box->out, "%s %s", side, line);
    text_pad(box->out, ' ', columns < inside ? inside - columns : 0);
    text_add(box->out, " %s\n", side);
}

static void box_row(const Box *box, const char *mark, const char *title, const char *figure) {
    char line[256];
    snprintf(line, sizeof line, "%s %-40.100s %33.40s", mark, title, figure);
    box_line(box, line);
}

/* Of the times since the first foothold none means that it was so already. */
static void box_count(const Box *box, const Told *told, Mark mark, uint32_t probe) {
    const Probe *p = &race_adversary(told->race)->probes.items[probe];
    int64_t value = told->metrics[probe];
    bool since = probe == METRIC_FIRST_NOTICE || probe == METRIC_FIRST_CONTAINED;
    Figure figure = value == METRIC_NONE  ? (Figure){"never"}
                    : since && value == 0 ? (Figure){"before it"}
                                          : figure_metric(p, (double)value);
    box_row(box, page_mark(box->style, mark), p->title, figure.text);
}

/* Customers who run themselves what the attack enters: with the MSPs they add up to what was entered. */
static void box_direct(const Box *box, const Told *told) {
    const World *world = race_world(told->race);
    TakenVec taken = {0};
    uint32_t direct = 0;
    beats_taken(told, &taken);
    for (OrgId org = 0; org < world->org_count; org++) {
        if (world_org_profile(world, org)->kind != ORG_customer) continue;
        direct += race_org_hit_at(told->state, org) != NEVER && chain_is_direct(told, &taken, org);
    }
    if (direct > 0) box_row(box, " ", "of them through no provider", figure_whole(direct).text);
    vec_clear(&taken);
}

static void closing_box(const Told *told, Style style, Text *out) {
    static const struct {
        uint32_t probe;
        Mark mark;
        bool may_be_none; /* then the line is left out */
    } lines[] = {{METRIC_CUSTOMERS, MARK_TAKEN, false},
                 {METRIC_MSPS, MARK_TAKEN, true},
                 {METRIC_MACHINES, MARK_TAKEN, true},
                 {METRIC_RECORDS, MARK_TAKEN, true},
                 {METRIC_DISRUPTED, MARK_CONTAINED, true},
                 {METRIC_FIRST_NOTICE, MARK_WARNING, false},
                 {METRIC_FIRST_CONTAINED, MARK_CONTAINED, false},
                 {METRIC_OPERATIONS_HOURS, MARK_TAKEN, true},
                 {METRIC_MANAGEMENT_HOURS, MARK_CONTAINED, true}};
    const Adversary *adversary = race_adversary(told->race);
    const Box box = {style, out};
    char line[128];
    snprintf(line, sizeof line, "The end, %s", figure_moment(adversary->start + adversary->horizon).text);
    box_edge(&box, true);
    box_line(&box, line);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        bool says_nothing = lines[i].may_be_none && told->metrics[lines[i].probe] <= 0;
        if (!says_nothing) box_count(&box, told, lines[i].mark, lines[i].probe);
        if (lines[i].probe == METRIC_CUSTOMERS) box_direct(&box, told);
    }
    box_edge(&box, false);
}

void story_write(const Told *told, Style style, Text *out) {
    Beats beats;
    beats_find(&beats, told);
    opening(told, style, out);
    if (beats.list.count > 0) legend(style, out);
    tell(told, &beats, style, out);
    text_add(out, "\n");
    closing_box(told, style, out);
    text_add(out, "\n");
    chain_write(told, style, out);
    beats_clear(&beats);
}
