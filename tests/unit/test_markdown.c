/* Markdown of attachments: what it becomes, and what of it nobody is shown. */
#include "base/markdown.h"
#include "base/text.h"
#include "checks.h"

#include <string.h>

static Text html_of(const char *markdown) {
    Text out = {0};
    markdown_html(markdown, &out);
    return out;
}

static void tables_lists_and_emphasis_become_html_under_headings_of_the_third_level(void **state) {
    (void)state;
    Text html = html_of("# Head\n\nsome *words*\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
    static const char *const parts[] = {"<h3>Head</h3>", "<p>some <em>words</em></p>", "<li>one</li>",
                                        "<th>a</th>", "<td>2</td>"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!strstr(text_of(&html), parts[i])) fail_msg("no %s in %s", parts[i], text_of(&html));
    text_clear(&html);
}

static void nothing_that_runs_or_fetches_comes_through(void **state) {
    (void)state;
    static const char *const harmful[] = {
        "<script>alert(1)</script>",
        "a <b onclick=\"x()\">bold</b> word",
        "<div><img src=x onerror=x()></div>",
        "[link](javascript:alert(1))",
        "[link](data:text/html,x)",
        "![a picture of *it*](https://example.org/p.png)",
        "[![nested](https://example.org/p.png)](vbscript:x)",
    };
    static const char *const never[] = {
        "<script", "onclick", "onerror", "javascript:", "data:", "vbscript:", "<img", "<div"};
    for (size_t i = 0; i < sizeof harmful / sizeof *harmful; i++) {
        Text html = html_of(harmful[i]);
        for (size_t k = 0; k < sizeof never / sizeof *never; k++)
            if (strstr(text_of(&html), never[k])) fail_msg("%s becomes %s", harmful[i], text_of(&html));
        text_clear(&html);
    }
}

static void the_words_of_a_picture_stay(void **state) {
    (void)state;
    Text html = html_of("see ![a picture of *it*](p.png) here");
    assert_string_equal(text_of(&html), "<p>see a picture of <em>it</em> here</p>\n");
    text_clear(&html);
}

static void what_is_left_out_can_be_asked_for(void **state) {
    (void)state;
    assert_true(markdown_loses("a <b>word</b>"));
    assert_true(markdown_loses("- one\n- ![p](p.png)\n"));
    assert_false(markdown_loses("1 < 2 & *so on* [there](https://example.org/)"));
    assert_false(markdown_loses(""));
}

static void lines_for_a_terminal_are_as_wide_as_asked(void **state) {
    (void)state;
    Text plain = {0};
    markdown_plain("# Head\n\n**many** words that go on for longer than the line may be, and then some\n\n"
                   "| a | b |\n|---|---|\n| 1 | 2 |\n",
                   30, &plain);
    for (const char *line = text_of(&plain); *line; line += strcspn(line, "\n") + 1)
        assert_in_range(strcspn(line, "\n"), 0, 30);
    assert_non_null(strstr(text_of(&plain), "| 1 | 2 |"));
    assert_null(strstr(text_of(&plain), "**"));
    text_clear(&plain);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_lists_and_emphasis_become_html_under_headings_of_the_third_level),
        cmocka_unit_test(nothing_that_runs_or_fetches_comes_through),
        cmocka_unit_test(the_words_of_a_picture_stay),
        cmocka_unit_test(what_is_left_out_can_be_asked_for),
        cmocka_unit_test(lines_for_a_terminal_are_as_wide_as_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
