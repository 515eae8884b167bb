/* A document as one HTML file. Calm, dense, printable: one typeface, one accent, the attack vermilion and the
 * warning blue, light and dark, A4 with the marking and the page number in its margins. */
#include "report/document.h"
#include "report/html.h"

#include <string.h>

static const char style_sheet[] =
    ":root{color-scheme:light dark;--ink:#1a1a1a;--quiet:#595959;--line:#d0d0d0;--ground:#fff;--soft:#f4f4f2;"
    "--attack:#b84d00;--warning:#0072b2;--held:#767676}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#ececea;--quiet:#b0b0ac;--line:#444;--ground:#161614;"
    "--soft:#222220;--attack:#ff8a3d;--warning:#5ab4ea;--held:#9a9a96}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;padding:16px;max-width:880px;background:var(--ground);color:var(--ink);"
    "font:16px/1.5 system-ui,'Noto Sans','Noto Sans CJK JP','IPAexGothic',sans-serif;"
    "font-variant-numeric:tabular-nums;overflow-wrap:break-word}\n"
    "header,footer{display:flex;justify-content:space-between;gap:16px;color:var(--quiet);font-size:14px}\n"
    "header{border-bottom:1px solid;border-bottom-color:var(--line);padding-bottom:8px}\n"
    "footer{border-top:1px solid;border-top-color:var(--line);margin-top:32px;padding-top:8px}\n"
    "h1{font-size:28px;line-height:1.2;margin:16px 0 8px}\n"
    "h2{font-size:20px;line-height:1.3;margin:32px 0 8px}\n"
    ".lead{font-size:20px;line-height:1.4;margin:8px 0 16px}\n"
    "p{margin:8px 0}ol{margin:8px 0;padding-left:28px}li{margin:4px 0}\n"
    "figure{margin:24px 0}figcaption b,caption b{display:block;font-size:16px}\n"
    "figcaption span{color:var(--quiet);font-size:14px}\n"
    "svg{display:block;width:100%;height:auto;margin-top:8px}\n"
    "svg text{font:12px system-ui,'Noto Sans','IPAexGothic',sans-serif;fill:var(--ink)}\n"
    "svg .quiet{fill:var(--quiet)}svg .grid{stroke:var(--line)}svg .rest{stroke:var(--held);opacity:.5}\n"
    "svg .ink{stroke:var(--ink)}svg .ground{fill:var(--ground)}svg .paper{stroke:var(--ground)}svg "
    ".ring{stroke:var(--ink);fill:var(--ground)}\n"
    "figure .wide svg{min-width:520px}\n"
    ".s0{stroke:var(--attack)}.f0{fill:var(--attack)}.s1{stroke:var(--warning)}.f1{fill:var(--warning)}\n"
    ".s2{stroke:var(--held)}.f2{fill:var(--held)}.s3{stroke:#009e73}.f3{fill:#009e73}\n"
    ".s4{stroke:#aa4499}.f4{fill:#aa4499}.s5{stroke:#998100}.f5{fill:#998100}\n"
    ".wide{overflow-x:auto}\n"
    "table{border-collapse:collapse;font-size:14px;margin:8px 0;width:100%}\n"
    "caption{text-align:left;padding-bottom:4px}\n"
    "th,td{padding:4px 12px 4px 0;text-align:left;vertical-align:top;border-bottom:1px "
    "solid;border-bottom-color:var(--line)}\n"
    "th{font-weight:600;color:var(--quiet)}.r{text-align:right}\n"
    "summary{color:var(--warning);cursor:pointer;font-size:14px}\n"
    "@page{size:A4;margin:18mm 16mm}\n"
    "@media print{:root{--ink:#000;--quiet:#444;--line:#bbb;--ground:#fff;--soft:#f4f4f2;--attack:#b84d00;"
    "--warning:#0072b2;--held:#767676;color-scheme:light}body{font-family:'Noto Sans','Liberation "
    "Sans','DejaVu Sans','Noto Sans CJK JP','IPAexGothic',sans-serif;font-size:11pt;max-width:none;padding:0}"
    "header,footer{display:none}"
    "h1{font-size:20pt}h2{font-size:14pt;break-after:avoid}.lead{font-size:13pt}svg{max-height:90mm}"
    "figure,table,li{break-inside:avoid}table{font-size:9pt}summary{display:none}"
    ".one-page{font-size:9.5pt;line-height:1.4}.one-page h1{font-size:16pt;margin-top:0}.one-page "
    "h2{font-size:11.5pt;margin:12px 0 2px}.one-page .lead{font-size:11pt}.one-page th,.one-page "
    "td{padding-top:2px;padding-bottom:2px}.one-page li{margin:2px 0}"
    "details::details-content{content-visibility:visible;height:auto;block-size:auto}}\n";

