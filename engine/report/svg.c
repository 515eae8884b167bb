#include "report/svg.h"

#include "report/figure.h"
#include "report/html.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    WIDTH = 720,
    LABELS = 272,
    FIGURES = 104,
    ROW = 26,
    PLOT = 300,
    EDGE = 12,
    MARGIN = 28,
    AXIS = 44,
    TICKS = 6
};
enum { LABEL_COLUMNS = 34 }; /* that fit left of the rows */

/* ------------------------------------------------------------------ the frame */

static void begin(Text *out, const char *alt, int height) {
    text_add(out, "<div class=\"wide\" tabindex=\"0\"><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
             WIDTH, height);
    html_escape(out, alt);
    text_add(out, "\"><title>");
    html_escape(out, alt);
    text_add(out, "</title>\n");
}

static void end(Text *out) {
    text_add(out, "</svg></div>\n");
}

/* A class for whoever knows style sheets, and the same in plain attributes, of the light page, for programs
 * that print and do not (weasyprint gives an image no style sheet of its document). */
static const struct {
    const char *class, *attributes;
} paints[] = {
    {"s0", "stroke=\"#b84d00\""},   {"f0", "fill=\"#b84d00\""},
    {"s1", "stroke=\"#0072b2\""},   {"f1", "fill=\"#0072b2\""},
    {"s2", "stroke=\"#767676\""},   {"f2", "fill=\"#767676\""},
    {"s3", "stroke=\"#009e73\""},   {"f3", "fill=\"#009e73\""},
    {"s4", "stroke=\"#aa4499\""},   {"f4", "fill=\"#aa4499\""},
    {"s5", "stroke=\"#998100\""},   {"f5", "fill=\"#998100\""},
    {"grid", "stroke=\"#d0d0d0\""}, {"ink", "stroke=\"#1a1a1a\""},
    {"ground", "fill=\"#ffffff\""}, {"paper", "stroke=\"#ffffff\""},
    {"quiet", "fill=\"#595959\""},  {"ring", "stroke=\"#1a1a1a\" fill=\"#ffffff\""},
    {"rest", "stroke=\"#b0b0b0\""}, {"word", "fill=\"#1a1a1a\""},
};

static void paint(Text *out, const char *class) {
    for (size_t i = 0; i < sizeof paints / sizeof *paints; i++)
        if (strcmp(paints[i].class, class) == 0)
            text_add(out, " class=\"%s\" %s", class, paints[i].attributes);
}

static void paint_hue(Text *out, char what, uint32_t hue) {
    char class[8];
    snprintf(class, sizeof class, "%c%u", what, hue % SVG_HUES);
    paint(out, class);
}

static void line(Text *out, const char *class, double x1, double y1, double x2, double y2, double width) {
    text_add(out, "<line");
    paint(out, class);
    text_add(out, " x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke-width=\"%.1f\"/>\n", x1, y1, x2,
             y2, width);
}

static void dot(Text *out, char what, uint32_t hue, double x, double y, double radius) {
    text_add(out, "<circle");
    paint_hue(out, what, hue);
    text_add(out, " cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>\n", x, y, radius);
}

static void ring(Text *out, double x, double y, double radius) {
    text_add(out, "<circle");
    paint(out, "ring");
    text_add(out, " stroke-width=\"1.5\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>\n", x, y, radius);
}

static void words(Text *out, const char *class, const char *anchor, double x, double y, const char *text) {
    text_add(out, "<text");
    paint(out, class);
    text_add(out, " font-family=\"sans-serif\" font-size=\"12\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">",
             anchor, x, y);
    html_escape(out, text);
    text_add(out, "</text>\n");
}

/* How many bytes of a text take at most so many columns. */
static size_t head_of(const char *text, size_t columns) {
    size_t taken = 0, bytes = strlen(text);
    while (taken < bytes) {
        unsigned step = text_code_point(text + taken, bytes - taken, NULL);
        char head[512];
        snprintf(head, sizeof head, "%.*s", (int)(taken + step), text);
        if (step == 0 || taken + step >= sizeof head || text_columns(head) > columns) break;
        taken += step;
    }
    return taken;
}

/* What fits into so many columns. What tells labels apart often stands at their end, so the middle goes; the
 * table behind has the whole. */
static void fit(const char *text, size_t columns, char *out, size_t size) {
    if (text_columns(text) <= columns) {
        snprintf(out, size, "%s", text);
        return;
    }
    size_t tail_columns = columns / 3, tail = 0, bytes = strlen(text);
    while (tail < bytes && text_columns(text + tail) > tail_columns) {
        unsigned step = text_code_point(text + tail, bytes - tail, NULL);
        tail += step ? step : 1;
    }
    snprintf(out, size, "%.*s…%s", (int)head_of(text, columns - 1 - tail_columns), text, text + tail);
}

