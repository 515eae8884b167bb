/* keyfall.host: what the library asks of the program: the words, the facts, where it is, how to fail. */
#include "base/text.h"
#include "script/api.h"
#include "script/facts.h"
#include "script/loading.h"

#include <string.h>

static const char FINISH = 0; /* its address is the registry's key */

static void set_words(lua_State *L, const char *field, const char *const *words, int count) {
    lua_createtable(L, count, 0);
    for (int i = 0; i < count; i++) {
        lua_pushstring(L, words[i]);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setfield(L, -2, field);
}

static int f_words(lua_State *L) {
    const Scenario *scenario = ((const Loading *)sandbox_host(L))->scenario;
    lua_newtable(L);
    set_words(L, "organisations", org_kind_names, ORG_KIND_COUNT);
    set_words(L, "assets", asset_kind_names, ASSET_KIND_COUNT);
    set_words(L, "accesses", access_kind_names, ACCESS_KIND_COUNT);
    set_words(L, "privileges", privilege_names, PRIVILEGE_COUNT);
    set_words(L, "states", state_names, STATE_COUNT);
    lua_newtable(L);
    for (uint32_t i = 0; i < scenario->catalogue.count; i++) {
        lua_pushstring(L, scenario->catalogue.controls[i].id);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setfield(L, -2, "controls");
    return 1;
}

static int f_where(lua_State *L) {
    char place[SANDBOX_PLACE];
    sandbox_where(L, place);
    lua_pushstring(L, place);
    return 1;
}

static int f_fail(lua_State *L) {
    sandbox_fail(L, "%s", luaL_checkstring(L, 1));
}

static int f_fail_at(lua_State *L) {
    const char *where = luaL_checkstring(L, 1), *text = luaL_checkstring(L, 2);
    sandbox_fail(L, "%s: %s", where, text);
}

static int f_fact(lua_State *L) {
    const Loading *loading = sandbox_host(L);
    Scenario *scenario = loading->scenario;
    char place[SANDBOX_PLACE];
    const char *key = luaL_checkstring(L, 1);
    const Fact *fact = facts_find(scenario, key);
    if (!fact) {
        const char *near = facts_nearest(scenario, key);
        sandbox_fail(L, "unknown fact '%s'%s%s%s", key,
                     near ? "; did you mean '" : "; facts.json has no such key", near ? near : "",
                     near ? "'?" : "");
    }
    sandbox_where(L, place);
    facts_note(scenario, key, (FactUse){.kind = FACT_READ, .unit = "", .where = place});
    facts_push_value(L, loading, fact);
    bool says_so = fact->verified || strstr(fact->title, "unverified");
    lua_pushfstring(L, "%s, %s%s", *fact->publisher ? fact->publisher : "no publisher", fact->title,
                    says_so ? "" : " (unverified)");
    return 2;
}

static int f_finish(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &FINISH);
    return 0;
}

int api_host_call_finish(lua_State *L) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &FINISH) != LUA_TFUNCTION)
        sandbox_fail(L, "%s/scenario.lua:1: has no statements; begin with local _ENV = require \"keyfall\"",
                     ((const Loading *)sandbox_host(L))->scenario->folder);
    lua_call(L, 0, 0);
    return 0;
}

const luaL_Reg api_host_functions[] = {
    {"fact", f_fact},   {"fail", f_fail},   {"fail_at", f_fail_at}, {"finish", f_finish},
    {"where", f_where}, {"words", f_words}, {NULL, NULL},
};

int api_host_open(lua_State *L) {
    lua_newtable(L);
    luaL_setfuncs(L, api_host_functions, 0);
    return 1;
}
