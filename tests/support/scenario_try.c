#define _GNU_SOURCE
#include "scenario_try.h"

#include "base/text.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char PRELUDE[] =
    "local _ENV = require \"keyfall\"\n"
    "scenario \"small\" { starts = \"2021-01-01\", lasts = days(10) }\n"
    "vendor \"V\" { msp \"M\" { rmm_server {}, customer \"C\" { count = assumed(3), endpoint_group { count = "
    "assumed(5), via = rmm_agent { system } } } } }\n";

static void write_file(const char *folder, const char *name, const char *text) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert(file);
    fputs(text, file);
    fclose(file);
}

static void remove_file(const char *folder, const char *name) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
}

bool try_scenario(Scenario *out, const char *lua, const char *facts, bool with_world, Error *error) {
    char folder[] = "/tmp/keyfall_scenario_XXXXXX";
    assert(mkdtemp(folder));
    write_file(folder, "scenario.lua", lua);
    if (facts) write_file(folder, "facts.json", facts);
    bool good = with_world ? scenario_load(out, KEYFALL_SOURCE_DIR, folder, error)
                           : scenario_read(out, KEYFALL_SOURCE_DIR, folder, error);
    remove_file(folder, "scenario.lua");
    remove_file(folder, "facts.json");
    rmdir(folder);
    return good;
}

bool try_snippet(Scenario *out, const char *snippet, Error *error) {
    Text text = {0};
    text_add(&text, "%s%s\n", PRELUDE, snippet);
    bool good = try_scenario(out, text_of(&text), NULL, false, error);
    text_clear(&text);
    return good;
}

const char *try_sentence(const Error *error) {
    const char *name = strstr(error->text, "scenario.lua:");
    return name ? name : error->text;
}
