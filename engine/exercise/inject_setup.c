#include "exercise/inject_setup.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ reading values */

static bool is_by_hand(const char *text) {
    return strcasecmp(text, "by hand") == 0;
}

/* One "D+2" of a time: seconds, and how far to read on. */
static bool read_step(const char **at, int64_t *seconds) {
    char letter = (char)(**at & ~0x20), *end;
    int64_t unit = letter == 'D' ? 86400 : letter == 'H' ? 3600 : letter == 'M' || letter == 'T' ? 60 : 0;
    if (!unit || (*at)[1] != '+' || (*at)[2] < '0' || (*at)[2] > '9') return false;
    int64_t count = strtoll(*at + 2, &end, 10);
    if (count > 100000) return false;
    if (letter == 'D' && count > 0) count--;
    *seconds += count * unit;
    *at = end + strspn(end, " ");
    return true;
}

static bool read_time(const Definition *definition, const char *text, int64_t *second, Error *error) {
    const char *at = text + strspn(text, " ");
    *second = definition->startex;
    bool good = *at != '\0';
    while (good && *at) good = read_step(&at, second);
    if (!good)
        return error_set(error, "'%.40s' is no time: write T+25, H+1 M+30, D+2 H+3 M+45 or by hand", text);
    return *second <= definition->endex ||
           error_set(error, "'%.40s' comes after the end of the exercise", text);
}

typedef uint32_t (*Find)(const Definition *definition, const char *name);

static uint32_t by_id_or_title(Wording title, const char *id, const char *name) {
    return strcmp(id, name) == 0 || strcasecmp(wording_in(title, LANGUAGE_en), name) == 0 ||
           strcasecmp(wording_in(title, LANGUAGE_ja), name) == 0;
}

static uint32_t find_role(const Definition *definition, const char *name) {
    for (uint32_t i = 0; i < definition->roles.count; i++)
        if (by_id_or_title(definition->roles.items[i].title, definition->roles.items[i].id, name)) return i;
    return NONE;
}

static uint32_t find_module(const Definition *definition, const char *name) {
    for (uint32_t i = 0; i < definition->modules.count; i++)
        if (by_id_or_title(definition->modules.items[i].title, definition->modules.items[i].id, name))
            return i;
    return NONE;
}

/* Names with commas between, as bits. */
static bool read_set(const Definition *definition, Find find, const char *what, const char *text,
                     uint32_t *bits, Error *error) {
    *bits = 0;
    while (*(text += strspn(text, " ,"))) {
        char name[128];
        size_t length = strcspn(text, ","), kept = length;
        while (kept && text[kept - 1] == ' ') kept--;
        if (kept >= sizeof name) return error_set(error, "a name of a %s is too long", what);
        memcpy(name, text, kept);
        name[kept] = '\0';
        uint32_t found = find(definition, name);
        if (found == NONE) return error_set(error, "there is no %s \"%s\"", what, name);
        *bits |= 1u << found;
        text += length;
    }
    return true;
}

/* ------------------------------------------------------------------ one field each */

static bool set_when(Definition *definition, Inject *inject, const char *value, Error *error) {
    Condition at = {.kind = CONDITION_AT, .child = NONE, .next = NONE};
    if (is_by_hand(value)) {
        inject->when = NONE;
        return true;
    }
    if (!read_time(definition, value, &at.seconds, error)) return false;
    inject->when = definition->conditions.count;
    vec_push(&definition->conditions, at);
    return true;
}

static bool set_to(Definition *definition, Inject *inject, const char *value, Error *error) {
    if (strcasecmp(value, "all") != 0)
        return read_set(definition, find_role, "role", value, &inject->to, error);
    inject->to = 0;
    return true;
}

static bool set_objectives(Definition *definition, Inject *inject, const char *value, Error *error) {
    return read_set(definition, definition_objective, "objective", value, &inject->objectives, error);
}

static bool set_module(Definition *definition, Inject *inject, const char *value, Error *error) {
    uint32_t module = find_module(definition, value);
    if (module == NONE) return error_set(error, "there is no module \"%.100s\"", value);
    inject->module = module;
    return true;
}

static bool set_type(Definition *definition, Inject *inject, const char *value, Error *error) {
    (void)definition;
    for (int i = 0; i < INJECT_TYPE_COUNT; i++) {
        if (strcasecmp(value, inject_type_names[i]) != 0) continue;
        inject->type = (InjectType)i;
        return true;
    }
    return error_set(error, "'%.40s' is no type: standard, contingency, adaptive or complexity", value);
}

static const struct {
    const char *field;
    bool (*set)(Definition *definition, Inject *inject, const char *value, Error *error);
} fields[] = {{"when", set_when},
              {"to", set_to},
              {"objectives", set_objectives},
              {"module", set_module},
              {"type", set_type}};
enum { FIELDS = sizeof fields / sizeof fields[0] };

static bool add_inject(Definition *definition, const TextChange *change, Error *error) {
    Arena *arena = &definition->arena;
    if (definition_inject(definition, change->id) != NONE)
        return error_set(error, "there is an inject \"%.100s\" already", change->id);
    if (definition->injects.count >= EXERCISE_LIST_MAX || !definition->modules.count)
        return error_set(error, "there is no room for another inject");
    Inject inject = {.id = arena_text(arena, change->id),
                     .where = "a list of events",
                     .purpose = "",
                     .when = NONE,
                     .title = {{arena_text(arena, change->in[LANGUAGE_en]), NULL}}};
    vec_push(&definition->injects, inject);
    return true;
}

bool inject_setup_is(const TextChange *change) {
    if (strcmp(change->kind, "inject") != 0) return false;
    for (int i = 0; i < FIELDS; i++)
        if (strcmp(change->field, fields[i].field) == 0) return true;
    return strcmp(change->field, "add") == 0;
}

bool inject_setup_apply(Definition *definition, const TextChange *change, Error *error) {
    const char *value = change->in[LANGUAGE_en];
    if (!value) return error_set(error, "inject \"%.100s\": %s has no value", change->id, change->field);
    if (strcmp(change->field, "add") == 0) return add_inject(definition, change, error);
    uint32_t inject = definition_inject(definition, change->id);
    if (inject == NONE) return error_set(error, "there is no inject \"%.100s\"", change->id);
    for (int i = 0; i < FIELDS; i++)
        if (strcmp(change->field, fields[i].field) == 0) {
            Inject changed = definition->injects.items[inject];
            if (!fields[i].set(definition, &changed, value, error)) return false;
            definition->injects.items[inject] = changed;
        }
    return true;
}
