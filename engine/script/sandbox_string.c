/* Guards of string and utf8: what can run long asks first. */
#include "script/pattern_cost.h"
#include "script/sandbox_state.h"

#include <stdlib.h>
#include <string.h>

static const char *check_size(lua_State *L, int index, size_t *length) {
    const char *text = luaL_checklstring(L, index, length);
    size_t limit = sandbox_of(L)->limits.subject_bytes;
    if (*length > limit)
        sandbox_fail(L, "a text of %zu bytes is too long to search: cut it to %zu bytes with sub first",
                     *length, limit);
    return text;
}

/* Where the search begins, or past the end. */
static size_t start_of(lua_State *L, int index, size_t length) {
    lua_Integer start = luaL_optinteger(L, index, 1);
    if (start > 0) return (uint64_t)start > length ? length + 1 : (size_t)start - 1;
    if (start == 0 || start < -(lua_Integer)length) return 0;
    return (size_t)((lua_Integer)length + start);
}

static void charge_pattern(lua_State *L, PatternUse use, int start_index) {
    size_t length, pattern_length;
    const char *subject = check_size(L, 1, &length), *pattern = check_size(L, 2, &pattern_length);
    size_t start = start_index ? start_of(L, start_index, length) : 0;
    if (start > length) return;
    const Sandbox *sandbox = sandbox_of(L);
    uint64_t left = sandbox->limits.steps > sandbox->steps ? sandbox->limits.steps - sandbox->steps : 0;
    sandbox_charge(L, pattern_cost(subject, length, start, pattern, pattern_length, use, left));
}

static int f_find(lua_State *L) {
    size_t length, pattern_length;
    check_size(L, 1, &length);
    const char *pattern = check_size(L, 2, &pattern_length);
    if (lua_toboolean(L, 4) || strcspn(pattern, "^$*+?.([%-") >= pattern_length)
        sandbox_charge(L, (uint64_t)length * (pattern_length + 1) / 64);
    else
        charge_pattern(L, PATTERN_FIRST, 3);
    return sandbox_forward(L);
}

static int f_match(lua_State *L) {
    charge_pattern(L, PATTERN_FIRST, 3);
    return sandbox_forward(L);
}

static int f_gmatch(lua_State *L) {
    charge_pattern(L, PATTERN_EACH, 3);
    return sandbox_forward(L);
}

static int f_gsub(lua_State *L) {
    charge_pattern(L, PATTERN_ALL, 0);
    return sandbox_forward(L);
}

/* A billion times nothing takes Lua as long as a billion times something. */
static int f_rep(lua_State *L) {
    size_t length = 0, separator = 0;
    luaL_checklstring(L, 1, &length);
    lua_Integer count = luaL_checkinteger(L, 2);
    luaL_optlstring(L, 3, "", &separator);
    if (length == 0 && separator == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if (count > 0 && length + separator <= sandbox_of(L)->limits.memory_bytes / (size_t)count)
        sandbox_charge(L, (uint64_t)count / 8);
    return sandbox_forward(L);
}

/* Turns the argument of every %s into the text that tostring gives, and refuses %p: both would show
 * addresses. */
static void prepare_arguments(lua_State *L, const char *format, size_t length) {
    int argument = 1;
    for (const char *at = format, *end = format + length; at < end; at++) {
        if (*at != '%') continue;
        if (at + 1 < end && at[1] == '%') {
            at++;
            continue;
        }
        at += 1 + strspn(at + 1, "-+ #0123456789.");
        argument++;
        if (at < end && *at == 'p')
            sandbox_fail(L, "%%p shows an address, which differs from run to run: use %%s");
        if (at >= end || *at != 's' || argument > lua_gettop(L)) continue;
        sandbox_push_text(L, argument, NULL);
        lua_replace(L, argument);
    }
}

static int f_format(lua_State *L) {
    size_t length;
    const char *format = luaL_checklstring(L, 1, &length);
    sandbox_charge(L, length / 8);
    prepare_arguments(L, format, length);
    return sandbox_forward(L);
}

/* For functions that read the whole text of argument 1 and make nothing. */
static int f_reader(lua_State *L) {
    size_t length = lua_type(L, 1) == LUA_TSTRING ? lua_rawlen(L, 1) : 0;
    sandbox_charge(L, length / 8);
    return sandbox_forward(L);
}

const SandboxEntry SANDBOX_STRING[] = {
    {"byte", NULL},        {"char", NULL}, {"find", f_find},    {"format", f_format}, {"gmatch", f_gmatch},
    {"gsub", f_gsub},      {"len", NULL},  {"lower", f_reader}, {"match", f_match},   {"rep", f_rep},
    {"reverse", f_reader}, {"sub", NULL},  {"upper", f_reader}, {NULL, NULL},
};

const SandboxEntry SANDBOX_UTF8[] = {
    {"char", NULL},    {"charpattern", NULL}, {"codepoint", NULL}, {"codes", NULL},
    {"len", f_reader}, {"offset", f_reader},  {NULL, NULL},
};
