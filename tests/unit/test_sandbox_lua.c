#include "script/sandbox_lua.h"

#include <stdlib.h>
#include <string.h>

/* cmocka.h needs the four before it. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

/* What a host keeps of a script. */
typedef struct Host {
    char place[SANDBOX_PLACE];
    char keys[64];
    int callback; /* a reference */
    lua_Integer answer;
} Host;

static int f_declare(lua_State *L) {
    Host *host = sandbox_host(L);
    sandbox_where(L, host->place);
    const char *name = luaL_checkstring(L, 1);
    if (*name == '\0') sandbox_fail(L, "a declaration needs a %s: write it in quotes", "name");
    return 0;
}

static int f_keys(lua_State *L) {
    Host *host = sandbox_host(L);
    uint32_t count = sandbox_push_keys(L, 1);
    for (uint32_t i = 1; i <= count; i++) {
        lua_rawgeti(L, -1, i);
        const char *key = sandbox_push_text(L, -1, NULL);
        strncat(host->keys, key, sizeof host->keys - strlen(host->keys) - 1);
        lua_pop(L, 2);
    }
    lua_pushinteger(L, lua_gettop(L)); /* the table and the list are all that is left */
    return 1;
}

static int f_work(lua_State *L) {
    sandbox_charge(L, (uint64_t)luaL_checkinteger(L, 1));
    return 0;
}

static int f_later(lua_State *L) {
    Host *host = sandbox_host(L);
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    host->callback = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

static int open_module(lua_State *L) {
    static const luaL_Reg LIBRARY[] = {
        {"declare", f_declare}, {"keys", f_keys}, {"work", f_work}, {"later", f_later}, {NULL, NULL}};
    luaL_newlib(L, LIBRARY);
    return 1;
}

static Sandbox *create(Host *host) {
    SandboxLimits limits = sandbox_default_limits();
    limits.steps = 1000000;
    Sandbox *sandbox = sandbox_create(&limits, "no/such/folder");
    sandbox_set_host(sandbox, host);
    sandbox_add_module(sandbox, "keyfall", open_module);
    return sandbox;
}

static bool run(Sandbox *sandbox, const char *text, Error *error) {
    return sandbox_run_text(sandbox, "s.lua", text, strlen(text), error);
}

static void a_function_knows_the_line_that_called_it(void **state) {
    (void)state;
    Host host = {0};
    Error error;
    Sandbox *sandbox = create(&host);
    assert_true(run(sandbox, "local _ENV = require 'keyfall'\n\ndeclare 'x'", &error));
    assert_string_equal(host.place, "s.lua:3");
    assert_false(run(sandbox, "local _ENV = require 'keyfall'\ndeclare ''", &error));
    assert_string_equal(error.text, "s.lua:2: a declaration needs a name: write it in quotes");
    assert_false(run(sandbox, "local _ENV = require 'keyfall'\ndeclare {}", &error));
    assert_string_equal(error.text, "s.lua:2: bad argument #1 to 'declare' (string expected, got table)");
    assert_false(run(sandbox, "local _ENV = require 'keyfall'\ndeclar 'x'", &error));
    assert_string_equal(error.text, "s.lua:2: unknown word 'declar'; did you mean 'declare'?");
    sandbox_destroy(sandbox);
}

static void keys_come_in_the_order_of_pairs(void **state) {
    (void)state;
    Host host = {0};
    Error error;
    Sandbox *sandbox = create(&host);
    assert_true(run(sandbox,
                    "assert(require('keyfall').keys{b = 1, a = 1, [10] = 1, [9] = 1, [true] = 1} == 2)",
                    &error));
    assert_string_equal(host.keys, "910abtrue");
    sandbox_destroy(sandbox);
}

static void work_in_c_is_counted(void **state) {
    (void)state;
    Host host = {0};
    Error error;
    Sandbox *sandbox = create(&host);
    assert_true(run(sandbox, "require('keyfall').work(400000)", &error));
    assert_in_range(sandbox_steps(sandbox), 400000, 402000);
    assert_false(run(sandbox, "pcall(require('keyfall').work, 600000)\nprint('never')", &error));
    assert_string_equal(error.text, "s.lua:1: stopped after 1 million steps: is there an endless loop?");
    assert_string_equal(sandbox_log(sandbox), "");
    sandbox_destroy(sandbox);
}

static int call_back(lua_State *L) {
    Host *host = lua_touserdata(L, 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, host->callback);
    lua_call(L, 0, 1);
    host->answer = lua_tointeger(L, -1);
    return 0;
}

static void a_host_calls_back_under_the_same_limits(void **state) {
    (void)state;
    Host host = {0};
    Error error;
    Sandbox *sandbox = create(&host);
    assert_true(run(sandbox, "require('keyfall').later(function() return 42 end)", &error));
    assert_true(sandbox_call(sandbox, call_back, &host, &error));
    assert_int_equal(host.answer, 42);
    assert_true(run(sandbox, "require('keyfall').later(function()\nwhile true do end end)", &error));
    assert_false(sandbox_call(sandbox, call_back, &host, &error));
    assert_string_equal(error.text, "s.lua:2: stopped after 1 million steps: is there an endless loop?");
    sandbox_destroy(sandbox);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_function_knows_the_line_that_called_it),
        cmocka_unit_test(keys_come_in_the_order_of_pairs),
        cmocka_unit_test(work_in_c_is_counted),
        cmocka_unit_test(a_host_calls_back_under_the_same_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
