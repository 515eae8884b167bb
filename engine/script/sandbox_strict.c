/* Stand-ins that know their words, and what to write instead of the words that are gone. */
#include "script/sandbox_state.h"

#include <stdio.h>
#include <string.h>

const char SANDBOX_GLOBALS = 0;

typedef struct Hint {
    const char *word, *text;
} Hint;

#define EXACT "differs from machine to machine in its last bits, and a result must not"
#define NO_TEXT_AS_CODE "is not here: write the code in the scenario, or as a function"

static const Hint HINTS[] = {
    {"io",
     "is not here: a scenario reads no files; put numbers into facts.json, and print what you want to see"},
    {"os",
     "is not here: a scenario has no clock and starts no program; write times as texts or with days(30)"},
    {"package", "is not here: write require \"keyfall\""},
    {"debug", "is not here"},
    {"coroutine", "is not here: write a loop"},
    {"load", NO_TEXT_AS_CODE},
    {"loadstring", NO_TEXT_AS_CODE},
    {"loadfile", NO_TEXT_AS_CODE},
    {"dofile", NO_TEXT_AS_CODE},
    {"next", "is not here: its order differs from run to run; write for key, value in pairs(list) do"},
    {"collectgarbage", "is not here: memory is looked after"},
    {"warn", "is not here: write print"},
    {"unpack", "is now table.unpack"},
    {"math.sin", EXACT},
    {"math.cos", EXACT},
    {"math.tan", EXACT},
    {"math.asin", EXACT},
    {"math.acos", EXACT},
    {"math.atan", EXACT},
    {"math.pow", EXACT ": write math.exp(y * math.log(x)), or a product"},
    {"string.dump", "is not here: code is text"},
    {"string.pack", "is not here: its bytes differ from machine to machine"},
    {"string.unpack", "is not here: its bytes differ from machine to machine"},
    {"string.packsize", "is not here: its bytes differ from machine to machine"},
    {"table.getn", "is now #list"},
};

const char *sandbox_hint(const char *word) {
    for (size_t i = 0; i < sizeof HINTS / sizeof *HINTS; i++)
        if (strcmp(HINTS[i].word, word) == 0) return HINTS[i].text;
    return NULL;
}

/* Adds the texts of the list of keys at the top of the stack to words, and returns the new count. */
static size_t add_words(lua_State *L, uint32_t keys, const char **words, size_t count) {
    for (uint32_t i = 1; i <= keys; i++) {
        if (lua_rawgeti(L, -1, i) == LUA_TSTRING) words[count++] = lua_tostring(L, -1);
        lua_pop(L, 1); /* the list keeps it alive */
    }
    return count;
}

/* The nearest word of the table at index 3 and, for an environment, of the globals. */
static const char *nearest(lua_State *L, const char *word, bool environment) {
    uint32_t own = sandbox_push_keys(L, 3), shared = 0;
    int lists = lua_gettop(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &SANDBOX_GLOBALS);
    if (environment) shared = sandbox_push_keys(L, -1);
    const char **words = lua_newuserdatauv(L, (own + shared + 1) * sizeof *words, 0);
    sandbox_charge(L, (uint64_t)(own + shared) * 16);
    lua_pushvalue(L, lists);
    size_t count = add_words(L, own, words, 0);
    lua_pushvalue(L, lists + 2);
    if (environment) count = add_words(L, shared, words, count);
    return text_nearest(word, words, count);
}

static _Noreturn void fail_unknown(lua_State *L, const char *word, const char *name) {
    char qualified[128];
    const char *prefix = name ? name : "", *dot = name ? "." : "";
    snprintf(qualified, sizeof qualified, "%s%s%.60s", prefix, dot, word);
    const char *hint = sandbox_hint(qualified);
    if (hint) sandbox_fail(L, "'%s' %s", qualified, hint);
    const char *near = strlen(word) <= 60 ? nearest(L, word, !name) : NULL;
    if (near) sandbox_fail(L, "unknown word '%s'; did you mean '%s%s%s'?", qualified, prefix, dot, near);
    if (name) sandbox_fail(L, "unknown word '%s'", qualified);
    sandbox_fail(L, "unknown word '%s': give it a value first, with local %s = …", qualified, qualified);
}

/* Arguments: a table, a key. Upvalues: the table behind the stand-in, its name or nil. */
static int read_unknown(lua_State *L) {
    lua_settop(L, 2);
    const char *name = lua_tostring(L, lua_upvalueindex(2));
    lua_pushvalue(L, lua_upvalueindex(1));
    if (lua_type(L, 2) != LUA_TSTRING) return 0;
    if (!name) {
        lua_rawgetp(L, LUA_REGISTRYINDEX, &SANDBOX_GLOBALS);
        lua_pushvalue(L, 2);
        if (lua_rawget(L, -2) != LUA_TNIL) return 1;
    }
    fail_unknown(L, lua_tostring(L, 2), name);
}

static bool is_known(lua_State *L, const char *name) {
    lua_pushvalue(L, 2);
    bool known = lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL;
    if (known || name) return known;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &SANDBOX_GLOBALS);
    lua_pushvalue(L, 2);
    return lua_rawget(L, -2) != LUA_TNIL;
}

static int refuse_write(lua_State *L) {
    lua_settop(L, 2);
    const char *name = lua_tostring(L, lua_upvalueindex(2));
    if (lua_type(L, 2) != LUA_TSTRING) sandbox_fail(L, "this table belongs to Keyfall and cannot be changed");
    const char *word = lua_tostring(L, 2);
    if (name) sandbox_fail(L, "'%s' belongs to Keyfall: '%.60s' cannot be set in it", name, word);
    if (is_known(L, name))
        sandbox_fail(L, "'%.60s' belongs to Keyfall and cannot be changed: choose another name, with local",
                     word);
    sandbox_fail(L, "unknown word '%.60s': make it your own with local %.60s = …", word, word);
}

static int pairs_behind(lua_State *L) {
    lua_settop(L, 0);
    lua_pushvalue(L, lua_upvalueindex(1));
    return sandbox_pairs(L);
}

/* Sets a field of the table at the top of the stack to a closure over the real table and its name. */
static void set_guard(lua_State *L, const char *event, lua_CFunction function, int real, const char *name) {
    lua_pushvalue(L, real);
    lua_pushstring(L, name); /* nil for NULL */
    lua_pushcclosure(L, function, 2);
    lua_setfield(L, -2, event);
}

void sandbox_protect(lua_State *L, const char *name) {
    luaL_checkstack(L, 8, NULL);
    int real = lua_gettop(L);
    /* Known words are found by table access alone; the functions see only what is missing. */
    lua_createtable(L, 0, 1);
    set_guard(L, "__index", read_unknown, real, name);
    lua_setmetatable(L, real);
    lua_newtable(L);
    lua_createtable(L, 0, 4);
    lua_pushvalue(L, real);
    lua_setfield(L, -2, "__index");
    set_guard(L, "__newindex", refuse_write, real, name);
    set_guard(L, "__pairs", pairs_behind, real, name);
    lua_pushliteral(L, "protected");
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_replace(L, real);
}
