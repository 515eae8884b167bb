#include "control/catalogue.h"

#include "base/json.h"
#include "base/text.h"
#include "control/level_ranges.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define ARTICLE_LINES 11

static const char *const MECHANISM_NAMES[MECHANISM_COUNT] = {"block", "slow",  "notice",
                                                             "react", "limit", "recover"};

const char *mechanism_name(Mechanism mechanism) {
    assert((unsigned)mechanism < MECHANISM_COUNT);
    return MECHANISM_NAMES[mechanism];
}

const char *provenance_name(Provenance provenance) {
    switch (provenance) {
    case PROVENANCE_SOURCED:
        return "sourced";
    case PROVENANCE_ASSUMED:
        return "assumed";
    case PROVENANCE_FITTED:
        return "fitted";
    }
    assert(!"a provenance");
    return "";
}

/* A text that must say something. */
static bool read_sentence(Arena *arena, Json object, const char *key, const char **out, Error *error) {
    const char *text;
    if (!json_text(object, key, &text, error)) return false;
    if (!*text) return json_fail(object, error, "\"%s\" is empty: write it out", key);
    *out = arena_text(arena, text);
    return true;
}

static bool read_optional_text(Arena *arena, Json object, const char *key, const char **out, Error *error) {
    const char *text;
    if (!json_text(object, key, &text, error)) return false;
    *out = arena_text(arena, text);
    return true;
}

static bool read_mechanism(Json object, Mechanism *out, Error *error) {
    const char *text;
    if (!json_text(object, "mechanism", &text, error)) return false;
    for (int i = 0; i < MECHANISM_COUNT; i++) {
        if (strcmp(text, MECHANISM_NAMES[i]) == 0) {
            *out = (Mechanism)i;
            return true;
        }
    }
    return json_fail(object, error,
                     "\"%s\" is no mechanism: use block, slow, notice, react, limit or recover", text);
}

static bool read_effect(Arena *arena, Json item, Effect *effect, Error *error) {
    if (json_kind(item) != JSON_OBJECT) return json_fail(item, error, "must be an object, one effect");
    return json_only(item, "mechanism provenance source levels", error) &&
           read_mechanism(item, &effect->mechanism, error) &&
           level_ranges_provenance(item, &effect->provenance, error) &&
           read_sentence(arena, item, "source", &effect->source, error) &&
           level_ranges_read(item, 1, "is weaker than", effect->low, effect->mode, effect->high, error);
}

static bool read_effects(Arena *arena, Json object, Control *control, Error *error) {
    Json list;
    if (!json_array(object, "effects", &list, error)) return false;
    if (json_count(list) == 0)
        return json_fail(list, error, "is empty: a control acts through at least one mechanism");
    Effect *effects = arena_new(arena, Effect, json_count(list));
    control->effects = effects;
    for (uint32_t i = 0; i < json_count(list); i++) {
        Effect effect = {0};
        if (!read_effect(arena, json_item(list, i), &effect, error)) return false;
        if (control_effect(control, effect.mechanism))
            return json_fail(json_item(list, i), error, "has \"%s\" a second time: give one range for it",
                             mechanism_name(effect.mechanism));
        effects[control->effect_count++] = effect;
    }
    return true;
}

static bool read_level_texts(Arena *arena, Json object, Control *control, Error *error) {
    Json list;
    if (!json_array(object, "level_text", &list, error)) return false;
    if (json_count(list) != LEVELS)
        return json_fail(list, error, "must hold %d texts, for the levels 0 to %d, not %u", LEVELS,
                         LEVELS - 1, (unsigned)json_count(list));
    for (uint32_t level = 0; level < LEVELS; level++) {
        const char *text;
        if (!json_as_text(json_item(list, level), &text, error)) return false;
        if (!*text) return json_fail(json_item(list, level), error, "is empty: say what this level means");
        control->level_text[level] = arena_text(arena, text);
    }
    return true;
}

static bool read_article_lines(Json object, uint32_t *lines, Error *error) {
    Json list;
    if (!json_array(object, "article_lines", &list, error)) return false;
    for (uint32_t i = 0; i < json_count(list); i++) {
        double line;
        if (!json_as_number(json_item(list, i), 1, ARTICLE_LINES, &line, error)) return false;
        if (line != floor(line)) return json_fail(json_item(list, i), error, "must be a whole number");
        uint32_t bit = UINT32_C(1) << (unsigned)line;
        if (*lines & bit) return json_fail(json_item(list, i), error, "line %g is given twice", line);
        *lines |= bit;
    }
    return true;
}

