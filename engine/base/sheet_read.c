/* XLSX as a sheet: a ZIP file whose parts are XML. Every size is bounded before it is believed. */
#include "base/file.h"
#include "base/sheet.h"
#include "base/text.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define FILE_LIMIT ((size_t)16 << 20)
#define PART_LIMIT ((size_t)32 << 20)
#define TEXT_LIMIT 32767 /* of a cell, as spreadsheets have it */

typedef struct Reading {
    const char *path;
    zip_t *archive;
    Sheet *sheet;
    Vec(const char *) shared; /* texts that cells point to, in the sheet's arena */
    Error *error;
} Reading;

static bool no_workbook(const Reading *reading, const char *what) {
    return error_set(reading->error, "%s: is no workbook that can be read: %s; save it as .xlsx once more",
                     reading->path, what);
}

/* ------------------------------------------------------------------ parts of the archive */

static bool too_big(const Reading *reading, const char *part) {
    return error_set(reading->error, "%s: its part %s unpacks to more than %zu MiB and is not read",
                     reading->path, part, PART_LIMIT >> 20);
}

/* What the archive says of a part's size is checked, and then not relied on. */
static bool read_part(const Reading *reading, const char *part, Text *out) {
    zip_stat_t status;
    zip_stat_init(&status);
    if (zip_stat(reading->archive, part, 0, &status) != 0) return no_workbook(reading, part);
    if ((status.valid & ZIP_STAT_SIZE) && status.size > PART_LIMIT) return too_big(reading, part);
    zip_file_t *file = zip_fopen(reading->archive, part, 0);
    if (!file) return no_workbook(reading, part);
    char step[65536];
    zip_int64_t got;
    while ((got = zip_fread(file, step, sizeof step)) > 0 && out->length <= PART_LIMIT)
        text_add_n(out, step, (size_t)got);
    zip_fclose(file);
    if (out->length > PART_LIMIT) return too_big(reading, part);
    return got == 0 || no_workbook(reading, part);
}

