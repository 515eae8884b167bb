#include "script/reader.h"

#include "base/text.h"
#include "script/iso_date.h"
#include "script/loading.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FIELDS_MAX 64

static const char *member(lua_State *L, int index, const char *name, const char *fallback) {
    const char *text = value_member(L, index, name);
    return text ? text : fallback;
}

Reader reader_open(lua_State *L, int statement) {
    Scenario *scenario = ((const Loading *)sandbox_host(L))->scenario;
    Arena *arena = &scenario->adversary.arena;
    statement = lua_absindex(L, statement);
    luaL_checktype(L, statement, LUA_TTABLE);
    luaL_checkstack(L, 40, "a statement");
    Reader reader = {.L = L, .scenario = scenario, .inside = ""};
    reader.verb = arena_text(arena, member(L, statement, "verb", member(L, statement, "kind", "statement")));
    const char *sentence = value_member(L, statement, "sentence");
    reader.sentence = sentence ? arena_text(arena, sentence) : NULL;
    reader.where = arena_text(arena, member(L, statement, "where", ""));
    lua_pushliteral(L, "fields");
    lua_rawget(L, statement);
    if (!lua_istable(L, -1)) {
        lua_pop(L, 1);
        lua_newtable(L);
    }
    reader.table = lua_gettop(L);
    reader.source = reader_source(&reader);
    return reader;
}

Reader reader_open_field(const Reader *reader, const char *field, const char *inside) {
    Reader nested = *reader;
    reader_push(reader, field);
    if (!lua_istable(reader->L, -1) || value_class(reader->L, -1))
        reader_fail(reader, field, "expected a list of fields in braces");
    nested.table = lua_gettop(reader->L);
    nested.inside = inside;
    return nested;
}

void reader_close(const Reader *reader) {
    lua_settop(reader->L, reader->table - 1);
}

void reader_fail(const Reader *reader, const char *field, const char *format, ...) {
    char text[640], place[320];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (reader->sentence && *reader->sentence)
        snprintf(place, sizeof place, "%s \"%.200s\": ", reader->verb, reader->sentence);
    else
        snprintf(place, sizeof place, "%s: ", reader->verb);
    lua_pushfstring(reader->L, "%s: %s%s%s%s%s", reader->where, place, reader->inside, field ? field : "",
                    field ? ": " : "", text);
    sandbox_fail(reader->L, "%s", lua_tostring(reader->L, -1));
}

/* Cuts "odds after by" into words, in the buffer. */
static uint32_t split(char *buffer, const char **words) {
    uint32_t count = 0;
    for (char *word = strtok_r(buffer, " ", &buffer); word; word = strtok_r(NULL, " ", &buffer)) {
        if (count == FIELDS_MAX) break;
        words[count++] = word;
    }
    return count;
}

static bool is_known(const char *field, const char *const *words, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(field, words[i]) == 0) return true;
    return false;
}

