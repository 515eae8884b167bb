#include "base/sheet_csv.h"

#include "base/file.h"
#include "base/text.h"

#include <string.h>

#define CSV_BYTES_MAX ((size_t)16 << 20)
#define CSV_BYTE_ORDER "\xEF\xBB\xBF"

static bool would_run(const char *text) {
    return *text && strchr("=+-@", *text);
}

static void write_cell(const char *cell, Text *out) {
    const char *guard = would_run(cell) ? "'" : "";
    if (!strpbrk(cell, "\",\r\n;")) {
        text_add(out, "%s%s", guard, cell);
        return;
    }
    text_add(out, "\"%s", guard);
    for (; *cell; cell++) text_add(out, *cell == '"' ? "\"\"" : "%c", *cell);
    text_add(out, "\"");
}

bool sheet_write_csv(const Sheet *sheet, const char *path, Error *error) {
    Text out = {0};
    text_add(&out, CSV_BYTE_ORDER);
    for (uint32_t row = 0; row < sheet->rows.count; row++) {
        for (uint32_t column = 0; column < sheet->columns; column++) {
            if (column) text_add(&out, ",");
            write_cell(sheet_at(sheet, row, column), &out);
        }
        text_add(&out, "\r\n");
    }
    bool good = file_write(path, text_of(&out), out.length, error);
    text_clear(&out);
    return good;
}

/* ------------------------------------------------------------------ reading */

typedef struct Csv {
    const char *at, *end, *path;
    char separator;
    uint32_t row, column;
    Sheet *out;
} Csv;

static char separator_of(const char *at, const char *end) {
    uint32_t commas = 0, semicolons = 0, tabs = 0;
    for (; at < end && *at != '\n'; at++) {
        commas += *at == ',';
        semicolons += *at == ';';
        tabs += *at == '\t';
    }
    if (tabs > commas && tabs > semicolons) return '\t';
    return semicolons > commas ? ';' : ',';
}

static bool keep(Csv *csv, const Text *cell, Error *error) {
    const char *text = text_of(cell);
    if (*text == '\'' && would_run(text + 1)) text++;
    if (csv->row >= SHEET_ROWS_MAX || csv->column >= SHEET_COLUMNS_MAX)
        return error_set(error, "%s:%u: a table here has at most %d rows of %d columns", csv->path,
                         csv->row + 1, SHEET_ROWS_MAX, SHEET_COLUMNS_MAX);
    if (csv->column >= csv->out->columns)
        csv->column++; /* wider than its heading: nothing can name it */
    else
        sheet_set(csv->out, csv->row, csv->column++, text);
    return true;
}

static bool quoted(Csv *csv, Text *cell, Error *error) {
    for (csv->at++; csv->at < csv->end; csv->at++) {
        if (*csv->at != '"')
            text_add_n(cell, csv->at, 1);
        else if (csv->at + 1 < csv->end && csv->at[1] == '"')
            text_add_n(cell, csv->at++, 1);
        else {
            csv->at++;
            return true;
        }
    }
    return error_set(error, "%s:%u: a cell in quotes does not end", csv->path, csv->row + 1);
}

static bool read_cell(Csv *csv, Text *cell, Error *error) {
    cell->length = 0;
    text_add_n(cell, "", 0);
    if (csv->at < csv->end && *csv->at == '"' && !quoted(csv, cell, error)) return false;
    while (csv->at < csv->end && *csv->at != csv->separator && *csv->at != '\n') {
        if (*csv->at != '\r') text_add_n(cell, csv->at, 1);
        csv->at++;
    }
    return keep(csv, cell, error);
}

static uint32_t width_of(const char *at, const char *end, char separator) {
    uint32_t width = 1;
    bool inside = false;
    for (; at < end && (inside || *at != '\n'); at++) {
        inside ^= *at == '"';
        width += !inside && *at == separator;
    }
    return width < SHEET_COLUMNS_MAX ? width : SHEET_COLUMNS_MAX;
}

static bool read_rows(Csv *csv, Error *error) {
    Text cell = {0};
    bool good = true;
    while (good && csv->at < csv->end) {
        good = read_cell(csv, &cell, error);
        bool ends = csv->at >= csv->end || *csv->at == '\n';
        csv->at++;
        if (!ends) continue;
        csv->row++;
        csv->column = 0;
    }
    text_clear(&cell);
    return good;
}

static bool is_text(const char *bytes, size_t length) {
    for (size_t at = 0; at < length;) {
        unsigned taken = text_code_point(bytes + at, length - at, NULL);
        if (!taken || !bytes[at]) return false;
        at += taken;
    }
    return true;
}

bool sheet_read_csv(const char *bytes, size_t length, const char *path, Sheet *out, Error *error) {
    if (!is_text(bytes, length)) return error_set(error, "%s: is neither a workbook nor text in UTF-8", path);
    if (length >= 3 && memcmp(bytes, CSV_BYTE_ORDER, 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    Csv csv = {
        .at = bytes, .end = bytes + length, .path = path, .separator = separator_of(bytes, bytes + length)};
    Sheet sheet;
    sheet_init(&sheet, width_of(bytes, bytes + length, csv.separator));
    csv.out = &sheet;
    if (read_rows(&csv, error)) {
        *out = sheet;
        return true;
    }
    sheet_clear(&sheet);
    return false;
}

bool sheet_read(const char *path, Sheet *out, Error *error) {
    char *bytes;
    size_t length;
    if (!file_read(path, CSV_BYTES_MAX, &bytes, &length, error)) return false;
    bool workbook = sheet_is_xlsx(bytes, length);
    bool good = workbook || sheet_read_csv(bytes, length, path, out, error);
    free(bytes);
    return workbook ? sheet_read_xlsx(path, out, error) : good;
}
