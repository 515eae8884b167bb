/* What the sandbox_*.c files share. For no one else. */
#pragma once

#include "base/pcg.h"
#include "base/text.h"
#include "script/sandbox_lua.h"

typedef struct SandboxModule {
    const char *name; /* borrowed */
    lua_CFunction open;
} SandboxModule;

struct Sandbox {
    lua_State *lua; /* NULL when even the state did not fit */
    SandboxLimits limits;
    char *folder; /* of the library; owned */
    size_t memory_used;
    uint64_t steps;
    bool stopped;                   /* a limit was hit: every catcher passes it on */
    Error stop;                     /* and this is the sentence */
    char refused_at[SANDBOX_PLACE]; /* where memory was last refused */
    const char *running;            /* name of the chunk that sandbox_run… runs; borrowed */
    Pcg64 random;
    Text log;
    void *host;
    SandboxModule modules[SANDBOX_MODULES];
    uint32_t module_count;
};

/* sandbox.c */
/* Ends the run: writes the sentence once, makes every further instruction fail, and raises. */
_Noreturn void sandbox_stop_steps(lua_State *L);
/* To be called by whatever catches an error with its status: passes limits on, returns for anything else. */
void sandbox_pass_stop(lua_State *L, int status);

/* sandbox_load.c: leave the chunk's function on the stack; raise on what is no text and on syntax errors,
 * with the whole name. */
void sandbox_load_text(lua_State *L, const char *name, const char *text, size_t length);
void sandbox_load_file(lua_State *L, const char *path);

/* sandbox_error.c: message handlers for lua_pcall */
int sandbox_handle_caught(lua_State *L); /* the script goes on and sees the message */
int sandbox_handle_final(lua_State *L);  /* the user sees the message */
int sandbox_handle_own(lua_State *L);    /* upvalue 1: the script's own handler */

/* sandbox_lib.c */
/* A C function that may replace or guard a stock one; NULL keeps the stock function. The stock function is
 * upvalue 1 of what is registered. */
typedef struct SandboxEntry {
    const char *name;
    lua_CFunction function;
} SandboxEntry;
int sandbox_open_library(lua_State *L); /* builds the globals; under lua_pcall */
/* Calls the stock function of upvalue 1 in the frame of its guard, so that its messages name the call. */
int sandbox_forward(lua_State *L);

extern const SandboxEntry SANDBOX_STRING[], SANDBOX_TABLE[], SANDBOX_MATH[], SANDBOX_UTF8[];

/* sandbox_metatable.c, sandbox_pairs.c, sandbox_require.c */
int sandbox_setmetatable(lua_State *L);
int sandbox_getmetatable(lua_State *L);
int sandbox_pairs(lua_State *L);
int sandbox_require(lua_State *L);

/* sandbox_strict.c */
/* Why a stock word is missing and what to write instead, or NULL. `word` is qualified ("math.sin"). */
const char *sandbox_hint(const char *word);
/* The registry's key of the globals behind their stand-in. */
extern const char SANDBOX_GLOBALS;
