/* A document for people: headings, paragraphs, lists, tables and figures in order, written once and rendered
 * for the terminal or as one HTML file that needs nothing else: no script, no font, no address. Copies every
 * text; whatever users wrote is escaped where it is rendered. */
#pragma once

#include "report/table.h"

typedef enum BlockKind {
    BLOCK_HEADING,
    BLOCK_LEAD, /* the finding: large */
    BLOCK_PARAGRAPH,
    BLOCK_ITEM, /* of a numbered list */
    BLOCK_TABLE,
    BLOCK_FIGURE, /* HTML only; its table stands in for it on the terminal */
} BlockKind;

typedef struct Block {
    BlockKind kind;
    const char *text;     /* of a table or figure: its title, which says the finding */
    const char *subtitle; /* figures: what is plotted */
    const char *svg;      /* figures */
    Table table;          /* tables and figures; owned */
} Block;

typedef struct Document {
    Arena arena;
    const char *title, *marking; /* marking such as "TLP:AMBER", or "" */
    const char *language;        /* "en" or "ja" */
    bool one_page;               /* printed smaller, to fit a sheet; whoever writes it keeps it short */
    Vec(Block) blocks;
} Document;

void document_init(Document *document, const char *title, const char *marking, const char *language);
void document_clear(Document *document);

void document_add(Document *document, BlockKind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Takes the table, which must be complete; `alignment` of the table must outlive the document. */
void document_add_table(Document *document, const char *title, const Table *table);
/* `svg` is copied. The table says the same as the plot. */
void document_add_figure(Document *document, const char *title, const char *subtitle, const char *svg,
                         const Table *table);

void document_text(const Document *document, Style style, Text *out);
void document_html(const Document *document, Text *out);