static void element(Text *out, const char *open, const char *text, const char *close) {
    text_add(out, "%s", open);
    html_escape(out, text);
    text_add(out, "%s\n", close);
}

static void table_row(const Table *table, uint32_t row, Text *out) {
    text_add(out, "<tr>");
    for (uint32_t c = 0; c < table->columns; c++) {
        const char *side = table->alignment[c] == 'r' ? " class=\"r\"" : "";
        if (row == 0)
            text_add(out, "<th scope=\"col\"%s>", side);
        else if (c == 0)
            text_add(out, "<th scope=\"row\"%s>", side);
        else
            text_add(out, "<td%s>", side);
        html_escape(out, table->cells.items[row * table->columns + c]);
        text_add(out, row == 0 || c == 0 ? "</th>" : "</td>");
    }
    text_add(out, "</tr>\n");
}

static void table_html(const Table *table, const char *title, Text *out) {
    text_add(out, "<div class=\"wide\" tabindex=\"0\"><table>\n");
    if (title) element(out, "<caption><b>", title, "</b></caption>");
    uint32_t rows = table->cells.count / table->columns;
    for (uint32_t row = 0; row < rows; row++) {
        if (row == 0) text_add(out, "<thead>");
        table_row(table, row, out);
        if (row == 0) text_add(out, "</thead><tbody>\n");
    }
    text_add(out, "%s</table></div>\n", rows ? "</tbody>" : "");
}

static void figure_html(const Block *block, Text *out) {
    text_add(out, "<figure>\n<figcaption>");
    element(out, "<b>", block->text, "</b>");
    element(out, "<span>", block->subtitle, "</span></figcaption>");
    text_add(out, "%s\n<details><summary>The numbers behind this figure</summary>\n", block->svg);
    table_html(&block->table, NULL, out);
    text_add(out, "</details>\n</figure>\n");
}

static void block_html(const Block *block, Text *out) {
    switch (block->kind) {
    case BLOCK_HEADING:
        element(out, "<h2>", block->text, "</h2>");
        break;
    case BLOCK_LEAD:
        element(out, "<p class=\"lead\">", block->text, "</p>");
        break;
    case BLOCK_PARAGRAPH:
        element(out, "<p>", block->text, "</p>");
        break;
    case BLOCK_ITEM:
        element(out, "<li>", block->text, "</li>");
        break;
    case BLOCK_TABLE:
        table_html(&block->table, block->text, out);
        break;
    case BLOCK_FIGURE:
        figure_html(block, out);
        break;
    }
}

/* Inside a CSS text: only what cannot end it. */
static void css_text(Text *out, const char *text) {
    for (; *text; text++)
        if (!strchr("\"\\<>\n\r", *text)) text_add_n(out, text, 1);
}

static void head_html(const Document *document, Text *out) {
    text_add(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
             document->language);
    text_add(out, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                  "'unsafe-inline'; img-src data:\">\n");
    element(out, "<title>", document->title, "</title>");
    text_add(out, "<style>\n%s@page{@top-right{content:\"", style_sheet);
    css_text(out, document->marking);
    text_add(out, "\";font-size:9pt}@bottom-left{content:\"");
    css_text(out, document->marking);
    text_add(out,
             "\";font-size:9pt}@bottom-right{content:\"page \" counter(page) \" of \" counter(pages);"
             "font-size:9pt}}\n</style>\n</head>\n<body%s>\n",
             document->one_page ? " class=\"one-page\"" : "");
}

void document_html(const Document *document, Text *out) {
    bool listing = false;
    head_html(document, out);
    element(out, "<header><span>Keyfall</span><span>", document->marking, "</span></header>\n<main>");
    element(out, "<h1>", document->title, "</h1>");
    for (uint32_t i = 0; i < document->blocks.count; i++) {
        const Block *block = &document->blocks.items[i];
        bool item = block->kind == BLOCK_ITEM;
        if (item != listing) text_add(out, item ? "<ol>\n" : "</ol>\n");
        listing = item;
        block_html(block, out);
    }
    if (listing) text_add(out, "</ol>\n");
    element(out, "</main>\n<footer><span>Keyfall</span><span>", document->marking, "</span></footer>");
    text_add(out, "</body>\n</html>\n");
}
