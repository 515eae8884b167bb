#include "script/read_exercise.h"

#include "base/file.h"
#include "base/text.h"
#include "script/loading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ATTACHMENT_BYTES = 64 << 10 };

Definition *reader_definition(const Reader *reader) {
    return ((const Loading *)sandbox_host(reader->L))->definition;
}

/* ------------------------------------------------------------------ texts */

static const char *language_text(const Reader *reader, const char *field, int index, const char *language) {
    lua_State *L = reader->L;
    lua_pushstring(L, language);
    lua_rawget(L, index);
    if (!lua_isnil(L, -1) && lua_type(L, -1) != LUA_TSTRING)
        reader_fail(reader, field, "%s: expected a text in quotes", language);
    const char *text = lua_isnil(L, -1) ? NULL : reader_keep(reader, lua_tostring(L, -1));
    lua_pop(L, 1);
    return text;
}

Wording value_wording(const Reader *reader, const char *field, int index) {
    lua_State *L = reader->L;
    char what[96];
    index = lua_absindex(L, index);
    if (lua_type(L, index) == LUA_TSTRING)
        return (Wording){.in[LANGUAGE_en] = reader_keep(reader, lua_tostring(L, index))};
    if (!lua_istable(L, index) || value_class(L, index))
        reader_fail(reader, field, "expected a text, or { \"English\", ja = \"Japanese\" }, not %s",
                    value_describe(L, index, what));
    Wording wording = {.in[LANGUAGE_ja] = language_text(reader, field, index, "ja")};
    if (lua_rawgeti(L, index, 1) != LUA_TSTRING)
        reader_fail(reader, field, "the English text comes first: { \"English\", ja = \"Japanese\" }");
    wording.in[LANGUAGE_en] = reader_keep(reader, lua_tostring(L, -1));
    lua_pop(L, 1);
    return wording;
}

Wording reader_wording(const Reader *reader, const char *field, bool needed) {
    Wording wording = {{NULL}};
    reader_push(reader, field);
    if (!lua_isnil(reader->L, -1))
        wording = value_wording(reader, field, -1);
    else if (needed)
        reader_fail(reader, field, "is missing: a text, or { \"English\", ja = \"Japanese\" }");
    lua_pop(reader->L, 1);
    return wording;
}

static bool names_file(const char *text) {
    size_t length = strlen(text);
    return length > 3 && strcmp(text + length - 3, ".md") == 0 && *text != '.' &&
           strcspn(text, " \t\n/\\|") == length;
}

static const char *attached(const Reader *reader, const char *field, const char *name) {
    Definition *definition = reader_definition(reader);
    const char *path = loading_path(&definition->arena, reader->scenario->folder, name);
    char *bytes;
    size_t length;
    Error error = {{0}};
    if (!file_exists(path))
        reader_fail(reader, field, "there is no %.80s beside exercise.lua; write it, or the text itself",
                    name);
    if (!file_read(path, ATTACHMENT_BYTES, &bytes, &length, &error))
        reader_fail(reader, field, "%.300s", error.text);
    const char *text = arena_text(&definition->arena, bytes);
    free(bytes);
    return text;
}

Wording reader_attachment(const Reader *reader, const char *field) {
    Wording wording = reader_wording(reader, field, false);
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        if (wording.in[language] && names_file(wording.in[language]))
            wording.in[language] = attached(reader, field, wording.in[language]);
    return wording;
}

WordingVec reader_wordings(const Reader *reader, const char *field) {
    lua_State *L = reader->L;
    WordingVec wordings = {0};
    reader_push(reader, field);
    int list = lua_gettop(L);
    if (!lua_isnil(L, list)) {
        if (!lua_istable(L, list) || value_class(L, list))
            reader_fail(reader, field, "expected a list of texts in braces");
        uint32_t count = (uint32_t)lua_rawlen(L, list);
        if (count > EXERCISE_LIST_MAX) reader_fail(reader, field, "at most %d texts", EXERCISE_LIST_MAX);
        wordings.items = arena_new(&reader_definition(reader)->arena, Wording, count);
        wordings.count = wordings.capacity = count;
        for (uint32_t i = 0; i < count; i++) {
            lua_rawgeti(L, list, i + 1);
            wordings.items[i] = value_wording(reader, field, -1);
            lua_pop(L, 1);
        }
    }
    lua_settop(L, list - 1);
    return wordings;
}

