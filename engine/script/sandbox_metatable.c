/* Metatables that cannot hang the VM. Three things run where no hook is asked: a __gc, a collection that a
 * __mode makes visible, and the search for a function along __call (t.__call = t moves the whole stack, a
 * million times). A table that was checked once can be changed later, so a script's metatable is read once,
 * and what is installed is a sealed copy of its events. */
#include "script/sandbox_state.h"

static const char ORIGINAL = 0; /* key in a copy: the script's table */
static const char COPIES =
    0; /* key in the registry: the latest copy of each, while the script's table lives */

static const char *const EVENTS[] = {
    "__add",  "__band",     "__bnot",  "__bor", "__bxor", "__call", "__close",     "__concat",   "__div",
    "__eq",   "__idiv",     "__index", "__le",  "__len",  "__lt",   "__metatable", "__mod",      "__mul",
    "__name", "__newindex", "__pairs", "__pow", "__shl",  "__shr",  "__sub",       "__tostring", "__unm"};
#define EVENT_COUNT (sizeof EVENTS / sizeof *EVENTS)

static int push_raw(lua_State *L, int table, const char *field) {
    lua_pushstring(L, field);
    return lua_rawget(L, table);
}

static void check_events(lua_State *L, int table) {
    if (push_raw(L, table, "__gc") != LUA_TNIL)
        sandbox_fail(L, "a metatable may not have __gc, which runs at no fixed time: leave it out");
    if (push_raw(L, table, "__mode") != LUA_TNIL)
        sandbox_fail(L, "a metatable may not have __mode: results would depend on when memory is collected");
    int type = push_raw(L, table, "__call");
    if (type != LUA_TNIL && type != LUA_TFUNCTION)
        sandbox_fail(L, "__call must be a function, not a %s", lua_typename(L, type));
    lua_pop(L, 3);
}

static bool same_events(lua_State *L, int a, int b) {
    for (size_t i = 0; i < EVENT_COUNT; i++) {
        push_raw(L, a, EVENTS[i]);
        push_raw(L, b, EVENTS[i]);
        bool same = lua_rawequal(L, -1, -2);
        lua_pop(L, 2);
        if (!same) return false;
    }
    return true;
}

static void push_copy(lua_State *L, int table) {
    lua_newtable(L);
    for (size_t i = 0; i < EVENT_COUNT; i++) {
        if (push_raw(L, table, EVENTS[i]) == LUA_TNIL)
            lua_pop(L, 1);
        else
            lua_setfield(L, -2, EVENTS[i]);
    }
    lua_pushvalue(L, table);
    lua_rawsetp(L, -2, &ORIGINAL);
}

static void push_copies(lua_State *L) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &COPIES) == LUA_TTABLE) return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &COPIES);
}

/* Pushes the sealed copy of the table at index 2. All objects of a class share one until the class changes.
 */
static void push_sealed(lua_State *L) {
    check_events(L, 2);
    push_copies(L);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, 3) == LUA_TTABLE && same_events(L, 2, 4)) return;
    lua_settop(L, 3);
    push_copy(L, 2);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 4);
    lua_rawset(L, 3);
}

int sandbox_setmetatable(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    if (lua_type(L, 2) != LUA_TNIL) luaL_checktype(L, 2, LUA_TTABLE);
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        sandbox_fail(L, "cannot change a protected metatable");
    lua_settop(L, 2);
    if (lua_istable(L, 2)) push_sealed(L);
    lua_setmetatable(L, 1);
    lua_settop(L, 1);
    return 1;
}

/* The script's own table, or what __metatable says. Metatables that C made are not shown. */
int sandbox_getmetatable(lua_State *L) {
    luaL_checkany(L, 1);
    if (!lua_getmetatable(L, 1)) {
        lua_pushnil(L);
        return 1;
    }
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) return 1;
    if (lua_rawgetp(L, -1, &ORIGINAL) == LUA_TNIL) lua_pushliteral(L, "protected");
    return 1;
}
