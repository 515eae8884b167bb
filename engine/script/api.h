/* The modules of C functions that scripts/keyfall builds its vocabulary from, one api_<module>.c each. Their
 * stubs are in scripts/keyfall/meta.lua; a test holds the two together. */
#pragma once

#include "script/sandbox_lua.h"
#include "script/scenario.h"

typedef struct ApiModule {
    const char *name; /* "keyfall.world" */
    const luaL_Reg *functions;
    lua_CFunction open;
} ApiModule;
#define API_MODULES 6
extern const ApiModule api_modules[API_MODULES];

extern const luaL_Reg api_host_functions[], api_world_functions[], api_attack_functions[],
    api_defence_functions[], api_study_functions[], api_exercise_functions[];

int api_host_open(lua_State *L);
int api_world_open(lua_State *L);
int api_attack_open(lua_State *L);
int api_defence_open(lua_State *L);
int api_study_open(lua_State *L);
int api_exercise_open(lua_State *L);

/* Calls what the library gave to host.finish: to be run by sandbox_call when the scenario's file has ended.
 */
int api_host_call_finish(lua_State *L);