/* ------------------------------------------------------------------ names of what was declared before */

static uint32_t value_id(const Reader *reader, const char *field, int index, const char *what,
                         FindById find) {
    char described[96];
    if (lua_type(reader->L, index) != LUA_TSTRING)
        reader_fail(reader, field, "expected the name of %s in quotes, not %s", what,
                    value_describe(reader->L, index, described));
    const char *id = lua_tostring(reader->L, index);
    uint32_t found = find(reader_definition(reader), id);
    if (found == NONE) reader_fail(reader, field, "there is no %s \"%.100s\"", what, id);
    return found;
}

uint32_t reader_id(const Reader *reader, const char *field, const char *what, FindById find, bool needed) {
    reader_push(reader, field);
    uint32_t found = NONE;
    if (!lua_isnil(reader->L, -1))
        found = value_id(reader, field, -1, what, find);
    else if (needed)
        reader_fail(reader, field, "is missing: the name of a %s", what);
    lua_pop(reader->L, 1);
    return found;
}

uint32_t reader_id_bits(const Reader *reader, const char *field, const char *what, FindById find) {
    lua_State *L = reader->L;
    uint32_t bits = 0;
    reader_push(reader, field);
    int list = lua_gettop(L);
    if (lua_istable(L, list) && !value_class(L, list))
        for (uint32_t i = 1, count = (uint32_t)lua_rawlen(L, list); i <= count; i++) {
            lua_rawgeti(L, list, i);
            bits |= 1u << value_id(reader, field, -1, what, find);
            lua_pop(L, 1);
        }
    else if (!lua_isnil(L, list))
        bits = 1u << value_id(reader, field, list, what, find);
    lua_settop(L, list - 1);
    return bits;
}

/* ------------------------------------------------------------------ conditions */

static ConditionId add_condition(const Reader *reader, Condition condition) {
    Definition *definition = reader_definition(reader);
    vec_push(&definition->conditions, condition);
    return definition->conditions.count - 1;
}

static ConditionId read_tree(const Reader *reader, const char *field, int index, int depth);

static ConditionId read_children(const Reader *reader, const char *field, int table, int depth) {
    lua_State *L = reader->L;
    ConditionId first = NONE, last = NONE;
    for (uint32_t i = 1, count = (uint32_t)lua_rawlen(L, table); i <= count; i++) {
        lua_rawgeti(L, table, i);
        ConditionId child = read_tree(reader, field, lua_gettop(L), depth + 1);
        lua_pop(L, 1);
        if (last == NONE)
            first = child;
        else
            reader_definition(reader)->conditions.items[last].next = child;
        last = child;
    }
    if (first == NONE) reader_fail(reader, field, "all, any and unless take at least one condition");
    return first;
}

static uint32_t find_option(const Reader *reader, const char *field, int table, uint32_t decision) {
    const char *id = value_member(reader->L, table, "option");
    if (!id) return NONE;
    const Decision *d = &reader_definition(reader)->decisions.items[decision];
    uint32_t option = decision_option(d, id);
    if (option == NONE) reader_fail(reader, field, "decision \"%s\" has no option \"%.100s\"", d->id, id);
    return option;
}

/* The leaves: word, what it names, and how that is found. */
static const struct Leaf {
    const char *word;
    ConditionKind kind;
    const char *names;
    FindById find;
} leaves[] = {
    {"by_hand", CONDITION_HAND, NULL, NULL},
    {"at", CONDITION_AT, NULL, NULL},
    {"hit", CONDITION_HIT, NULL, NULL},
    {"decided", CONDITION_DECIDED, "decision", definition_decision},
    {"undecided", CONDITION_UNDECIDED, "decision", definition_decision},
    {"released", CONDITION_RELEASED, "inject", definition_inject},
    {"knows", CONDITION_NOTICED, "cast", definition_cast},
    {"told", CONDITION_WARNED, "cast", definition_cast},
    {"called", CONDITION_CALLED, "cast", definition_cast},
};

