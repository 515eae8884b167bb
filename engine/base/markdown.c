#include "base/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdlib.h>
#include <string.h>

enum { HEADING_FIRST = 3, HEADING_LAST = 6 };

typedef struct Parsed {
    cmark_parser *parser; /* holds the extensions that rendering needs */
    cmark_node *root;
} Parsed;

static Parsed parse(const char *markdown) {
    cmark_gfm_core_extensions_ensure_registered();
    Parsed parsed = {.parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8)};
    cmark_parser_attach_syntax_extension(parsed.parser, cmark_find_syntax_extension("table"));
    cmark_parser_feed(parsed.parser, markdown, strlen(markdown));
    parsed.root = cmark_parser_finish(parsed.parser);
    return parsed;
}

static void parsed_clear(Parsed *parsed) {
    cmark_node_free(parsed->root);
    cmark_parser_free(parsed->parser);
}

static bool is_harmful(cmark_node *node) {
    cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE || type == CMARK_NODE_IMAGE;
}

/* A picture's words take its place. */
static void take_out(cmark_node *node) {
    if (cmark_node_get_type(node) == CMARK_NODE_IMAGE)
        while (cmark_node_first_child(node)) cmark_node_insert_before(node, cmark_node_first_child(node));
    cmark_node_unlink(node);
    cmark_node_free(node);
}

/* Nodes may go when the walk has left them; leaves are entered only. */
static void make_harmless(cmark_node *root) {
    cmark_iter *walk = cmark_iter_new(root);
    for (cmark_event_type event; (event = cmark_iter_next(walk)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(walk);
        bool left = event == CMARK_EVENT_EXIT || cmark_node_get_type(node) != CMARK_NODE_IMAGE;
        if (left && is_harmful(node)) {
            take_out(node);
        } else if (event == CMARK_EVENT_ENTER && cmark_node_get_type(node) == CMARK_NODE_HEADING) {
            int level = cmark_node_get_heading_level(node) + HEADING_FIRST - 1;
            cmark_node_set_heading_level(node, level < HEADING_LAST ? level : HEADING_LAST);
        }
    }
    cmark_iter_free(walk);
}

void markdown_html(const char *markdown, Text *out) {
    Parsed parsed = parse(markdown);
    make_harmless(parsed.root);
    char *html =
        cmark_render_html(parsed.root, CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(parsed.parser));
    text_add(out, "%s", html);
    free(html);
    parsed_clear(&parsed);
}

void markdown_plain(const char *markdown, int width, Text *out) {
    Parsed parsed = parse(markdown);
    make_harmless(parsed.root);
    char *plain = cmark_render_plaintext(parsed.root, CMARK_OPT_DEFAULT, width);
    text_add(out, "%s", plain);
    free(plain);
    parsed_clear(&parsed);
}

bool markdown_loses(const char *markdown) {
    Parsed parsed = parse(markdown);
    bool loses = false;
    cmark_iter *walk = cmark_iter_new(parsed.root);
    while (!loses && cmark_iter_next(walk) != CMARK_EVENT_DONE) loses = is_harmful(cmark_iter_get_node(walk));
    cmark_iter_free(walk);
    parsed_clear(&parsed);
    return loses;
}
