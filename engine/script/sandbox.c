#include "script/sandbox.h"

#include "base/arena.h"
#include "script/sandbox_state.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOOK_STEPS 1000   /* instructions between two looks at the limit */
#define BYTES_PER_STEP 64 /* of memory that is made */

static void count_hook(lua_State *L, lua_Debug *activation) {
    (void)activation;
    Sandbox *sandbox = sandbox_of(L);
    sandbox->steps += (uint64_t)lua_gethookcount(L);
    if (sandbox->stopped || sandbox->steps > sandbox->limits.steps) sandbox_stop_steps(L);
}

/* From now on every instruction asks the hook, so that no handler, however deep, does anything more. */
static void hook_always(lua_State *L) {
    lua_sethook(L, count_hook, LUA_MASKCOUNT, 1);
}

static void describe(char *text, size_t size, uint64_t number, const char *unit) {
    uint64_t million = UINT64_C(1000000);
    if (number >= million && number % million == 0)
        snprintf(text, size, "%" PRIu64 " million %s", number / million, unit);
    else
        snprintf(text, size, "%" PRIu64 " %s", number, unit);
}

static void stop(Sandbox *sandbox, const char *place, const char *what) {
    if (sandbox->stopped) return;
    sandbox->stopped = true;
    const char *name = sandbox->running ? sandbox->running : "script";
    error_set(&sandbox->stop, "%s: %s", *place ? place : name, what);
    if (sandbox->lua) hook_always(sandbox->lua);
}

static void stop_memory(Sandbox *sandbox) {
    size_t bytes = sandbox->limits.memory_bytes;
    char what[160];
    const char *hint = "keep less at once, or look for a loop that collects without end";
    if (bytes >> 20 && bytes % (1u << 20) == 0)
        snprintf(what, sizeof what, "used more than %zu MiB: %s", bytes >> 20, hint);
    else
        snprintf(what, sizeof what, "used more than %zu bytes: %s", bytes, hint);
    stop(sandbox, sandbox->refused_at, what);
}

void sandbox_stop_steps(lua_State *L) {
    Sandbox *sandbox = sandbox_of(L);
    char steps[64], what[160], place[SANDBOX_PLACE];
    describe(steps, sizeof steps, sandbox->limits.steps, "steps");
    snprintf(what, sizeof what, "stopped after %s: is there an endless loop?", steps);
    sandbox_where(L, place);
    stop(sandbox, place, what);
    lua_pushnil(L); /* nothing that needs memory, and the sentence is kept apart */
    lua_error(L);
    assert(false && "lua_error returned");
}

void sandbox_pass_stop(lua_State *L, int status) {
    Sandbox *sandbox = sandbox_of(L);
    if (status == LUA_ERRMEM) stop_memory(sandbox);
    if (!sandbox->stopped) return;
    lua_pushnil(L);
    lua_error(L);
}

void sandbox_charge(lua_State *L, uint64_t steps) {
    Sandbox *sandbox = sandbox_of(L);
    uint64_t room = UINT64_MAX - sandbox->steps;
    sandbox->steps += steps < room ? steps : room;
    if (sandbox->stopped || sandbox->steps > sandbox->limits.steps) sandbox_stop_steps(L);
}

/* Bytes made cost steps, so that a loop of large concatenations ends too. Nothing can be raised here; setting
 * a hook is what Lua allows at any moment, signal handlers included. */
static void charge_bytes(Sandbox *sandbox, size_t bytes) {
    sandbox->steps += bytes / BYTES_PER_STEP;
    if (sandbox->steps > sandbox->limits.steps && sandbox->lua) hook_always(sandbox->lua);
}

static void *allocate(void *context, void *block, size_t old_size, size_t size) {
    Sandbox *sandbox = context;
    if (!block) old_size = 0; /* Lua tells the kind of object there */
    if (size == 0) {
        free(block);
        sandbox->memory_used -= old_size;
        return NULL;
    }
    if (size > old_size) {
        if (size - old_size > sandbox->limits.memory_bytes - sandbox->memory_used) {
            if (sandbox->lua) sandbox_where(sandbox->lua, sandbox->refused_at);
            return NULL;
        }
        charge_bytes(sandbox, size - old_size);
    }
    void *grown = realloc(block, size);
    if (grown) sandbox->memory_used += size - old_size;
    return grown;
}

SandboxLimits sandbox_default_limits(void) {
    return (SandboxLimits){.memory_bytes = (size_t)512 << 20,
                           .steps = UINT64_C(200000000),
                           .subject_bytes = (size_t)64 << 10,
                           .seed = 1};
}

