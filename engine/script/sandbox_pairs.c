/* Iteration in one order: numbers ascending, texts by bytes, false, true. */
#include "script/sandbox_state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Key {
    int type; /* LUA_TNUMBER, LUA_TSTRING or LUA_TBOOLEAN */
    bool whole;
    lua_Integer integer; /* whole number, or the boolean */
    lua_Number number;
    const char *text; /* kept alive by the list of keys */
    size_t length;
    lua_Integer place; /* in the unsorted list */
} Key;

static int rank(int type) {
    return type == LUA_TNUMBER ? 0 : type == LUA_TSTRING ? 1 : 2;
}

/* A fraction against a whole number, exactly: 2^53 and beyond do not fit a double. */
static int compare_mixed(lua_Number number, lua_Integer integer) {
    if (number >= 0x1p63) return 1;
    if (number < -0x1p63) return -1;
    return (lua_Integer)floor(number) < integer ? -1 : 1;
}

static int compare_numbers(const Key *a, const Key *b) {
    if (a->whole && b->whole) return (a->integer > b->integer) - (a->integer < b->integer);
    if (a->whole) return -compare_mixed(b->number, a->integer);
    if (b->whole) return compare_mixed(a->number, b->integer);
    return (a->number > b->number) - (a->number < b->number);
}

static int compare_texts(const Key *a, const Key *b) {
    int order = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

static int compare_keys(const void *first, const void *second) {
    const Key *a = first, *b = second;
    if (a->type != b->type) return rank(a->type) - rank(b->type);
    if (a->type == LUA_TNUMBER) return compare_numbers(a, b);
    if (a->type == LUA_TSTRING) return compare_texts(a, b);
    return (int)(a->integer - b->integer);
}

/* Describes the value at the top of the stack. */
static Key key_of(lua_State *L, lua_Integer place) {
    Key key = {.type = lua_type(L, -1), .place = place};
    if (key.type == LUA_TNUMBER) {
        key.whole = lua_isinteger(L, -1);
        key.integer = lua_tointeger(L, -1);
        key.number = lua_tonumber(L, -1);
    } else if (key.type == LUA_TSTRING) {
        key.text = lua_tolstring(L, -1, &key.length);
    } else {
        key.integer = lua_toboolean(L, -1);
    }
    return key;
}

/* Pushes the keys as they come. */
static lua_Integer push_unsorted(lua_State *L, int table) {
    lua_Integer count = 0;
    lua_newtable(L);
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pop(L, 1);
        int type = lua_type(L, -1);
        if (type != LUA_TNUMBER && type != LUA_TSTRING && type != LUA_TBOOLEAN)
            sandbox_fail(L, "a %s is a key of this table and has no order: use numbers or texts as keys",
                         luaL_typename(L, -1));
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, ++count);
    }
    return count;
}

static uint64_t sorting_cost(uint64_t count) {
    uint64_t cost = count;
    for (uint64_t half = count; half > 1; half /= 2) cost += count;
    return cost;
}

uint32_t sandbox_push_keys(lua_State *L, int table) {
    table = lua_absindex(L, table);
    luaL_checkstack(L, 6, NULL);
    lua_Integer count = push_unsorted(L, table);
    int unsorted = lua_gettop(L);
    sandbox_charge(L, sorting_cost((uint64_t)count));
    Key *keys = lua_newuserdatauv(L, (size_t)(count ? count : 1) * sizeof *keys, 0);
    for (lua_Integer i = 0; i < count; i++) {
        lua_rawgeti(L, unsorted, i + 1);
        keys[i] = key_of(L, i + 1);
        lua_pop(L, 1);
    }
    qsort(keys, (size_t)count, sizeof *keys, compare_keys);
    lua_createtable(L, (int)count, 0);
    for (lua_Integer i = 0; i < count; i++) {
        lua_rawgeti(L, unsorted, keys[i].place);
        lua_rawseti(L, -2, i + 1);
    }
    lua_replace(L, unsorted);
    lua_pop(L, 1);
    return (uint32_t)count;
}

/* Upvalues: the table, its keys, how many of them were given. Keys that have gone since are passed over. */
static int next_pair(lua_State *L) {
    lua_Integer given = lua_tointeger(L, lua_upvalueindex(3));
    for (;;) {
        lua_settop(L, 0);
        if (lua_rawgeti(L, lua_upvalueindex(2), ++given) == LUA_TNIL) return 1;
        lua_pushvalue(L, 1);
        if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) break;
        sandbox_charge(L, 1);
    }
    lua_pushinteger(L, given);
    lua_replace(L, lua_upvalueindex(3));
    return 2;
}

int sandbox_pairs(lua_State *L) {
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_pushvalue(L, 1);
    sandbox_push_keys(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_pair, 3);
    return 1;
}
