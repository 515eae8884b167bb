#include "report/html.h"

#include <stdio.h>
#include <string.h>

void html_escape(Text *out, const char *text) {
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        const char *entity = *at == '<'                                                  ? "&lt;"
                             : *at == '>'                                                ? "&gt;"
                             : *at == '&'                                                ? "&amp;"
                             : *at == '"'                                                ? "&quot;"
                             : *at == '\''                                               ? "&#39;"
                             : (*at < 0x20 && *at != '\n' && *at != '\t') || *at == 0x7f ? "\xef\xbf\xbd"
                                                                                         : NULL;
        if (entity)
            text_add(out, "%s", entity);
        else
            text_add_n(out, (const char *)at, 1);
    }
}

void html_element(Text *out, const char *tag, const char *text) {
    text_add(out, "<%s>", tag);
    html_escape(out, text);
    text_add(out, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

void html_row(Text *out, const char *tag, const char *const *cells) {
    text_add(out, "<tr>");
    for (; *cells; cells++) {
        text_add(out, "<%s>", tag);
        html_escape(out, *cells);
        text_add(out, "</%s>", tag);
    }
    text_add(out, "</tr>\n");
}

/* ------------------------------------------------------------------ the shell */

static void css_string(Text *out, const char *text) {
    text_add(out, "\"");
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') text_add(out, "\\");
        text_add_n(out, text, 1);
    }
    text_add(out, "\"");
}

static void page_rules(Text *out, const HtmlShell *shell) {
    text_add(out, "@page { size: %s; margin: 24mm 20mm 22mm; @top-center { content: ",
             shell->letter ? "Letter" : "A4");
    css_string(out, shell->marking);
    text_add(out, "; font: 9pt sans-serif; letter-spacing: 0.05em } @bottom-left { content: ");
    css_string(out, shell->marking);
    text_add(out, "; font: 8pt sans-serif; color: #555 } @bottom-right { content: counter(page) \" / \" "
                  "counter(pages); "
                  "font: 8pt sans-serif; color: #555 } }\n");
}

static const char rules[] =
    "body { font: 11pt/1.45 sans-serif; font-family: 'Noto Sans', 'DejaVu Sans', 'IPAexGothic', sans-serif; "
    "color: #111; "
    "max-width: 170mm; margin: 0 auto; padding: 0 4mm }\n"
    "h1 { font-size: 22pt; line-height: 1.2; margin: 0 0 6mm } h2 { font-size: 15pt; margin: 8mm 0 3mm; "
    "break-after: avoid } h3 { font-size: 12pt; margin: 5mm 0 2mm; break-after: avoid }\n"
    "table { border-collapse: collapse; width: 100%; margin: 2mm 0 5mm; font-size: 9.5pt } th, td { border: "
    "0.5pt solid "
    "#999; padding: 1.5mm 2mm; text-align: left; vertical-align: top } th { background: #eee } tr { "
    "break-inside: avoid }\n"
    ".small { font-size: 9pt; color: #444 } .cover { margin-top: 40mm; break-after: page } .sheet { "
    "break-before: page }\n"
    ".card { border: 1pt solid #111; padding: 6mm; break-inside: avoid; margin: 0 0 8mm } .card h2 { "
    "margin-top: 0 }\n"
    ".narrow { font-size: 7.5pt } .narrow th, .narrow td { padding: 1mm } .narrow td { overflow-wrap: "
    "break-word }\n"
    ".cover .marking { text-align: left }\n"
    ".blank td { height: 12mm } .note { border-left: 3pt solid #0072B2; padding-left: 3mm } .attack { color: "
    "#D55E00 }\n"
    ".write { border-bottom: 0.5pt solid #999; height: 8mm } .marking { text-align: center; font-weight: "
    "bold; "
    "letter-spacing: 0.05em } @media print { .screen { display: none } }\n"
    "svg { width: 100%; height: auto } pre { white-space: pre-wrap; font-family: inherit }\n";

void html_open(Text *out, const HtmlShell *shell) {
    text_add(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
             shell->language);
    html_escape(out, shell->title);
    text_add(out, "</title>\n<style>\n");
    page_rules(out, shell);
    text_add(out, "%s</style>\n</head>\n<body>\n", rules);
    html_element(out, "p class=\"marking screen\"", shell->marking);
}

void html_close(Text *out, const HtmlShell *shell) {
    html_element(out, "p class=\"marking screen\"", shell->marking);
    text_add(out, "</body>\n</html>\n");
}