/* Without a handler of its own: no script has run yet, so memory is the only thing that can fail. */
static void open_state(Sandbox *sandbox) {
    lua_State *L = lua_newstate(allocate, sandbox);
    if (!L) {
        stop_memory(sandbox);
        return;
    }
    *(Sandbox **)lua_getextraspace(L) = sandbox;
    sandbox->lua = L;
    lua_pushcfunction(L, sandbox_open_library);
    if (lua_pcall(L, 0, 0, 0) != LUA_OK) stop_memory(sandbox);
    lua_settop(L, 0);
}

static void hook_limit(Sandbox *sandbox) {
    uint64_t steps = sandbox->limits.steps;
    int period = steps < HOOK_STEPS ? (int)steps + 1 : HOOK_STEPS;
    lua_sethook(sandbox->lua, count_hook, LUA_MASKCOUNT, period);
}

Sandbox *sandbox_create(const SandboxLimits *limits, const char *library_folder) {
    Sandbox *sandbox = heap_take(1, sizeof *sandbox);
    sandbox->limits = *limits;
    size_t size = strlen(library_folder) + 1;
    sandbox->folder = heap_take(size, 1);
    memcpy(sandbox->folder, library_folder, size);
    pcg64_seed(&sandbox->random, limits->seed, 0);
    open_state(sandbox);
    sandbox->steps = 0;
    if (!sandbox->stopped) hook_limit(sandbox);
    return sandbox;
}

void sandbox_destroy(Sandbox *sandbox) {
    if (!sandbox) return;
    if (sandbox->lua) lua_close(sandbox->lua);
    assert(sandbox->memory_used == 0);
    text_clear(&sandbox->log);
    free(sandbox->folder);
    free(sandbox);
}

typedef struct Chunk {
    const char *name, *text;
    size_t length;
} Chunk;

static int run_text(lua_State *L) {
    const Chunk *chunk = lua_touserdata(L, 1);
    sandbox_load_text(L, chunk->name, chunk->text, chunk->length);
    lua_call(L, 0, 0);
    return 0;
}

static int run_file(lua_State *L) {
    const Chunk *chunk = lua_touserdata(L, 1);
    sandbox_load_file(L, chunk->name);
    lua_call(L, 0, 0);
    return 0;
}

bool sandbox_call(Sandbox *sandbox, lua_CFunction function, void *argument, Error *error) {
    lua_State *L = sandbox->lua;
    if (sandbox->stopped) return error_set(error, "%s", sandbox->stop.text);
    int top = lua_gettop(L);
    lua_pushcfunction(L, sandbox_handle_final);
    lua_pushcfunction(L, function);
    lua_pushlightuserdata(L, argument);
    int status = lua_pcall(L, 1, 0, top + 1);
    if (status == LUA_ERRMEM) stop_memory(sandbox);
    bool fine = status == LUA_OK && !sandbox->stopped;
    if (sandbox->stopped)
        error_set(error, "%s", sandbox->stop.text);
    else if (!fine)
        error_set(error, "%s",
                  lua_isstring(L, -1) ? lua_tostring(L, -1) : "the script failed without a message");
    lua_settop(L, top);
    return fine;
}

static bool run(Sandbox *sandbox, lua_CFunction function, Chunk chunk, Error *error) {
    sandbox->running = chunk.name;
    bool fine = sandbox_call(sandbox, function, &chunk, error);
    sandbox->running = NULL;
    return fine;
}

bool sandbox_run_text(Sandbox *sandbox, const char *name, const char *text, size_t length, Error *error) {
    return run(sandbox, run_text, (Chunk){name, text, length}, error);
}

bool sandbox_run(Sandbox *sandbox, const char *path, Error *error) {
    return run(sandbox, run_file, (Chunk){.name = path}, error);
}

Sandbox *sandbox_of(lua_State *L) {
    return *(Sandbox **)lua_getextraspace(L);
}

const char *sandbox_log(const Sandbox *sandbox) {
    return text_of(&sandbox->log);
}

uint64_t sandbox_steps(const Sandbox *sandbox) {
    return sandbox->steps;
}

void sandbox_set_host(Sandbox *sandbox, void *host) {
    sandbox->host = host;
}

void *sandbox_host(lua_State *L) {
    return sandbox_of(L)->host;
}

void sandbox_add_module(Sandbox *sandbox, const char *name, lua_CFunction open) {
    assert(sandbox->module_count < SANDBOX_MODULES);
    sandbox->modules[sandbox->module_count++] = (SandboxModule){name, open};
}
