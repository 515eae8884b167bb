#include "report/document.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void document_init(Document *document, const char *title, const char *marking, const char *language) {
    *document = (Document){.language = language};
    arena_init(&document->arena);
    document->title = arena_text(&document->arena, title);
    document->marking = arena_text(&document->arena, marking);
}

void document_clear(Document *document) {
    for (uint32_t i = 0; i < document->blocks.count; i++)
        if (document->blocks.items[i].table.columns) table_clear(&document->blocks.items[i].table);
    vec_clear(&document->blocks);
    arena_clear(&document->arena);
}

void document_add(Document *document, BlockKind kind, const char *format, ...) {
    char text[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    vec_push(&document->blocks, (Block){.kind = kind, .text = arena_text(&document->arena, text)});
}

void document_add_table(Document *document, const char *title, const Table *table) {
    Block block = {.kind = BLOCK_TABLE, .text = arena_text(&document->arena, title), .table = *table};
    vec_push(&document->blocks, block);
}

void document_add_figure(Document *document, const char *title, const char *subtitle, const char *svg,
                         const Table *table) {
    Block block = {.kind = BLOCK_FIGURE,
                   .text = arena_text(&document->arena, title),
                   .subtitle = arena_text(&document->arena, subtitle),
                   .svg = arena_text(&document->arena, svg),
                   .table = *table};
    vec_push(&document->blocks, block);
}

/* ------------------------------------------------------------------ the terminal */

static void block_text(const Block *block, uint32_t number, Style style, Text *out) {
    switch (block->kind) {
    case BLOCK_HEADING:
        text_add(out, "\n");
        page_heading(out, style, "%s", block->text);
        break;
    case BLOCK_LEAD:
    case BLOCK_PARAGRAPH:
        page_wrap(out, 0, "%s", block->text);
        break;
    case BLOCK_ITEM:
        page_item(out, number, "%s", block->text);
        break;
    case BLOCK_TABLE:
    case BLOCK_FIGURE:
        text_add(out, "\n");
        page_heading(out, style, "%s", block->text);
        table_write(&block->table, style, out);
        break;
    }
}

void document_text(const Document *document, Style style, Text *out) {
    uint32_t number = 0;
    page_heading(out, style, "%s", document->title);
    if (*document->marking) text_add(out, "%s\n", document->marking);
    text_add(out, "\n");
    for (uint32_t i = 0; i < document->blocks.count; i++) {
        const Block *block = &document->blocks.items[i];
        number = block->kind == BLOCK_ITEM ? number + 1 : 0;
        block_text(block, number, style, out);
    }
    if (*document->marking) text_add(out, "\n%s\n", document->marking);
}