void reader_only(const Reader *reader, const char *known, bool listed) {
    lua_State *L = reader->L;
    char buffer[768];
    const char *words[FIELDS_MAX];
    snprintf(buffer, sizeof buffer, "%s", known);
    uint32_t count = split(buffer, words), keys = sandbox_push_keys(L, reader->table);
    for (uint32_t i = 1; i <= keys; i++) {
        lua_rawgeti(L, -1, i);
        if (lua_type(L, -1) != LUA_TSTRING) {
            if (!listed) reader_fail(reader, NULL, "every entry needs a name: write field = value");
        } else if (!is_known(lua_tostring(L, -1), words, count)) {
            const char *field = lua_tostring(L, -1), *near = text_nearest(field, words, count);
            if (near) reader_fail(reader, NULL, "unknown field '%s'; did you mean '%s'?", field, near);
            reader_fail(reader, NULL, "unknown field '%s'; it knows: %s", field, known);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

void reader_push(const Reader *reader, const char *field) {
    lua_pushstring(reader->L, field);
    lua_rawget(reader->L, reader->table);
}

bool reader_has(const Reader *reader, const char *field) {
    reader_push(reader, field);
    bool has = !lua_isnil(reader->L, -1);
    lua_pop(reader->L, 1);
    return has;
}

const char *reader_keep(const Reader *reader, const char *text) {
    return arena_text(&reader->scenario->adversary.arena, text);
}

const char *reader_text(const Reader *reader, const char *field, const char *fallback) {
    char what[96];
    reader_push(reader, field);
    const char *text = fallback;
    if (lua_type(reader->L, -1) == LUA_TSTRING)
        text = reader_keep(reader, lua_tostring(reader->L, -1));
    else if (!lua_isnil(reader->L, -1))
        reader_fail(reader, field, "expected a text in quotes, not %s", value_describe(reader->L, -1, what));
    lua_pop(reader->L, 1);
    return text;
}

bool reader_flag(const Reader *reader, const char *field, bool fallback) {
    char what[96];
    reader_push(reader, field);
    bool flag = fallback;
    if (lua_isboolean(reader->L, -1))
        flag = lua_toboolean(reader->L, -1);
    else if (!lua_isnil(reader->L, -1))
        reader_fail(reader, field, "expected true or false, not %s", value_describe(reader->L, -1, what));
    lua_pop(reader->L, 1);
    return flag;
}

int64_t reader_integer(const Reader *reader, const char *field, int64_t low, int64_t high, int64_t fallback) {
    char what[96];
    reader_push(reader, field);
    int64_t value = fallback;
    if (!lua_isnil(reader->L, -1)) {
        int whole = 0;
        value = lua_type(reader->L, -1) == LUA_TNUMBER ? lua_tointegerx(reader->L, -1, &whole) : 0;
        if (!whole || value < low || value > high)
            reader_fail(reader, field, "expected a whole number from %lld to %lld, not %s", (long long)low,
                        (long long)high, value_describe(reader->L, -1, what));
    }
    lua_pop(reader->L, 1);
    return value;
}

int64_t reader_date(const Reader *reader, const char *field, int64_t fallback) {
    const char *text = reader_text(reader, field, NULL);
    if (!text) return fallback;
    Error error;
    int64_t seconds;
    if (!iso_date_parse(text, &seconds, &error)) reader_fail(reader, field, "%s", error.text);
    return seconds;
}

int64_t reader_moment(const Reader *reader, const char *field, int64_t fallback) {
    if (!reader_has(reader, field)) return fallback;
    const Adversary *adversary = &reader->scenario->adversary;
    int64_t moment = reader_date(reader, field, 0) - adversary->start;
    if (moment < 0) reader_fail(reader, field, "lies before the scenario's start");
    if (moment > adversary->horizon) reader_fail(reader, field, "lies after the scenario's end");
    return moment;
}

const char *value_member(lua_State *L, int index, const char *name) {
    index = lua_absindex(L, index);
    if (!lua_istable(L, index)) return NULL;
    lua_pushstring(L, name);
    lua_rawget(L, index);
    const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
    lua_pop(L, 1);
    return text;
}

const char *value_class(lua_State *L, int index) {
    return value_member(L, index, "class");
}

bool value_is(lua_State *L, int index, const char *class) {
    const char *own = value_class(L, index);
    return own && strcmp(own, class) == 0;
}

bool value_is_word(lua_State *L, int index, const char *word) {
    const char *kind = value_is(L, index, "word") ? value_member(L, index, "kind") : NULL;
    return kind && strcmp(kind, word) == 0;
}

const char *value_describe(lua_State *L, int index, char out[96]) {
    const char *class = value_class(L, index), *kind = value_member(L, index, "kind");
    if (lua_type(L, index) == LUA_TSTRING)
        snprintf(out, 96, "'%.60s'", lua_tostring(L, index));
    else if (lua_isinteger(L, index))
        snprintf(out, 96, "%lld", (long long)lua_tointeger(L, index));
    else if (lua_type(L, index) == LUA_TNUMBER)
        snprintf(out, 96, "%g", lua_tonumber(L, index));
    else if (class && kind)
        snprintf(out, 96, "the %.20s '%.50s'", class, kind);
    else if (class)
        snprintf(out, 96, "a %.40s", class);
    else
        snprintf(out, 96, "a %s", luaL_typename(L, index));
    return out;
}
