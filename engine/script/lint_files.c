/* What a scenario's files have to tell their readers: its README.md, and what a skeleton left open. */
#include "base/file.h"
#include "base/text.h"
#include "script/lint_internal.h"

#include <stdio.h>
#include <string.h>

enum { FILE_BYTES = 16 << 20 };

typedef struct Wanted {
    const char *any[6]; /* one of these, in lower case, ends with NULL */
    const char *text;
} Wanted;

static const Wanted always[] = {
    {{"does not say", "left out", "leaves out", "not modelled", "limits", NULL},
     "README.md does not tell what the scenario leaves out; add a section \"What it does not say\""},
    {{"predict", "it misses", NULL}, "README.md does not tell which published figures are predicted"},
};
static const Wanted if_fitted = {{"fitted", NULL},
                                 "numbers of the scenario are fitted, but README.md does not tell to what"};

static bool says(const char *text, const Wanted *wanted) {
    for (int i = 0; wanted->any[i]; i++) {
        if (strstr(text, wanted->any[i])) return true;
    }
    return false;
}

static void lower(char *text) {
    for (; *text; text++) {
        if (*text >= 'A' && *text <= 'Z') *text = (char)(*text + ('a' - 'A'));
        if (*text == '\n') *text = ' ';
    }
}

static bool has_fitted(const Scenario *scenario) {
    for (uint32_t i = 0; i < scenario->parameters.list.count; i++) {
        if (scenario->parameters.list.items[i].provenance == PROVENANCE_FITTED) return true;
    }
    return false;
}

static void check(Lint *lint, const Scenario *scenario, const char *readme, const Wanted *wanted) {
    if (!says(readme, wanted))
        lint_add(lint, scenario, LINT_WARNING, "readme", "README.md", "README.md", "%s", wanted->text);
}

/* The bytes of a file of the folder; NULL when there is none. */
static char *read_file(const Scenario *scenario, const char *name) {
    Text path = {0};
    char *bytes = NULL;
    size_t length;
    Error unused;
    text_add(&path, "%s/%s", scenario->folder, name);
    if (!file_read(text_of(&path), FILE_BYTES, &bytes, &length, &unused)) bytes = NULL;
    text_clear(&path);
    return bytes;
}

static void check_readme(Lint *lint, const Scenario *scenario) {
    char *readme = read_file(scenario, "README.md");
    if (readme) {
        lower(readme);
        check(lint, scenario, readme, &always[0]);
        if (scenario->adversary.history.count) check(lint, scenario, readme, &always[1]);
        if (has_fitted(scenario)) check(lint, scenario, readme, &if_fitted);
    } else {
        lint_add(
            lint, scenario, LINT_WARNING, "readme", "README.md", "README.md",
            "there is no README.md; tell what is modelled, what was fitted to what, and what is left out");
    }
    free(readme);
}

/* `keyfall new` leaves this word where the author has to write; one note for each file, at the first. */
static void check_placeholders(Lint *lint, const Scenario *scenario, const char *name) {
    static const char word[] = "REPLACE";
    char *text = read_file(scenario, name), where[64];
    uint32_t count = 0, line = 1;
    for (const char *at = text; at && *at; at++) {
        if (!count && *at == '\n') line++;
        count += strncmp(at, word, sizeof word - 1) == 0;
    }
    snprintf(where, sizeof where, "%s:%u", name, line);
    if (count)
        lint_add(lint, scenario, LINT_NOTE, "placeholder", name, where, "%s still says %s in %u place%s",
                 name, word, count, count == 1 ? "" : "s");
    free(text);
}

void lint_files(Lint *lint, const Scenario *scenario) {
    check_readme(lint, scenario);
    check_placeholders(lint, scenario, "scenario.lua");
    check_placeholders(lint, scenario, "facts.json");
    check_placeholders(lint, scenario, "README.md");
}