/* A condition is read as the fields of a statement of its own. */
static Reader open_condition(const Reader *reader, const char *field, int index) {
    Reader nested = *reader;
    char inside[64];
    snprintf(inside, sizeof inside, "%s.", field);
    nested.inside = reader_keep(reader, inside);
    nested.table = index;
    return nested;
}

static ConditionId read_leaf(const Reader *reader, const char *field, int index, const struct Leaf *leaf) {
    Reader fields = open_condition(reader, field, index);
    Condition condition = {.kind = leaf->kind, .b = NONE, .child = NONE, .next = NONE};
    condition.orgs = org_selector_all();
    condition.count = (uint32_t)reader_integer(&fields, "count", 1, UINT32_MAX - 1, 1);
    if (leaf->find) condition.a = reader_id(&fields, "what", leaf->names, leaf->find, true);
    if (leaf->kind == CONDITION_DECIDED) condition.b = find_option(reader, field, index, condition.a);
    if (leaf->kind == CONDITION_HIT) condition.orgs = reader_orgs(&fields, "what");
    if (leaf->kind == CONDITION_AT) condition.seconds = reader_moment(&fields, "what", 0);
    return add_condition(reader, condition);
}

static double exact_time(const Reader *reader, const char *field) {
    Reader structural = *reader;
    structural.source = "a time of the exercise";
    return reader_exact(&structural, field, RULE_TIME, 0);
}

static ConditionId read_later(const Reader *reader, const char *field, int index, int depth) {
    lua_State *L = reader->L;
    Reader fields = open_condition(reader, field, index);
    Condition condition = {.kind = CONDITION_LATER, .next = NONE};
    condition.orgs = org_selector_all();
    condition.seconds = (int64_t)exact_time(&fields, "time");
    reader_push(&fields, "what");
    condition.child = read_tree(reader, field, lua_gettop(L), depth + 1);
    lua_pop(L, 1);
    return add_condition(reader, condition);
}

static ConditionId read_branch(const Reader *reader, const char *field, int index, ConditionKind kind,
                               int depth) {
    Condition condition = {.kind = kind, .next = NONE};
    condition.orgs = org_selector_all();
    condition.child = read_children(reader, field, index, depth);
    return add_condition(reader, condition);
}

static ConditionId read_tree(const Reader *reader, const char *field, int index, int depth) {
    char what[96];
    const char *word = value_is(reader->L, index, "when") ? value_member(reader->L, index, "kind") : NULL;
    luaL_checkstack(reader->L, 12, "a condition");
    if (depth > 16) reader_fail(reader, field, "conditions are nested more than 16 deep");
    if (!word)
        reader_fail(
            reader, field,
            "expected a condition such as at(\"2021-07-02T17:00Z\"), called(\"msp\", 3), all { … } or "
            "by_hand, not %s",
            value_describe(reader->L, index, what));
    if (strcmp(word, "all") == 0) return read_branch(reader, field, index, CONDITION_ALL, depth);
    if (strcmp(word, "any") == 0) return read_branch(reader, field, index, CONDITION_ANY, depth);
    if (strcmp(word, "unless") == 0) return read_branch(reader, field, index, CONDITION_UNLESS, depth);
    if (strcmp(word, "later") == 0) return read_later(reader, field, index, depth);
    for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++)
        if (strcmp(word, leaves[i].word) == 0) return read_leaf(reader, field, index, &leaves[i]);
    reader_fail(reader, field, "unknown condition '%s'", word);
}

ConditionId reader_condition_tree(const Reader *reader, const char *field) {
    if (!reader_has(reader, field)) return NONE;
    reader_push(reader, field);
    ConditionId root = read_tree(reader, field, lua_gettop(reader->L), 0);
    lua_pop(reader->L, 1);
    return root;
}
