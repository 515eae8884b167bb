/* Text into a Lua function. */
#include "base/file.h"
#include "script/sandbox_state.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Lua shortens long names in its messages ("...tail.lua:3: "); the user gets the one that was given. */
static _Noreturn void fail_syntax(lua_State *L, const char *name) {
    const char *message = lua_tostring(L, -1), *after = strchr(message, ':');
    while (after && (after[1] < '0' || after[1] > '9')) after = strchr(after + 1, ':');
    if (after)
        lua_pushfstring(L, "%s%s", name, after);
    else /* Lua gives no line when its own stack runs out */
        lua_pushfstring(L, "%s: nested too deeply to be read (%s): take it apart", name, message);
    lua_error(L);
    assert(false && "lua_error returned");
}

static void finish(lua_State *L, const char *name, int status) {
    sandbox_pass_stop(L, status);
    if (status != LUA_OK) fail_syntax(L, name);
    lua_remove(L, -2); /* the source's name */
}

void sandbox_load_text(lua_State *L, const char *name, const char *text, size_t length) {
    const char *source = lua_pushfstring(L, "@%s", name);
    finish(L, name, luaL_loadbufferx(L, text, length, source, "t"));
}

/* Length of the UTF-8 character at the start, or 0: no overlong forms, no surrogates, nothing past U+10FFFF.
 */
static size_t character_length(const unsigned char *at, size_t left) {
    static const uint32_t LEAST[] = {0, 0, 0x80, 0x800, 0x10000};
    if (*at < 0x80) return *at ? 1 : 0;
    size_t length = *at >= 0xF0 ? 4 : *at >= 0xE0 ? 3 : 2;
    if (*at < 0xC2 || *at > 0xF4 || length > left) return 0;
    uint32_t code = *at & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80) return 0;
        code = code << 6 | (at[i] & 0x3Fu);
    }
    return code < LEAST[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF) ? 0 : length;
}

static bool check_text(const char *path, const char *text, size_t length, Error *error) {
    if (length && text[0] == LUA_SIGNATURE[0])
        return error_set(error, "%s:1: this is compiled Lua: give the script as text", path);
    unsigned line = 1;
    for (size_t at = 0; at < length;) {
        size_t step = character_length((const unsigned char *)text + at, length - at);
        if (step == 0) return error_set(error, "%s:%u: not UTF-8 text: save the file as UTF-8", path, line);
        line += text[at] == '\n';
        at += step;
    }
    return true;
}

void sandbox_load_file(lua_State *L, const char *path) {
    Error error;
    char *text;
    size_t length;
    const char *source = lua_pushfstring(L, "@%s", path);
    if (!file_read(path, SANDBOX_FILE_BYTES, &text, &length, &error)) sandbox_fail(L, "%s", error.text);
    bool fine = check_text(path, text, length, &error);
    /* Loading reports its errors by status, so the text is freed whatever happens. */
    int status = fine ? luaL_loadbufferx(L, text, length, source, "t") : LUA_OK;
    free(text);
    if (!fine) sandbox_fail(L, "%s", error.text);
    finish(L, path, status);
}