/* ------------------------------------------------------------------ axes */

typedef struct Axis {
    double low, high; /* of the data, moved out to whole steps */
    double from, to;  /* pixels */
    double step;      /* between ticks; linear only */
    bool logarithmic;
} Axis;

/* 1, 2 or 5 times a power of ten. */
static double nice_step(double span) {
    double rough = span / (TICKS - 1), power = pow(10, floor(log10(rough))), unit = rough / power;
    return power * (unit <= 1 ? 1 : unit <= 2 ? 2 : unit <= 5 ? 5 : 10);
}

static Axis axis_of(double low, double high, double from, double to, bool logarithmic) {
    Axis axis = {.from = from, .to = to, .logarithmic = logarithmic};
    if (!(high > low)) high = low + (low != 0 ? fabs(low) : 1);
    if (logarithmic) {
        axis.low = pow(10, floor(log10(low)));
        axis.high = pow(10, ceil(log10(high)));
        if (axis.high <= axis.low) axis.high = axis.low * 10;
        return axis;
    }
    axis.step = nice_step(high - low);
    axis.low = floor(low / axis.step + 1e-9) * axis.step;
    axis.high = ceil(high / axis.step - 1e-9) * axis.step;
    return axis;
}

static double place(const Axis *axis, double value) {
    double share = axis->logarithmic ? log10(value / axis->low) / log10(axis->high / axis->low)
                                     : (value - axis->low) / (axis->high - axis->low);
    if (share < 0) share = 0;
    if (share > 1) share = 1;
    return axis->from + share * (axis->to - axis->from);
}

static Figure tick_figure(const Axis *axis, double value) {
    double span = axis->logarithmic ? value : axis->step;
    Figure figure;
    if (fabs(value) >= 1e6) return figure_short(value);
    if (span >= 1 || value == 0) return figure_whole(value);
    snprintf(figure.text, sizeof figure.text, "%.*f", (int)ceil(-log10(span) - 1e-9), value);
    return figure;
}

static void ticks_across(Text *out, const Axis *axis, double top, double bottom, const char *unit) {
    double tick = axis->low;
    for (int guard = 0; guard < 40 && tick <= axis->high * (1 + 1e-9) + 1e-12; guard++) {
        double x = place(axis, tick);
        line(out, "grid", x, top, x, bottom, 1);
        words(out, "quiet", "middle", x, bottom + 16, tick_figure(axis, fabs(tick) < 1e-12 ? 0 : tick).text);
        tick = axis->logarithmic ? tick * 10 : tick + axis->step;
    }
    words(out, "quiet", "end", axis->to, bottom + 34, unit);
}

static void ticks_up(Text *out, const Axis *axis, double left, double right, bool percent) {
    for (double tick = axis->low; tick <= axis->high + axis->step / 2; tick += axis->step) {
        double y = place(axis, tick);
        line(out, "grid", left, y, right, y, 1);
        words(out, "quiet", "end", left - 6, y + 4,
              percent ? figure_percent(tick).text : tick_figure(axis, fabs(tick) < 1e-12 ? 0 : tick).text);
    }
}

/* ------------------------------------------------------------------ the chance of more than N */

static void draw_curve(Text *out, const SvgCurve *curve, const Axis *across, const Axis *up, uint32_t hue) {
    text_add(out, "<path");
    paint_hue(out, 's', hue);
    text_add(out, " fill=\"none\" stroke-width=\"2\"%s d=\"M%.1f %.1f",
             hue < SVG_HUES ? "" : " stroke-dasharray=\"6 3\"", place(across, across->low),
             place(up, curve->count ? curve->points[0].y : 1));
    for (uint32_t i = 0; i < curve->count; i++)
        text_add(out, "H%.1fV%.1f", place(across, curve->points[i].x), place(up, curve->points[i].y));
    text_add(out, "\"/>\n");
}

/* Beside the curve, at a height of its own, so that labels of several curves do not meet. */
static void label_curve(Text *out, const SvgCurve *curve, const Axis *across, const Axis *up, uint32_t hue,
                        double height) {
    double x = across->low;
    for (uint32_t i = 0; i < curve->count && curve->points[i].y >= height; i++) x = curve->points[i].x;
    char label[128];
    fit(curve->label, 34, label, sizeof label);
    double at = place(across, x) + 8, wide = 7.0 * (double)text_columns(label);
    if (at + wide > across->to) at = across->to - wide;
    double y = place(up, height);
    text_add(out, "<rect");
    paint(out, "ground");
    text_add(out, " opacity=\"0.8\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"15\"/>\n", at - 2, y - 11,
             wide + 4);
    dot(out, 'f', hue, at + 2, y - 4, 3);
    words(out, "word", "start", at + 9, y, label);
}

