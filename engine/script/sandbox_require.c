/* require: the library of scenarios and nothing else. */
#include "base/file.h"
#include "script/sandbox_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char LOADED = 0; /* key of the table of what was required; false while it is being loaded */

/* keyfall, or keyfall and parts of small letters and _ after dots. */
static bool is_library_name(const char *name, size_t length) {
    if (strlen(name) != length || strncmp(name, "keyfall", 7) != 0) return false;
    for (const char *part = name + 7; *part;) {
        size_t letters = *part == '.' ? strspn(part + 1, "abcdefghijklmnopqrstuvwxyz_") : 0;
        if (letters == 0) return false;
        part += 1 + letters;
    }
    return true;
}

static lua_CFunction find_module(const Sandbox *sandbox, const char *name) {
    for (uint32_t i = 0; i < sandbox->module_count; i++)
        if (strcmp(sandbox->modules[i].name, name) == 0) return sandbox->modules[i].open;
    return NULL;
}

/* keyfall.routes → folder/keyfall/routes.lua; a folder has init.lua. Pushes the path. */
static const char *push_path(lua_State *L, const char *name) {
    const char *folder = sandbox_of(L)->folder, *base = luaL_gsub(L, name, ".", "/");
    const char *file = lua_pushfstring(L, "%s/%s.lua", folder, base);
    if (file_exists(file)) return file;
    return lua_pushfstring(L, "%s/%s/init.lua", folder, base);
}

/* Pushes what the module gives. */
static void push_module(lua_State *L, const char *name) {
    lua_CFunction open = find_module(sandbox_of(L), name);
    if (open) {
        lua_pushcfunction(L, open);
    } else {
        const char *path = push_path(L, name);
        if (!file_exists(path))
            sandbox_fail(L, "Keyfall's library has no part '%s': look for its name in %s/keyfall", name,
                         sandbox_of(L)->folder);
        sandbox_load_file(L, path);
    }
    lua_call(L, 0, 1);
}

/* The table at the top of the stack becomes strict; a table with a metatable of its own is left alone. */
static void protect_module(lua_State *L, const char *name) {
    if (!lua_istable(L, -1)) sandbox_fail(L, "the part '%s' must return a table", name);
    if (lua_getmetatable(L, -1)) {
        lua_pop(L, 1);
        return;
    }
    sandbox_protect(L, strcmp(name, "keyfall") == 0 ? NULL : name);
}

static void set_loaded(lua_State *L, const char *name) {
    lua_pushvalue(L, -1);
    lua_setfield(L, 2, name);
}

int sandbox_require(lua_State *L) {
    size_t length;
    const char *name = luaL_checklstring(L, 1, &length);
    lua_settop(L, 1);
    if (!is_library_name(name, length))
        sandbox_fail(L, "a scenario may only require \"keyfall\" and its parts, not \"%s\"", name);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &LOADED) == LUA_TNIL) {
        lua_newtable(L);
        lua_replace(L, 2);
        lua_pushvalue(L, 2);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &LOADED);
    }
    int type = lua_getfield(L, 2, name);
    if (type == LUA_TBOOLEAN) sandbox_fail(L, "'%s' requires itself: break the circle", name);
    if (type != LUA_TNIL) return 1;
    lua_pushboolean(L, false);
    set_loaded(L, name);
    push_module(L, name);
    protect_module(L, name);
    set_loaded(L, name);
    return 1;
}
