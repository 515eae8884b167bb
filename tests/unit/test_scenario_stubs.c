/* The editor stubs in scripts/keyfall/meta.lua and the functions that the core registers are the same set. */
#include "base/file.h"
#include "base/text.h"
#include "script/api.h"

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

static char *load_stubs(void) {
    char *text;
    size_t length;
    Error error;
    assert_true(file_read(KEYFALL_SOURCE_DIR "/scripts/keyfall/meta.lua", 1 << 20, &text, &length, &error));
    return text;
}

static bool is_registered(const char *module, size_t module_length, const char *name, size_t length) {
    for (size_t i = 0; i < API_MODULES; i++) {
        const char *word = strchr(api_modules[i].name, '.') + 1;
        if (strlen(word) != module_length || strncmp(word, module, module_length) != 0) continue;
        for (const luaL_Reg *entry = api_modules[i].functions; entry->name; entry++)
            if (strlen(entry->name) == length && strncmp(entry->name, name, length) == 0) return true;
    }
    return false;
}

static void every_registered_function_has_a_stub(void **state) {
    (void)state;
    char *stubs = load_stubs();
    for (size_t i = 0; i < API_MODULES; i++)
        for (const luaL_Reg *entry = api_modules[i].functions; entry->name; entry++) {
            Text line = {0};
            text_add(&line, "\nfunction %s.%s(", strchr(api_modules[i].name, '.') + 1, entry->name);
            if (!strstr(stubs, text_of(&line))) fail_msg("no stub for %s", text_of(&line));
            text_clear(&line);
        }
    free(stubs);
}

static void every_stub_is_of_a_registered_function(void **state) {
    (void)state;
    char *stubs = load_stubs();
    size_t found = 0;
    for (const char *at = strstr(stubs, "\nfunction "); at; at = strstr(at + 1, "\nfunction ")) {
        const char *module = at + strlen("\nfunction "), *dot = strchr(module, '.'), *end = strchr(dot, '(');
        if (!is_registered(module, (size_t)(dot - module), dot + 1, (size_t)(end - dot - 1)))
            fail_msg("a stub of nothing: %.*s", (int)(end - module), module);
        found++;
    }
    assert_int_equal(found, 40);
    free(stubs);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_registered_function_has_a_stub),
        cmocka_unit_test(every_stub_is_of_a_registered_function),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