void svg_exceedance(Text *out, const char *alt, const SvgCurve *curves, uint32_t count, const char *unit) {
    double high = 0;
    for (uint32_t i = 0; i < count; i++)
        if (curves[i].count && curves[i].points[curves[i].count - 1].x > high)
            high = curves[i].points[curves[i].count - 1].x;
    Axis across = axis_of(0, high, 52, WIDTH - MARGIN, false), up = axis_of(0, 1, PLOT - AXIS, EDGE, false);
    begin(out, alt, PLOT);
    ticks_up(out, &up, across.from, across.to, true);
    ticks_across(out, &across, EDGE, PLOT - AXIS, unit);
    for (uint32_t i = 0; i < count; i++) draw_curve(out, &curves[i], &across, &up, i);
    for (uint32_t i = 0; i < count; i++)
        label_curve(out, &curves[i], &across, &up, i % SVG_HUES, 0.92 - 0.86 * (i + 0.5) / count);
    end(out);
}

/* ------------------------------------------------------------------ rows */

static void widen(double value, bool logarithmic, double *low, double *high) {
    if (isnan(value) || (logarithmic && value <= 0)) return;
    if (value < *low) *low = value;
    if (value > *high) *high = value;
}

static Axis rows_axis(const SvgRows *rows) {
    double low = INFINITY, high = -INFINITY;
    widen(rows->base, rows->logarithmic, &low, &high);
    for (uint32_t i = 0; i < rows->count; i++) {
        const double drawn[] = {rows->rows[i].low, rows->rows[i].high, rows->rows[i].value,
                                rows->rows[i].other};
        for (int k = 0; k < 4; k++) widen(drawn[k], rows->logarithmic, &low, &high);
    }
    if (!(high >= low)) low = rows->logarithmic ? 1 : 0, high = low + 1;
    return axis_of(low, high, LABELS, WIDTH - FIGURES, rows->logarithmic);
}

static void draw_bar(Text *out, const SvgRows *rows, const SvgRow *row, const Axis *axis, double y) {
    double from = place(axis, rows->base), to = place(axis, row->value);
    text_add(out, "<rect");
    paint_hue(out, 'f', row->hue);
    text_add(out, " opacity=\"0.75\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"14\"/>\n",
             from < to ? from : to, y - 7, fabs(to - from));
}

/* On two lines where one is too short and there is a space to break at. */
static void draw_label(Text *out, const char *text, double y) {
    char line[256];
    size_t head = head_of(text, LABEL_COLUMNS);
    if (text[head])
        while (head > 0 && text[head] != ' ') head--;
    bool two = head > 0 && text[head];
    snprintf(line, sizeof line, "%.*s", (int)head, text);
    if (two) words(out, "word", "end", LABELS - 10, y - 2, line);
    fit(two ? text + head + 1 : text, LABEL_COLUMNS, line, sizeof line);
    words(out, "word", "end", LABELS - 10, two ? y + 10 : y + 4, line);
}

static void draw_row(Text *out, const SvgRows *rows, const SvgRow *row, const Axis *axis, double y) {
    char class[8];
    draw_label(out, row->label, y);
    words(out, "quiet", "start", WIDTH - FIGURES + 10, y + 4, row->figure);
    snprintf(class, sizeof class, "s%u", row->hue % SVG_HUES);
    bool bar = rows->bars && !isnan(row->value) && !isnan(rows->base);
    if (bar) draw_bar(out, rows, row, axis, y);
    if (!isnan(row->low) && !isnan(row->high))
        line(out, bar ? "ink" : class, place(axis, row->low), y, place(axis, row->high), y, bar ? 1.5 : 5);
    if (!bar && !isnan(row->value)) dot(out, 'f', row->hue, place(axis, row->value), y, 6);
    if (!isnan(row->other)) ring(out, place(axis, row->other), y, 4);
}

void svg_rows(Text *out, const char *alt, const SvgRows *rows) {
    Axis axis = rows_axis(rows);
    int bottom = EDGE + ROW * (int)rows->count + 6;
    begin(out, alt, bottom + AXIS);
    ticks_across(out, &axis, EDGE, bottom, rows->unit);
    if (!isnan(rows->base))
        line(out, "ink", place(&axis, rows->base), EDGE, place(&axis, rows->base), bottom, 1);
    for (uint32_t i = 0; i < rows->count; i++)
        draw_row(out, rows, &rows->rows[i], &axis, EDGE + ROW * (i + 0.5) + 3);
    end(out);
}

