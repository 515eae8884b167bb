#include "exercise/definition.h"

#include <string.h>

const char *const inject_type_names[INJECT_TYPE_COUNT] = {"standard", "contingency", "adaptive",
                                                          "complexity"};

Wording wording_of_measure(const Probe *probe) {
    return (Wording){{[LANGUAGE_en] = probe->title, [LANGUAGE_ja] = probe->title_ja}};
}

const char *wording_in(Wording wording, Language language) {
    const char *text = wording.in[language];
    if (!text) text = wording.in[language == LANGUAGE_en ? LANGUAGE_ja : LANGUAGE_en];
    return text ? text : "";
}

void definition_init(Definition *definition) {
    memset(definition, 0, sizeof *definition);
    arena_init(&definition->arena);
}

void definition_clear(Definition *definition) {
    vec_clear(&definition->versions);
    vec_clear(&definition->casts);
    vec_clear(&definition->roles);
    vec_clear(&definition->signs);
    vec_clear(&definition->modules);
    vec_clear(&definition->objectives);
    vec_clear(&definition->injects);
    vec_clear(&definition->levers);
    vec_clear(&definition->decisions);
    vec_clear(&definition->questions);
    vec_clear(&definition->conditions);
    arena_clear(&definition->arena);
}

#define FIND_BY_ID(list, wanted)                                                                             \
    do {                                                                                                     \
        for (uint32_t i_ = 0; i_ < (list).count; i_++)                                                       \
            if (strcmp((list).items[i_].id, (wanted)) == 0) return i_;                                       \
        return NONE;                                                                                         \
    } while (0)

uint32_t definition_cast(const Definition *definition, const char *id) {
    FIND_BY_ID(definition->casts, id);
}

uint32_t definition_role(const Definition *definition, const char *id) {
    FIND_BY_ID(definition->roles, id);
}

uint32_t definition_module(const Definition *definition, const char *id) {
    FIND_BY_ID(definition->modules, id);
}

uint32_t definition_objective(const Definition *definition, const char *id) {
    FIND_BY_ID(definition->objectives, id);
}

uint32_t definition_inject(const Definition *definition, const char *id) {
    FIND_BY_ID(definition->injects, id);
}

uint32_t definition_lever(const Definition *definition, const char *id) {
    FIND_BY_ID(definition->levers, id);
}

uint32_t definition_decision(const Definition *definition, const char *id) {
    FIND_BY_ID(definition->decisions, id);
}

uint32_t decision_option(const Decision *decision, const char *id) {
    FIND_BY_ID(decision->options, id);
}

static bool add_filled(const Definition *definition, const char *key, size_t length, Filling filling,
                       Text *out) {
    if (length == 7 && strncmp(key, "callers", 7) == 0) {
        if (filling.callers == CALLERS_BLANK)
            text_add(out, "__");
        else if (filling.callers != NONE)
            text_add(out, "%u", filling.callers);
        return filling.callers != NONE;
    }
    if (length == 5 && strncmp(key, "clock", 5) == 0) {
        if (filling.clock) text_add(out, "%s", filling.clock);
        return filling.clock != NULL;
    }
    for (uint32_t i = 0; i < definition->casts.count; i++) {
        const Cast *cast = &definition->casts.items[i];
        if (strlen(cast->id) != length || strncmp(cast->id, key, length) != 0) continue;
        text_add(out, "%s", wording_in(cast->title, filling.language));
        return true;
    }
    return false;
}

void wording_fill(const Definition *definition, Wording wording, Filling filling, Text *out) {
    const char *text = wording_in(wording, filling.language);
    while (*text) {
        const char *open = strchr(text, '{'), *close = open ? strchr(open, '}') : NULL;
        if (!close) break;
        text_add_n(out, text, (size_t)(open - text));
        if (!add_filled(definition, open + 1, (size_t)(close - open - 1), filling, out))
            text_add_n(out, open, (size_t)(close - open + 1));
        text = close + 1;
    }
    text_add(out, "%s", text);
}
