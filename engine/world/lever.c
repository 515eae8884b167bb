#include "world/lever.h"

#include <stdio.h>
#include <string.h>

typedef struct Reading {
    const Catalogue *catalogue;
    LeverDefaults defaults;
    LeverList *levers;
} Reading;

static bool unknown_control(const Reading *reading, const char *id, Error *error) {
    const char *nearest = catalogue_nearest(reading->catalogue, id);
    if (nearest)
        return error_set(error, "%s: unknown control \"%s\"; did you mean \"%s\"?", reading->defaults.option,
                         id, nearest);
    Text known = {0};
    for (uint32_t i = 0; i < reading->catalogue->count; i++)
        text_add(&known, "%s%s", i ? ", " : "", reading->catalogue->controls[i].id);
    error_set(error, "%s: unknown control \"%s\"; there are: %s", reading->defaults.option, id,
              text_of(&known));
    text_clear(&known);
    return false;
}

static int kind_of(const char *word) {
    int kind = kind_find(word, org_kind_names, ORG_KIND_COUNT);
    size_t length = strlen(word);
    char one[16];
    if (kind >= 0 || length < 2 || length >= sizeof one || word[length - 1] != 's') return kind;
    snprintf(one, sizeof one, "%.*s", (int)length - 1, word);
    return kind_find(one, org_kind_names, ORG_KIND_COUNT);
}

bool lever_kinds_parse(const char *word, const char *option, uint8_t *kinds, Error *error) {
    int kind = kind_of(word);
    if (kind < 0)
        return error_set(error,
                         "%s: \"%s\" is no kind of organisation; use vendor, msp, customer or observer",
                         option, word);
    *kinds |= (uint8_t)(1u << kind);
    return true;
}

static bool read_kinds(const Reading *reading, char *words, Lever *lever, Error *error) {
    char *rest = NULL;
    lever->kinds = 0;
    for (char *word = strtok_r(words, "+", &rest); word; word = strtok_r(NULL, "+", &rest))
        if (!lever_kinds_parse(word, reading->defaults.option, &lever->kinds, error)) return false;
    if (lever->kinds) return true;
    return error_set(error, "%s: after @ comes a kind of organisation: vendor, msp, customer or observer",
                     reading->defaults.option);
}

static bool read_level(const Reading *reading, const char *word, Lever *lever, Error *error) {
    if (strlen(word) != 1 || *word < '1' || *word > '0' + LEVELS - 1)
        return error_set(error, "%s: a level is a whole number from 1 to %d, not \"%s\"",
                         reading->defaults.option, LEVELS - 1, word);
    lever->level = (uint8_t)(*word - '0');
    return true;
}

static const char *label_of(const Reading *reading, const Lever *lever) {
    Text text = {0};
    text_add(&text, "%s", reading->catalogue->controls[lever->control].id);
    const char *sign = "@";
    for (int kind = 0; kind < ORG_KIND_COUNT && lever->kinds != reading->defaults.kinds; kind++) {
        if (!(lever->kinds >> kind & 1)) continue;
        text_add(&text, "%s%s", sign, org_kind_names[kind]);
        sign = "+";
    }
    if (lever->level != reading->defaults.level) text_add(&text, "=%d", lever->level);
    const char *label = arena_text(&reading->levers->arena, text_of(&text));
    text_clear(&text);
    return label;
}

static bool add_lever(const Reading *reading, Lever lever, Error *error) {
    LeverList *levers = reading->levers;
    lever.label = label_of(reading, &lever);
    for (uint32_t i = 0; i < levers->list.count; i++) {
        const Lever *other = &levers->list.items[i];
        bool meets = other->kinds == 0 || lever.kinds == 0 || (other->kinds & lever.kinds);
        if (other->control == lever.control && meets)
            return error_set(error, "%s: \"%s\" and \"%s\" raise one control at the same organisations",
                             reading->defaults.option, other->label, lever.label);
    }
    if (levers->list.count == LEVERS_MAX)
        return error_set(error, "%s: at most %d controls at a time", reading->defaults.option, LEVERS_MAX);
    vec_push(&levers->list, lever);
    return true;
}

static bool read_lever(const Reading *reading, char *word, Error *error) {
    Lever lever = {.kinds = reading->defaults.kinds, .level = reading->defaults.level};
    char *level = strchr(word, '=');
    if (level) *level++ = '\0';
    char *kinds = strchr(word, '@');
    if (kinds) *kinds++ = '\0';
    int control = catalogue_find(reading->catalogue, word);
    if (control < 0) return unknown_control(reading, word, error);
    lever.control = (uint32_t)control;
    return (!kinds || read_kinds(reading, kinds, &lever, error)) &&
           (!level || read_level(reading, level, &lever, error)) && add_lever(reading, lever, error);
}