/* ------------------------------------------------------------------ a front of cost and harm */

void svg_front(Text *out, const char *alt, const SvgSpot *spots, uint32_t count, const char *x_unit,
               const char *y_unit) {
    double wide = 0, tall = 0;
    for (uint32_t i = 0; i < count; i++) {
        wide = fmax(wide, spots[i].x);
        tall = fmax(tall, fmax(spots[i].y, isnan(spots[i].fresh) ? 0 : spots[i].fresh));
    }
    Axis across = axis_of(0, wide, 70, WIDTH - MARGIN, false), up = axis_of(0, tall, PLOT - AXIS, 28, false);
    begin(out, alt, PLOT);
    words(out, "quiet", "start", 8, 16, y_unit);
    ticks_up(out, &up, across.from, across.to, false);
    ticks_across(out, &across, 28, PLOT - AXIS, x_unit);
    text_add(out, "<path");
    paint(out, "s1");
    text_add(out, " fill=\"none\" stroke-width=\"2\" d=\"");
    for (uint32_t i = 0; i < count; i++) {
        double x = place(&across, spots[i].x), y = place(&up, spots[i].y);
        if (i == 0)
            text_add(out, "M%.1f %.1f", x, y);
        else
            text_add(out, "H%.1fV%.1f", x, y);
    }
    text_add(out, "\"/>\n");
    for (uint32_t i = 0; i < count; i++) {
        double x = place(&across, spots[i].x);
        if (!isnan(spots[i].fresh)) ring(out, x, place(&up, spots[i].fresh), 5);
        dot(out, 'f', 1, x, place(&up, spots[i].y), 4);
    }
    end(out);
}

/* ------------------------------------------------------------------ the spread as a map */

enum { MAP = 640 };

static double map_x(const SvgPlace *at) {
    return WIDTH / 2.0 + at->x * (MAP / 2.0 - EDGE);
}
static double map_y(const SvgPlace *at) {
    return MAP / 2.0 + at->y * (MAP / 2.0 - EDGE);
}

/* All marks of one kind as one path of round points: some tens of thousands stay a file of some 100 kB. */
static void draw_marks(Text *out, const SvgPlace *places, uint32_t count, SvgMark mark, bool great,
                       const char *class, double width) {
    bool any = false;
    for (uint32_t i = 0; i < count; i++) {
        if (places[i].mark != mark || places[i].great != great) continue;
        if (!any) {
            text_add(out, "<path");
            paint(out, class);
            text_add(out, " fill=\"none\" stroke-linecap=\"round\" stroke-width=\"%.1f\" d=\"", width);
        }
        any = true;
        text_add(out, "M%.1f %.1fh0", map_x(&places[i]), map_y(&places[i]));
    }
    if (any) text_add(out, "\"/>\n");
}

static void draw_ways(Text *out, const SvgPlace *places, uint32_t count) {
    text_add(out, "<path");
    paint(out, "s0");
    text_add(out, " fill=\"none\" opacity=\"0.25\" stroke-width=\"0.7\" d=\"");
    for (uint32_t i = 0; i < count; i++) {
        if (places[i].from >= count) continue;
        const SvgPlace *from = &places[places[i].from];
        text_add(out, "M%.1f %.1fL%.1f %.1f", map_x(from), map_y(from), map_x(&places[i]), map_y(&places[i]));
    }
    text_add(out, "\"/>\n");
}

/* Attack filled, warned outlined, contained ringed, untouched small and quiet: said by shape, not only by
 * hue. */
void svg_map(Text *out, const char *alt, const SvgPlace *places, uint32_t count) {
    begin(out, alt, MAP);
    draw_ways(out, places, count);
    for (int great = 0; great < 2; great++) {
        double size = great ? 7 : 3;
        draw_marks(out, places, count, SVG_UNTOUCHED, great, "rest", size * 0.7);
        draw_marks(out, places, count, SVG_CONTAINED, great, "s2", size + 2);
        draw_marks(out, places, count, SVG_CONTAINED, great, "paper", size);
        draw_marks(out, places, count, SVG_WARNED, great, "s1", size + 1);
        draw_marks(out, places, count, SVG_WARNED, great, "paper", size - 0.5);
        draw_marks(out, places, count, SVG_TAKEN, great, "s0", size + 1);
    }
    end(out);
}
