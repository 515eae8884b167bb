/* The library list: what of Lua a scenario sees. Every table is built from a list of entries; what is in no
 * list is gone (sandbox_strict.c says what to write instead). */
#include "script/sandbox_state.h"

#include <lualib.h>

#include <math.h>
#include <string.h>

int sandbox_forward(lua_State *L) {
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* Pushes the name of a type: what a metatable says, or Lua's own word. */
static void push_type(lua_State *L, int index) {
    int type = luaL_getmetafield(L, index, "__name");
    if (type == LUA_TSTRING) return;
    if (type != LUA_TNIL) lua_pop(L, 1);
    lua_pushstring(L, luaL_typename(L, index));
}

const char *sandbox_push_text(lua_State *L, int index, size_t *length) {
    index = lua_absindex(L, index);
    int type = lua_type(L, index);
    if (luaL_callmeta(L, index, "__tostring")) {
        if (!lua_isstring(L, -1)) sandbox_fail(L, "__tostring must return a text");
    } else if (type == LUA_TNUMBER && isnan(lua_tonumber(L, index))) {
        lua_pushliteral(L, "nan"); /* printf writes a sign on some machines */
    } else if (type <= LUA_TBOOLEAN || type == LUA_TNUMBER || type == LUA_TSTRING) {
        luaL_tolstring(L, index, NULL);
    } else {
        push_type(L, index);
    }
    return lua_tolstring(L, -1, length);
}

static int f_tostring(lua_State *L) {
    luaL_checkany(L, 1);
    sandbox_push_text(L, 1, NULL);
    return 1;
}

/* Converting reads the whole text and makes nothing that the allocator would see. */
static int f_tonumber(lua_State *L) {
    size_t length = lua_type(L, 1) == LUA_TSTRING ? lua_rawlen(L, 1) : 0;
    sandbox_charge(L, length / 8);
    return sandbox_forward(L);
}

static void print_line(Sandbox *sandbox, const char *line, size_t length) {
    if (sandbox->limits.print) {
        sandbox->limits.print(sandbox->limits.print_context, line, length);
    } else if (sandbox->log.length + length < SANDBOX_LOG_BYTES) {
        text_add_n(&sandbox->log, line, length);
        text_add_n(&sandbox->log, "\n", 1);
    }
}

static int f_print(lua_State *L) {
    int count = lua_gettop(L);
    luaL_Buffer line;
    luaL_buffinit(L, &line);
    for (int i = 1; i <= count; i++) {
        if (i > 1) luaL_addchar(&line, '\t');
        sandbox_push_text(L, i, NULL);
        luaL_addvalue(&line);
    }
    luaL_pushresult(&line);
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);
    print_line(sandbox_of(L), text, length);
    return 0;
}

static int f_pcall(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushcfunction(L, sandbox_handle_caught);
    lua_insert(L, 1);
    int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 1);
    if (status != LUA_OK) sandbox_pass_stop(L, status);
    lua_pushboolean(L, status == LUA_OK);
    lua_replace(L, 1);
    return lua_gettop(L);
}

static int f_xpcall(lua_State *L) {
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, sandbox_handle_own, 1);
    lua_replace(L, 2);
    lua_pushvalue(L, 1);
    lua_insert(L, 3); /* function, handler, function, arguments */
    int status = lua_pcall(L, lua_gettop(L) - 3, LUA_MULTRET, 2);
    if (status != LUA_OK) sandbox_pass_stop(L, status);
    lua_pushboolean(L, status == LUA_OK);
    lua_replace(L, 2);
    return lua_gettop(L) - 1;
}

static int f_rawset(lua_State *L) {
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        sandbox_fail(L, "this table is protected: rawset cannot change it");
    return sandbox_forward(L);
}

static const SandboxEntry BASE[] = {
    {"assert", NULL},
    {"error", NULL},
    {"getmetatable", sandbox_getmetatable},
    {"ipairs", NULL},
    {"pairs", sandbox_pairs},
    {"pcall", f_pcall},
    {"print", f_print},
    {"rawequal", NULL},
    {"rawget", NULL},
    {"rawlen", NULL},
    {"rawset", f_rawset},
    {"require", sandbox_require},
    {"select", NULL},
    {"setmetatable", sandbox_setmetatable},
    {"tonumber", f_tonumber},
    {"tostring", f_tostring},
    {"type", NULL},
    {"xpcall", f_xpcall},
    {NULL, NULL},
};

/* From the stock table at the top of the stack to our own in its place. */
static void pick(lua_State *L, const SandboxEntry *entries) {
    lua_newtable(L);
    for (; entries->name; entries++) {
        lua_getfield(L, -2, entries->name);
        if (entries->function) lua_pushcclosure(L, entries->function, 1);
        lua_setfield(L, -2, entries->name);
    }
    lua_remove(L, -2);
}

/* Leaves our own table, without its stand-in. */
static void open_one(lua_State *L, lua_CFunction stock, const SandboxEntry *entries) {
    lua_pushcfunction(L, stock);
    lua_call(L, 0, 1);
    pick(L, entries);
}

static void set_protected(lua_State *L, const char *name) {
    sandbox_protect(L, name);
    lua_setfield(L, -2, name);
}

/* ("x"):upper() reads our table; getmetatable("") shows nothing. */
static void set_text_metatable(lua_State *L) {
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushliteral(L, "protected");
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
}

int sandbox_open_library(lua_State *L) {
    open_one(L, luaopen_base, BASE);
    lua_pushliteral(L, LUA_VERSION);
    lua_setfield(L, -2, "_VERSION");
    open_one(L, luaopen_string, SANDBOX_STRING);
    set_text_metatable(L);
    set_protected(L, "string");
    open_one(L, luaopen_table, SANDBOX_TABLE);
    set_protected(L, "table");
    open_one(L, luaopen_math, SANDBOX_MATH);
    set_protected(L, "math");
    open_one(L, luaopen_utf8, SANDBOX_UTF8);
    set_protected(L, "utf8");
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &SANDBOX_GLOBALS);
    lua_pushvalue(L, -1);
    sandbox_protect(L, NULL);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "_G");
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    return 0;
}
