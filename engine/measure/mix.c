#include "measure/mix.h"

#include "base/json.h"

#include <string.h>

static bool read_entry(Mix *mix, Json entry, Error *error) {
    MixEntry read = {.times = 1};
    if (!json_only(entry, "scenario times why", error) ||
        !json_text(entry, "scenario", &read.scenario, error) || !json_text(entry, "why", &read.why, error))
        return false;
    if (json_has(entry, "times") && !json_number(entry, "times", 0, 1e6, &read.times, error)) return false;
    for (uint32_t i = 0; i < mix->entries.count; i++)
        if (strcmp(mix->entries.items[i].scenario, read.scenario) == 0)
            return json_fail(entry, error, "\"%s\" stands in the mix already", read.scenario);
    read.scenario = arena_text(&mix->arena, read.scenario);
    read.why = arena_text(&mix->arena, read.why);
    vec_push(&mix->entries, read);
    return true;
}

static bool read_mix(Mix *mix, Json root, Error *error) {
    Json list;
    if (!json_expect_format(root, "keyfall.mix", 1, error) ||
        !json_only(root, "format version title note scenarios", error) ||
        !json_text(root, "title", &mix->title, error) || !json_text(root, "note", &mix->note, error) ||
        !json_array(root, "scenarios", &list, error))
        return false;
    mix->title = arena_text(&mix->arena, mix->title);
    mix->note = arena_text(&mix->arena, mix->note);
    for (uint32_t i = 0; i < json_count(list); i++)
        if (!read_entry(mix, json_item(list, i), error)) return false;
    return json_count(list) > 0 || json_fail(list, error, "is empty: a mix holds at least one scenario");
}

bool mix_load(Mix *mix, const char *path, Error *error) {
    JsonDocument *document;
    if (!json_load(path, &document, error)) return false;
    *mix = (Mix){.title = ""};
    arena_init(&mix->arena);
    bool good = read_mix(mix, json_root(document), error);
    json_destroy(document);
    if (!good) mix_clear(mix);
    return good;
}

void mix_clear(Mix *mix) {
    vec_clear(&mix->entries);
    arena_clear(&mix->arena);
}
