#include "script/facts.h"

#include "base/file.h"
#include "base/text.h"

#include <string.h>

#define FACTS_VERSION 1

/* A value as people read it: 12, [12,14], {"staff":30}. */
static void write_value(JsonWriter *writer, const char *key, Json value) {
    const char *text = "";
    double number = 0;
    bool flag = false;
    Error unused;
    switch (json_kind(value)) {
    case JSON_NUMBER:
        json_as_number(value, -1e300, 1e300, &number, &unused);
        json_write_number(writer, key, number);
        break;
    case JSON_TEXT:
        json_as_text(value, &text, &unused);
        json_write_text(writer, key, text);
        break;
    case JSON_FLAG:
        json_as_flag(value, &flag, &unused);
        json_write_flag(writer, key, flag);
        break;
    case JSON_ARRAY:
        json_begin_flat_array(writer, key);
        for (uint32_t i = 0; i < json_count(value); i++) write_value(writer, NULL, json_item(value, i));
        json_end_array(writer);
        break;
    case JSON_OBJECT:
        json_begin_object(writer, key);
        for (uint32_t i = 0; i < json_count(value); i++) {
            Json item = json_item(value, i);
            write_value(writer, json_key(item), item);
        }
        json_end_object(writer);
        break;
    case JSON_NULL:
        json_write_null(writer, key);
        break;
    }
}

static bool optional_text(Arena *arena, Json fact, const char *key, const char **out, Error *error) {
    Json value;
    const char *text = "";
    if (json_get(fact, key, &value) && json_kind(value) != JSON_NULL && !json_as_text(value, &text, error))
        return false;
    *out = arena_text(arena, text);
    return true;
}

static bool check_role(Json entry, const char *role, Error *error) {
    static const char *const roles[] = {"fitted", "predicted", "not_used_for_fitting", "input", "context"};
    for (int i = 0; i < 5; i++)
        if (strcmp(role, roles[i]) == 0) return true;
    return json_fail(entry, error,
                     "role must be fitted, predicted, not_used_for_fitting, input or context, not \"%s\"",
                     role);
}

static bool read_fact(Scenario *scenario, Json entry, Error *error) {
    Arena *arena = &scenario->arena;
    Fact fact;
    const char *key;
    Json value;
    if (!json_only(entry,
                   "key value unit date source_title source_publisher source_url source_verified role note",
                   error) ||
        !json_text(entry, "key", &key, error) || !optional_text(arena, entry, "unit", &fact.unit, error) ||
        !optional_text(arena, entry, "date", &fact.date, error) ||
        !optional_text(arena, entry, "source_title", &fact.title, error) ||
        !optional_text(arena, entry, "source_publisher", &fact.publisher, error) ||
        !optional_text(arena, entry, "source_url", &fact.url, error) ||
        !json_flag(entry, "source_verified", &fact.verified, error) ||
        !optional_text(arena, entry, "role", &fact.role, error) ||
        !optional_text(arena, entry, "note", &fact.note, error) || !check_role(entry, fact.role, error))
        return false;
    if (facts_find(scenario, key)) return json_fail(entry, error, "a second fact \"%s\"", key);
    if (!json_get(entry, "value", &value)) return json_fail(entry, error, "fact \"%s\" has no value", key);
    JsonWriter writer;
    json_writer_init(&writer, false);
    write_value(&writer, NULL, value);
    fact.key = arena_text(arena, key);
    fact.value = arena_text(arena, writer.text);
    json_writer_clear(&writer);
    vec_push(&scenario->facts, fact);
    return true;
}

bool facts_load(Loading *loading, const char *path, Error *error) {
    if (!file_exists(path)) return true;
    Json list;
    if (!json_load(path, &loading->facts, error)) return false;
    Json root = json_root(loading->facts);
    if (!json_expect_format(root, "keyfall.facts", FACTS_VERSION, error) ||
        !json_only(root, "format version title facts", error) || !json_array(root, "facts", &list, error))
        return false;
    for (uint32_t i = 0; i < json_count(list); i++)
        if (!read_fact(loading->scenario, json_item(list, i), error)) return false;
    return true;
}

const Fact *facts_find(const Scenario *scenario, const char *key) {
    for (uint32_t i = 0; i < scenario->facts.count; i++)
        if (strcmp(scenario->facts.items[i].key, key) == 0) return &scenario->facts.items[i];
    return NULL;
}

static bool is_noted(const Scenario *scenario, const FactUse *use) {
    for (uint32_t i = 0; i < scenario->fact_uses.count; i++) {
        const FactUse *other = &scenario->fact_uses.items[i];
        if (other->fact == use->fact && other->kind == use->kind && strcmp(other->where, use->where) == 0 &&
            strcmp(other->unit, use->unit) == 0)
            return true;
    }
    return false;
}

static void note(Scenario *scenario, FactUse use) {
    if (is_noted(scenario, &use)) return;
    use.unit = arena_text(&scenario->arena, use.unit);
    use.where = arena_text(&scenario->arena, use.where);
    vec_push(&scenario->fact_uses, use);
}

void facts_note(Scenario *scenario, const char *keys, FactUse use) {
    while (*keys) {
        size_t length = strcspn(keys, ",."), whole = strcspn(keys, ",");
        for (uint32_t i = 0; i < scenario->facts.count; i++) {
            const char *key = scenario->facts.items[i].key;
            if (strlen(key) != length || strncmp(key, keys, length) != 0) continue;
            use.fact = i;
            note(scenario, use);
        }
        keys += whole + (keys[whole] == ',');
    }
}

const char *facts_nearest(const Scenario *scenario, const char *key) {
    unsigned best = 4;
    const char *nearest = NULL;
    for (uint32_t i = 0; i < scenario->facts.count; i++) {
        unsigned distance = text_distance(key, scenario->facts.items[i].key, 3);
        if (distance < best) {
            best = distance;
            nearest = scenario->facts.items[i].key;
        }
    }
    return nearest;
}

static void push_json(lua_State *L, Json value) {
    Error unused;
    const char *text = "";
    double number = 0;
    bool flag = false;
    luaL_checkstack(L, 4, "a fact");
    switch (json_kind(value)) {
    case JSON_NUMBER:
        json_as_number(value, -1e300, 1e300, &number, &unused);
        lua_pushnumber(L, number);
        return;
    case JSON_TEXT:
        json_as_text(value, &text, &unused);
        lua_pushstring(L, text);
        return;
    case JSON_FLAG:
        json_as_flag(value, &flag, &unused);
        lua_pushboolean(L, flag);
        return;
    case JSON_NULL:
        lua_pushboolean(L, 0);
        return;
    default:
        break;
    }
    lua_newtable(L);
    for (uint32_t i = 0; i < json_count(value); i++) {
        Json item = json_item(value, i);
        push_json(L, item);
        if (json_key(item))
            lua_setfield(L, -2, json_key(item));
        else
            lua_rawseti(L, -2, i + 1);
    }
}

void facts_push_value(lua_State *L, const Loading *loading, const Fact *fact) {
    Json list = {0}, value = {0};
    json_get(json_root(loading->facts), "facts", &list);
    json_get(json_item(list, (uint32_t)(fact - loading->scenario->facts.items)), "value", &value);
    push_json(L, value);
}