/* No network, no entities, no document type. */
static xmlDoc *parse_part(const Reading *reading, const char *part) {
    Text text = {0};
    xmlDoc *document = NULL;
    if (read_part(reading, part, &text)) {
        document = xmlReadMemory(text_of(&text), (int)text.length, part, NULL,
                                 XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
        if (!document)
            no_workbook(reading, part);
        else if (document->intSubset) {
            error_set(reading->error, "%s: its part %s declares a document type, which no workbook does",
                      reading->path, part);
            xmlFreeDoc(document);
            document = NULL;
        }
    }
    text_clear(&text);
    return document;
}

/* ------------------------------------------------------------------ XML by local names */

static bool is_named(const xmlNode *node, const char *name) {
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static const xmlNode *child_named(const xmlNode *node, const char *name) {
    for (const xmlNode *child = node ? node->children : NULL; child; child = child->next)
        if (is_named(child, name)) return child;
    return NULL;
}

/* The text of a plain attribute, borrowed from the tree; "" when it is not there. */
static const char *attribute(const xmlNode *node, const char *name) {
    for (const xmlAttr *at = node->properties; at; at = at->next)
        if (strcmp((const char *)at->name, name) == 0 && at->children && at->children->content)
            return (const char *)at->children->content;
    return "";
}

static void add_content(const xmlNode *node, Text *out) {
    for (const xmlNode *child = node->children; child && out->length < TEXT_LIMIT; child = child->next)
        if (child->content && (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE))
            text_add(out, "%s", (const char *)child->content);
}

/* A string item: its own text, or that of its runs. Phonetic runs (rPh) only tell how to read it. */
static void add_string(const xmlNode *item, Text *out) {
    for (const xmlNode *child = item->children; child; child = child->next) {
        if (is_named(child, "t"))
            add_content(child, out);
        else if (is_named(child, "r"))
            add_string(child, out);
    }
}

/* ------------------------------------------------------------------ the workbook */

/* Where the first sheet lies: workbook.xml names a relation, and that one the part. */
static bool find_target(Reading *reading, const char *relation, Text *part) {
    xmlDoc *document = parse_part(reading, "xl/_rels/workbook.xml.rels");
    if (!document) return false;
    const xmlNode *root = xmlDocGetRootElement(document);
    for (const xmlNode *node = root ? root->children : NULL; node; node = node->next) {
        if (!is_named(node, "Relationship") || strcmp(attribute(node, "Id"), relation) != 0) continue;
        const char *target = attribute(node, "Target");
        text_add(part, "%s%.200s", *target == '/' ? "" : "xl/", target + (*target == '/'));
    }
    xmlFreeDoc(document);
    return part->length > 0 || no_workbook(reading, "its first sheet is missing");
}

static bool find_sheet(Reading *reading, Text *part) {
    xmlDoc *document = parse_part(reading, "xl/workbook.xml");
    if (!document) return false;
    const xmlNode *sheets = child_named(xmlDocGetRootElement(document), "sheets");
    const xmlNode *first = child_named(sheets, "sheet");
    bool good =
        first ? find_target(reading, attribute(first, "id"), part) : no_workbook(reading, "it has no sheet");
    xmlFreeDoc(document);
    return good;
}

static bool read_shared(Reading *reading) {
    if (zip_name_locate(reading->archive, "xl/sharedStrings.xml", 0) < 0) return true;
    xmlDoc *document = parse_part(reading, "xl/sharedStrings.xml");
    if (!document) return false;
    const xmlNode *root = xmlDocGetRootElement(document);
    for (const xmlNode *node = root ? root->children : NULL; node; node = node->next) {
        if (!is_named(node, "si")) continue;
        Text text = {0};
        add_string(node, &text);
        vec_push(&reading->shared, arena_text(&reading->sheet->arena, text_of(&text)));
        text_clear(&text);
    }
    xmlFreeDoc(document);
    return true;
}

/* "BC12" → column 54, row 11; false for anything else. */
static bool read_place(const char *place, uint32_t *row, uint32_t *column) {
    uint64_t letters = 0, digits = 0;
    while (*place >= 'A' && *place <= 'Z' && letters < 1000000)
        letters = letters * 26 + (uint64_t)(*place++ - 'A' + 1);
    while (*place >= '0' && *place <= '9' && digits < 100000000)
        digits = digits * 10 + (uint64_t)(*place++ - '0');
    if (*place || letters < 1 || digits < 1) return false;
    *column = (uint32_t)letters - 1;
    *row = (uint32_t)digits - 1;
    return true;
}

static bool add_cell_text(Reading *reading, const xmlNode *cell, Text *text) {
    const char *type = attribute(cell, "t");
    const xmlNode *value = child_named(cell, "v"), *inside = child_named(cell, "is");
    if (inside) add_string(inside, text);
    if (!value) return true;
    add_content(value, text);
    if (strcmp(type, "s") != 0) return true;
    char *end;
    unsigned long index = strtoul(text_of(text), &end, 10);
    if (*end || index >= reading->shared.count)
        return no_workbook(reading, "a cell points to a text that is not there");
    text_clear(text);
    text_add(text, "%s", reading->shared.items[index]);
    return true;
}

static bool read_cell(Reading *reading, const xmlNode *cell) {
    uint32_t row, column;
    if (!read_place(attribute(cell, "r"), &row, &column))
        return no_workbook(reading, "a cell has no place such as B3");
    if (row >= SHEET_ROWS_MAX || column >= SHEET_COLUMNS_MAX)
        return error_set(reading->error, "%s: cell %s lies beyond the %d rows and %d columns that are read",
                         reading->path, attribute(cell, "r"), SHEET_ROWS_MAX, SHEET_COLUMNS_MAX);
    Text text = {0};
    bool good = add_cell_text(reading, cell, &text);
    if (good && text.length) sheet_set(reading->sheet, row, column, text_of(&text));
    text_clear(&text);
    return good;
}

static bool read_cells(Reading *reading, const char *part) {
    xmlDoc *document = parse_part(reading, part);
    if (!document) return false;
    bool good = true;
    const xmlNode *data = child_named(xmlDocGetRootElement(document), "sheetData");
    for (const xmlNode *row = data ? data->children : NULL; row && good; row = row->next) {
        for (const xmlNode *cell = row->children; cell && good; cell = cell->next)
            if (is_named(cell, "c")) good = read_cell(reading, cell);
    }
    xmlFreeDoc(document);
    return good;
}

static zip_t *open_archive(const char *bytes, size_t length) {
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *source = zip_source_buffer_create(bytes, length, 0, &why);
    zip_t *archive = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &why) : NULL;
    if (source && !archive) zip_source_free(source);
    zip_error_fini(&why);
    return archive;
}

bool sheet_read_xlsx(const char *path, Sheet *out, Error *error) {
    char *bytes;
    size_t length;
    if (!file_read(path, FILE_LIMIT, &bytes, &length, error)) return false;
    Sheet sheet;
    sheet_init(&sheet, SHEET_COLUMNS_MAX);
    Reading reading = {.path = path, .archive = open_archive(bytes, length), .sheet = &sheet, .error = error};
    Text part = {0};
    bool good = reading.archive ? find_sheet(&reading, &part) && read_shared(&reading) &&
                                      read_cells(&reading, text_of(&part))
                                : no_workbook(&reading, "it is no ZIP file, or a damaged one");
    if (reading.archive) zip_discard(reading.archive);
    if (good)
        *out = sheet;
    else
        sheet_clear(&sheet);
    vec_clear(&reading.shared);
    text_clear(&part);
    free(bytes);
    return good;
}
