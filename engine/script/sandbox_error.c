/* Places: which line of the scenario an error is about, and the message handlers that write it down. */
#include "script/sandbox_state.h"

#include <assert.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRAMES 200 /* looked at from the inside; lua_getstack costs its level */

/* The library is folder/keyfall/… and folder/keyfall.lua; other files of the folder are scenarios and
 * studies. */
static bool in_library(const Sandbox *sandbox, const char *file) {
    size_t length = strlen(sandbox->folder);
    if (strncmp(file, sandbox->folder, length) != 0) return false;
    return strncmp(file + length, "/keyfall/", 9) == 0 || strcmp(file + length, "/keyfall.lua") == 0;
}

static bool frame_at(lua_State *L, int level, lua_Debug *frame) {
    return level < FRAMES && lua_getstack(L, level, frame) && lua_getinfo(L, "Sl", frame);
}

void sandbox_where(lua_State *L, char place[SANDBOX_PLACE]) {
    lua_Debug frame;
    *place = '\0';
    for (int level = 0; frame_at(L, level, &frame); level++) {
        if (frame.currentline <= 0 || in_library(sandbox_of(L), frame.source + 1)) continue;
        snprintf(place, SANDBOX_PLACE, "%.480s:%d", frame.source + 1, frame.currentline);
        return;
    }
}

void sandbox_fail(lua_State *L, const char *format, ...) {
    char place[SANDBOX_PLACE], text[1001];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    sandbox_where(L, place);
    lua_pushfstring(L, "%s%s%s", place, *place ? ": " : "", text);
    lua_error(L);
    assert(false && "lua_error returned");
}

/* What follows "name:12: " in a message that starts with it, or NULL. */
static const char *after_place(const char *message, const char *name) {
    size_t length = strlen(name);
    if (strncmp(message, name, length) != 0 || message[length] != ':') return NULL;
    const char *digits = message + length + 1, *end = digits;
    while (isdigit((unsigned char)*end)) end++;
    return end > digits && end[0] == ':' && end[1] == ' ' ? end + 2 : NULL;
}

/* Finds the file whose name, whole or shortened by Lua, the message starts with. */
static const char *find_place(lua_State *L, const char *message, lua_Debug *frame) {
    Sandbox *sandbox = sandbox_of(L);
    for (int level = 0; frame_at(L, level, frame); level++) {
        sandbox->steps++; /* deep stacks are paid for; the hook will notice */
        if (frame->source[0] != '@') continue;
        const char *rest = after_place(message, frame->source + 1);
        if (!rest) rest = after_place(message, frame->short_src);
        if (rest) return rest;
    }
    return NULL;
}

/* Replaces the message at index 1 by one that starts with the scenario's line, if it starts with any. */
static bool put_place(lua_State *L) {
    lua_Debug frame;
    char place[SANDBOX_PLACE];
    const char *message = lua_tostring(L, 1), *rest = find_place(L, message, &frame);
    if (!rest) return false;
    const char *line = rest - 3; /* the last digit */
    while (isdigit((unsigned char)line[-1])) line--;
    int digits = (int)(rest - 2 - line);
    sandbox_where(L, place);
    char number[16];
    snprintf(number, sizeof number, "%.*s", digits, line);
    if (in_library(sandbox_of(L), frame.source + 1) && *place)
        lua_pushfstring(L, "%s: %s (in %s:%s)", place, rest, frame.source + 1, number);
    else
        lua_pushfstring(L, "%s:%s: %s", frame.source + 1, number, rest);
    return true;
}

int sandbox_handle_caught(lua_State *L) {
    lua_settop(L, 1);
    if (sandbox_of(L)->stopped || lua_type(L, 1) != LUA_TSTRING) return 1;
    put_place(L);
    return 1;
}

int sandbox_handle_own(lua_State *L) {
    /* The count hook is off while it raises, and with it in a handler of the script: an endless one would
     * never be stopped. */
    if (sandbox_of(L)->stopped) return 1;
    lua_settop(L, 1);
    if (lua_type(L, 1) == LUA_TSTRING && put_place(L)) lua_replace(L, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

/* Control characters would reach the user's terminal. */
static void scrub(char *text) {
    for (; *text; text++)
        if (iscntrl((unsigned char)*text) && *text != '\n' && *text != '\t') *text = '?';
}

int sandbox_handle_final(lua_State *L) {
    lua_settop(L, 1);
    if (sandbox_of(L)->stopped) return 1;
    char place[SANDBOX_PLACE], text[sizeof(Error)];
    sandbox_where(L, place);
    if (lua_type(L, 1) != LUA_TSTRING)
        lua_pushfstring(L, "%s: error was called with a %s: call it with a sentence", place,
                        luaL_typename(L, 1));
    else if (!put_place(L))
        lua_pushfstring(L, "%s%s%s", place, *place ? ": " : "", lua_tostring(L, 1));
    snprintf(text, sizeof text, "%s", lua_tostring(L, -1));
    scrub(text);
    lua_pushstring(L, text);
    return 1;
}