static bool read_list(const Reading *reading, const char *words, Error *error) {
    char *copy = arena_text(&reading->levers->arena, words), *rest = NULL;
    for (char *word = strtok_r(copy, ", ", &rest); word; word = strtok_r(NULL, ", ", &rest))
        if (!read_lever(reading, word, error)) return false;
    if (reading->levers->list.count) return true;
    return error_set(error, "%s: name at least one control, like mfa,app_control@customer",
                     reading->defaults.option);
}

static bool read_catalogue(const Reading *reading, Error *error) {
    for (uint32_t i = 0; i < reading->catalogue->count; i++) {
        Lever lever = {.control = i, .kinds = reading->defaults.kinds, .level = reading->defaults.level};
        if (!add_lever(reading, lever, error)) return false;
    }
    return true;
}

bool levers_parse(LeverList *out, const char *words, LeverDefaults defaults, const Catalogue *catalogue,
                  Error *error) {
    LeverList levers = {.list = {0}};
    arena_init(&levers.arena);
    Reading reading = {catalogue, defaults, &levers};
    bool good = words ? read_list(&reading, words, error) : read_catalogue(&reading, error);
    if (good)
        *out = levers;
    else
        levers_clear(&levers);
    return good;
}

void lever_narrow(LeverList *levers, uint32_t index, uint8_t kinds, LeverDefaults defaults,
                  const Catalogue *catalogue) {
    Reading reading = {catalogue, defaults, levers};
    levers->list.items[index].kinds = kinds;
    levers->list.items[index].label = label_of(&reading, &levers->list.items[index]);
}

void levers_clear(LeverList *levers) {
    vec_clear(&levers->list);
    arena_clear(&levers->arena);
}

bool levers_check(const LeverList *levers, const char *option, const World *world, Error *error) {
    uint8_t there = 0;
    for (uint32_t i = 0; i < world->org_profile_count; i++)
        there |= (uint8_t)(1u << world->org_profiles[i].kind);
    for (uint32_t i = 0; i < levers->list.count; i++) {
        const Lever *lever = &levers->list.items[i];
        if (lever->kinds && !(lever->kinds & there))
            return error_set(error, "%s: %s: this world has no such organisation", option, lever->label);
    }
    return true;
}

static uint64_t mask_of(const LeverList *levers, const Catalogue *catalogue, const char *word) {
    uint64_t mask = 0;
    for (uint32_t i = 0; i < levers->list.count; i++) {
        const Lever *lever = &levers->list.items[i];
        if (strcmp(lever->label, word) == 0 || strcmp(catalogue->controls[lever->control].id, word) == 0)
            mask |= UINT64_C(1) << i;
    }
    return mask;
}

static bool not_among(const LeverList *levers, const char *word, const char *option, Error *error) {
    const char *labels[LEVERS_MAX];
    for (uint32_t i = 0; i < levers->list.count; i++) labels[i] = levers->list.items[i].label;
    const char *near = text_nearest(word, labels, levers->list.count);
    return error_set(error, "%s: \"%s\" is not among the controls that vary%s%s%s", option, word,
                     near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

bool levers_mask(const LeverList *levers, const char *words, const char *option, const Catalogue *catalogue,
                 uint64_t *mask, Error *error) {
    Arena arena;
    char *rest = NULL;
    uint64_t found = 0;
    bool good = true;
    arena_init(&arena);
    char *copy = arena_text(&arena, words ? words : "");
    for (char *word = strtok_r(copy, ", ", &rest); word && good; word = strtok_r(NULL, ", ", &rest)) {
        uint64_t more = mask_of(levers, catalogue, word);
        good = more != 0 || not_among(levers, word, option, error);
        found |= more;
    }
    arena_clear(&arena);
    if (good) *mask = found;
    return good;
}

void lever_set_init(ControlSet *set, const ControlSet *base, const LeverList *levers, uint64_t mask) {
    *set = (ControlSet){.id = "levers", .title = "levers", .summary = ""};
    arena_init(&set->arena);
    uint32_t before = base ? base->overlay_count : 0;
    set->overlays = arena_new(&set->arena, Overlay, before + (uint32_t)__builtin_popcountll(mask));
    for (uint32_t i = 0; i < before; i++) set->overlays[set->overlay_count++] = base->overlays[i];
    for (uint32_t i = 0; i < levers->list.count; i++) {
        if (!(mask >> i & 1)) continue;
        const Lever *lever = &levers->list.items[i];
        Overlay overlay = {
            .who = org_selector_all(), .control = lever->control, .level = lever->level, .at_least = true};
        overlay.who.kinds = lever->kinds;
        set->overlays[set->overlay_count++] = overlay;
    }
}
