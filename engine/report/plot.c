#include "report/plot.h"

#include "measure/histogram.h"
#include "report/figure.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { ROWS = 11, WIDTH = 71, LABELS = 4 };

typedef struct Canvas {
    char cells[ROWS][WIDTH]; /* letter, or ' ' */
    int64_t right;           /* value at the right end */
} Canvas;

/* The next round number whose quarters are round too. */
static int64_t round_up(int64_t value) {
    static const int64_t small[] = {4, 8, 12, 20}, steps[] = {4, 6, 8, 10, 12, 16, 20};
    for (size_t i = 0; i < sizeof small / sizeof small[0]; i++) {
        if (value <= small[i]) return small[i];
    }
    for (int64_t scale = 10;; scale *= 10) {
        for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
            if (value <= steps[i] * scale) return steps[i] * scale;
        }
    }
}

static int64_t right_end(const Curve *curves, uint32_t curve_count) {
    int64_t right = 1;
    for (uint32_t i = 0; i < curve_count; i++) {
        if (curves[i].sample->count == 0) continue;
        int64_t high = sample_quantile(curves[i].sample, 995, 1000);
        if (high > right) right = high;
    }
    return round_up(right);
}

static int row_of(double chance) {
    return (int)((1 - chance) * (ROWS - 1) + 0.5);
}

static void draw_curve(Canvas *canvas, const Curve *curve) {
    int before = -1;
    for (int x = 0; x < WIDTH && curve->sample->count > 0; x++) {
        double chance = sample_above(curve->sample, (int64_t)((double)canvas->right * x / (WIDTH - 1)));
        int row = row_of(chance);
        for (int r = before < 0 ? row : before + 1; r <= row; r++) canvas->cells[r][x] = curve->letter;
        canvas->cells[row][x] = curve->letter;
        before = row;
    }
}

static void write_row(Text *out, Style style, const Canvas *canvas, int row, bool many) {
    if (row % 2 == 0)
        text_add(out, "%4d %% ", 100 - 100 * row / (ROWS - 1));
    else
        text_pad(out, ' ', 7);
    text_add(out, "%s", style.ascii ? "|" : "│");
    int length = WIDTH;
    while (length > 0 && canvas->cells[row][length - 1] == ' ') length--;
    for (int x = 0; x < length; x++) {
        char cell = canvas->cells[row][x];
        if (cell == ' ' || many)
            text_add_n(out, &cell, 1);
        else
            page_paint(out, style, HUE_ATTACK, "%s", style.ascii ? "*" : "•");
    }
    text_add(out, "\n");
}

static void write_axis(Text *out, Style style, int64_t right, const char *unit) {
    char labels[WIDTH + 32];
    memset(labels, ' ', sizeof labels);
    for (int i = 0; i <= LABELS; i++) {
        Figure figure = figure_whole((double)right * i / LABELS);
        size_t length = strlen(figure.text), at = (size_t)(7 + (WIDTH - 1) * i / LABELS);
        at = i == LABELS ? 7 + WIDTH - length : i == 0 ? at : at - length / 2;
        memcpy(labels + at, figure.text, length);
    }
    labels[7 + WIDTH] = '\0';
    text_pad(out, ' ', 7);
    text_add(out, "%s", style.ascii ? "+" : "└");
    for (int x = 0; x < WIDTH; x++) text_add(out, "%s", style.ascii ? "-" : "─");
    text_add(out, "\n%s\n", labels);
    text_pad(out, ' ', 8);
    text_add(out, "chance (up) of more than N %s (across)\n", unit);
}

void plot_exceedance(Text *out, Style style, const Curve *curves, uint32_t curve_count, const char *unit) {
    assert(curve_count <= PLOT_CURVES);
    Canvas canvas = {.right = right_end(curves, curve_count)};
    memset(canvas.cells, ' ', sizeof canvas.cells);
    for (uint32_t i = curve_count; i-- > 0;) draw_curve(&canvas, &curves[i]);
    for (int row = 0; row < ROWS; row++) write_row(out, style, &canvas, row, curve_count > 1);
    write_axis(out, style, canvas.right, unit);
}

void plot_spread(Text *out, Style style, const Sample *sample, uint32_t bars) {
    static const char *const drawn[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char *const plain[] = {" ", ".", ":", "-", "=", "+", "*", "#", "@"};
    uint32_t bins[PAGE_COLUMNS], most = 1;
    assert(bars <= PAGE_COLUMNS && sample->count > 0);
    int64_t low = sample->sorted[0], high = sample->sorted[sample->count - 1];
    histogram_of(sample, low, high > low ? high : low + 1, bins, bars);
    for (uint32_t i = 0; i < bars; i++) most = bins[i] > most ? bins[i] : most;
    for (uint32_t i = 0; i < bars; i++) {
        uint32_t level = (uint32_t)(((uint64_t)bins[i] * 8 + most - 1) / most);
        text_add(out, "%s", (style.ascii ? plain : drawn)[level]);
    }
}