static bool id_is_plain(const char *id) {
    if (*id < 'a' || *id > 'z') return false;
    return id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static bool read_id(Arena *arena, Json object, Control *control, Error *error) {
    if (!read_sentence(arena, object, "id", &control->id, error)) return false;
    if (!id_is_plain(control->id))
        return json_fail(object, error,
                         "id \"%s\" must start with a small letter and hold small letters, digits and _",
                         control->id);
    control->key = name_of(control->id);
    return true;
}

static bool read_control(Arena *arena, Json item, Control *control, Error *error) {
    if (json_kind(item) != JSON_OBJECT) return json_fail(item, error, "must be an object, one control");
    return json_only(item,
                     "id title_en title_ja summary level_text article_lines essential_eight "
                     "attack_mitigation relevance effects",
                     error) &&
           read_id(arena, item, control, error) &&
           read_sentence(arena, item, "title_en", &control->title_en, error) &&
           read_sentence(arena, item, "title_ja", &control->title_ja, error) &&
           read_sentence(arena, item, "summary", &control->summary, error) &&
           read_level_texts(arena, item, control, error) &&
           read_article_lines(item, &control->article_lines, error) &&
           read_optional_text(arena, item, "essential_eight", &control->essential_eight, error) &&
           read_optional_text(arena, item, "attack_mitigation", &control->attack_mitigation, error) &&
           read_sentence(arena, item, "relevance", &control->relevance, error) &&
           read_effects(arena, item, control, error);
}

static bool read_controls(Catalogue *catalogue, Json list, Error *error) {
    uint32_t count = json_count(list);
    if (count == 0) return json_fail(list, error, "is empty: a catalogue has at least one control");
    if (count > CONTROLS_MAX)
        return json_fail(list, error, "holds %u controls, and at most %d fit: remove some", (unsigned)count,
                         CONTROLS_MAX);
    Control *controls = arena_new(&catalogue->arena, Control, count);
    catalogue->controls = controls;
    for (uint32_t i = 0; i < count; i++) {
        Control control = {0};
        if (!read_control(&catalogue->arena, json_item(list, i), &control, error)) return false;
        if (catalogue_find(catalogue, control.id) >= 0)
            return json_fail(json_item(list, i), error, "id \"%s\" is taken by an earlier control",
                             control.id);
        controls[catalogue->count++] = control;
    }
    return true;
}

/* The two notes tell readers of the file where its levels come from; here they only have to be there. */
static bool read_catalogue(Catalogue *catalogue, Json root, Error *error) {
    const char *note;
    Json list;
    return json_expect_format(root, "keyfall.catalogue", 1, error) &&
           json_only(root, "format version levels_source level_fractions_note controls", error) &&
           json_text(root, "levels_source", &note, error) &&
           json_text(root, "level_fractions_note", &note, error) &&
           json_array(root, "controls", &list, error) && read_controls(catalogue, list, error);
}

bool catalogue_load(Catalogue *catalogue, const char *path, Error *error) {
    JsonDocument *document = NULL;
    if (!json_load(path, &document, error)) return false;
    Catalogue loaded = {0};
    arena_init(&loaded.arena);
    bool done = read_catalogue(&loaded, json_root(document), error);
    if (done)
        *catalogue = loaded;
    else
        catalogue_clear(&loaded);
    json_destroy(document);
    return done;
}

void catalogue_clear(Catalogue *catalogue) {
    arena_clear(&catalogue->arena);
    catalogue->controls = NULL;
    catalogue->count = 0;
}

int catalogue_find(const Catalogue *catalogue, const char *id) {
    for (uint32_t i = 0; i < catalogue->count; i++) {
        if (strcmp(catalogue->controls[i].id, id) == 0) return (int)i;
    }
    return -1;
}

const char *catalogue_nearest(const Catalogue *catalogue, const char *id) {
    const char *ids[CONTROLS_MAX];
    for (uint32_t i = 0; i < catalogue->count; i++) ids[i] = catalogue->controls[i].id;
    return text_nearest(id, ids, catalogue->count);
}

const Effect *control_effect(const Control *control, Mechanism mechanism) {
    for (uint32_t i = 0; i < control->effect_count; i++) {
        if (control->effects[i].mechanism == mechanism) return &control->effects[i];
    }
    return NULL;
}
