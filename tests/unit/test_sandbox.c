#include "base/file.h"
#include "script/sandbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* cmocka.h needs the four before it. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

/* A library as scenarios see one, made for the tests. */
typedef struct Library {
    char folder[64];
} Library;

static void write_file(const char *folder, const char *name, const char *text, size_t length) {
    char path[256];
    Error error;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (!file_write(path, text, length, &error)) fail_msg("%s", error.text);
}

static void write_text(const char *folder, const char *name, const char *text) {
    write_file(folder, name, text, strlen(text));
}

static int make_library(void **state) {
    Library *library = calloc(1, sizeof *library);
    char part[128];
    strcpy(library->folder, "/tmp/keyfall-sandbox-XXXXXX");
    if (!mkdtemp(library->folder)) return -1;
    snprintf(part, sizeof part, "%s/keyfall", library->folder);
    mkdir(part, 0700);
    write_text(library->folder, "keyfall/init.lua",
               "local routes = require 'keyfall.routes'\n"
               "return { control = 1, encrypted = 2, vendor = function(name)\n"
               "  if type(name) ~= 'string' then error('vendor needs a name') end\n"
               "  return name .. nil_field(routes)\n"
               "end, shortest = routes.shortest, loaded = routes.loaded }\n");
    write_text(
        library->folder, "keyfall/routes.lua",
        "local count = 0\nreturn { shortest = function(x) return x.y.z end, loaded = function() count = "
        "count + 1 return count end }\n");
    write_text(library->folder, "keyfall/circle.lua", "return require 'keyfall.circle_b'\n");
    write_text(library->folder, "keyfall/circle_b.lua", "return require 'keyfall.circle'\n");
    write_text(library->folder, "keyfall/broken.lua", "local x = = 1\n");
    *state = library;
    return 0;
}

static int drop_library(void **state) {
    Library *library = *state;
    static const char *const FILES[] = {"keyfall/init.lua",
                                        "keyfall/routes.lua",
                                        "keyfall/circle.lua",
                                        "keyfall/circle_b.lua",
                                        "keyfall/broken.lua",
                                        "script.lua",
                                        "keyfall",
                                        ""};
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", library->folder, FILES[i]);
        remove(path);
    }
    free(library);
    return 0;
}

static Sandbox *create(void **state, uint64_t steps, size_t memory) {
    SandboxLimits limits = sandbox_default_limits();
    limits.steps = steps;
    limits.memory_bytes = memory;
    return sandbox_create(&limits, ((Library *)*state)->folder);
}

#define STEPS UINT64_C(2000000)
#define MANY_STEPS UINT64_C(50000000) /* for scripts that fill the memory */
#define MEMORY ((size_t)128 << 20)

static bool run(Sandbox *sandbox, const char *text, Error *error) {
    return sandbox_run_text(sandbox, "s.lua", text, strlen(text), error);
}

/* The script must run, and print exactly this. */
static void prints(void **state, const char *text, const char *expected) {
    Sandbox *sandbox = create(state, MANY_STEPS, MEMORY);
    Error error;
    if (!run(sandbox, text, &error)) fail_msg("%s", error.text);
    assert_string_equal(sandbox_log(sandbox), expected);
    sandbox_destroy(sandbox);
}

/* The script must fail, and the sentence must start like this. */
static void fails_within(void **state, uint64_t steps, const char *text, const char *expected) {
    Sandbox *sandbox = create(state, steps, MEMORY);
    Error error;
    assert_false(run(sandbox, text, &error));
    if (strncmp(error.text, expected, strlen(expected)) != 0)
        fail_msg("%s\nis not: %s", error.text, expected);
    sandbox_destroy(sandbox);
}

static void fails(void **state, const char *text, const char *expected) {
    fails_within(state, STEPS, text, expected);
}

#define TOO_LONG "stopped after 2 million steps: is there an endless loop?"
#define TOO_LARGE "used more than 128 MiB"

/* ---- the language ---- */

static void pairs_goes_in_one_order(void **state) {
    prints(state,
           "for k in pairs{b=1, a=1, [true]=1, [3]=1, [2.5]=1, [-1]=1, ab=1, [false]=1, ['']=1, [2]=1} do "
           "print(k) end",
           "-1\n2\n2.5\n3\n\na\nab\nb\nfalse\ntrue\n");
    prints(state,
           "for k in pairs{[2^53]=1, [2^53|0]=1, [(1<<53)+1]=1, [1e300]=1, [-1/0]=1, [math.mininteger]=1} do "
           "print(k) end",
           "-inf\n-9223372036854775808\n9007199254740992\n9007199254740993\n1e+300\n");
}

static void pairs_passes_over_what_the_loop_removed(void **state) {
    prints(state, "local t = {a=1, b=2, c=3} for k in pairs(t) do print(k) t.b = nil t.z = 1 end", "a\nc\n");
}

static void pairs_respects_its_metamethod(void **state) {
    prints(state,
           "local t = setmetatable({}, {__pairs = function() return function(_, i) if not i then return 7 "
           "end end end})"
           "for k in pairs(t) do print(k) end",
           "7\n");
}

static void pairs_refuses_keys_without_an_order(void **state) {
    fails(state, "\nfor k in pairs{[{}]=1} do end",
          "s.lua:2: a table is a key of this table and has no order");
    fails(state, "for k in pairs{[print]=1} do end", "s.lua:1: a function is a key");
}

static void nothing_shows_an_address(void **state) {
    prints(state, "print({}, print, tostring({}), string.format('%s|%5s|%%|%d', {}, print, 3))",
           "table\tfunction\ttable\ttable|function|%|3\n");
    fails(state, "string.format('%d %p', 1, {})", "s.lua:1: %p shows an address");
    prints(state, "print(0/0, -(0/0))", "nan\tnan\n");
}

static void sort_keeps_equals_in_their_order(void **state) {
    prints(
        state,
        "local t = {} for i = 1, 1000 do t[i] = {i % 7, i} end table.sort(t, function(a, b) return a[1] < "
        "b[1] end)\n"
        "for i = 2, 1000 do assert(t[i-1][1] < t[i][1] or t[i-1][1] == t[i][1] and t[i-1][2] < t[i][2]) end\n"
        "local u = {3, 1, 2} table.sort(u) print(u[1], u[2], u[3])",
        "1\t2\t3\n");
    prints(state, "local t = {3,2,1} table.sort(t, function() return true end) print(#t)", "3\n");
    fails(state, "table.sort({1, 'a'})", "s.lua:1: attempt to compare");
}

static void random_numbers_follow_the_seed(void **state) {
    const char *text = "print(math.random(0x7fffffff), math.random(-5, 5), math.random() < 1, "
                       "math.random(math.mininteger, math.maxinteger))";
    char logs[3][256];
    for (int i = 0; i < 3; i++) {
        SandboxLimits limits = sandbox_default_limits();
        limits.seed = i < 2 ? 7 : 8;
        Sandbox *sandbox = sandbox_create(&limits, ((Library *)*state)->folder);
        Error error;
        assert_true(run(sandbox, text, &error));
        snprintf(logs[i], sizeof logs[i], "%s", sandbox_log(sandbox));
        sandbox_destroy(sandbox);
    }
    assert_string_equal(logs[0], logs[1]);
    assert_string_not_equal(logs[0], logs[2]);
}

static void random_numbers_stay_in_range_and_are_even(void **state) {
    prints(state,
           "local n, seen = 60000, {0,0,0,0,0,0} for i = 1, n do local d = math.random(6) seen[d] = seen[d] "
           "+ 1 end\n"
           "for d = 1, 6 do assert(seen[d] > 9500 and seen[d] < 10500, seen[d]) end\n"
           "math.randomseed(5) local a = math.random(1 << 40) math.randomseed(5) print(a == math.random(1 << "
           "40))",
           "true\n");
    fails(state, "math.random(0)", "s.lua:1: math.random has nothing to choose from 1 to 0");
    fails(state, "math.randomseed()", "s.lua:1: math.randomseed needs one whole number");
}

static void exp_and_log_are_exact(void **state) {
    prints(state,
           "print(math.exp(0), math.log(1), math.abs(math.log(8, 2) - 3) < 1e-12, math.exp(1) == "
           "0x1.5bf0a8b145769p+1)",
           "1.0\t0.0\ttrue\ttrue\n");
    fails(state, "math.log(0)", "s.lua:1: math.log needs a finite number above 0");
}

static void words_that_are_gone_say_what_to_write(void **state) {
    fails(state, "os.execute('true')", "s.lua:1: 'os' is not here: a scenario has no clock");
    fails(state, "io.open('x')", "s.lua:1: 'io' is not here");
    fails(state, "load('return 1')", "s.lua:1: 'load' is not here: write the code");
    fails(state, "dofile('x')", "s.lua:1: 'dofile' is not here");
    fails(state, "next({})", "s.lua:1: 'next' is not here: its order");
    fails(state, "coroutine.wrap(print)", "s.lua:1: 'coroutine' is not here");
    fails(state, "debug.getinfo(1)", "s.lua:1: 'debug' is not here");
    fails(state, "package.loadlib()", "s.lua:1: 'package' is not here");
    fails(state, "collectgarbage('stop')", "s.lua:1: 'collectgarbage' is not here");
    fails(state, "string.dump(print)", "s.lua:1: 'string.dump' is not here");
    fails(state, "math.sin(1)", "s.lua:1: 'math.sin' differs from machine to machine");
}

static void misspelt_words_name_the_nearest(void **state) {
    fails(state, "\n\npritn(1)", "s.lua:3: unknown word 'pritn'; did you mean 'print'?");
    fails(state, "string.formt('x')", "s.lua:1: unknown word 'string.formt'; did you mean 'string.format'?");
    fails(state, "qqqqqqqqq()", "s.lua:1: unknown word 'qqqqqqqqq': give it a value first");
    fails(state, "x = 1", "s.lua:1: unknown word 'x': make it your own with local x = …");
    fails(state, "local _ENV = require 'keyfall'\nprint(contorl)",
          "s.lua:2: unknown word 'contorl'; did you mean 'control'?");
    fails(state, "local _ENV = require 'keyfall'\ncontorl = 1",
          "s.lua:2: unknown word 'contorl': make it your own");
    fails(state, "local _ENV = require 'keyfall'\npritn()",
          "s.lua:2: unknown word 'pritn'; did you mean 'print'?");
    fails(state, "local r = require 'keyfall.routes'\nr.shortst()",
          "s.lua:2: unknown word 'keyfall.routes.shortst'; did you mean 'keyfall.routes.shortest'?");
}

static void library_tables_cannot_be_changed(void **state) {
    fails(state, "print = 1", "s.lua:1: 'print' belongs to Keyfall and cannot be changed");
    fails(state, "string.rep = 1", "s.lua:1: 'string' belongs to Keyfall: 'rep' cannot be set in it");
    fails(state, "rawset(_G, 'x', 1)", "s.lua:1: this table is protected");
    fails(state, "rawset(string, 'rep', 1)", "s.lua:1: this table is protected");
    fails(state, "setmetatable(_G, {})", "s.lua:1: cannot change a protected metatable");
    fails(state, "setmetatable(math, nil)", "s.lua:1: cannot change a protected metatable");
    fails(state, "local _ENV = require 'keyfall'\ncontrol = 5", "s.lua:2: 'control' belongs to Keyfall");
    fails(state, "table.insert(string, 1)", "s.lua:1: this table belongs to Keyfall");
    fails(state, "getmetatable('').__index = {}", "s.lua:1: ");
    prints(
        state,
        "print(getmetatable(''), getmetatable(_G), getmetatable(string), ('x'):rep(3), rawget(_G, 'print'))",
        "protected\tprotected\tprotected\txxx\tnil\n");
    prints(
        state,
        "local words = {} for k in pairs(table) do words[#words + 1] = k end print(table.concat(words, ' '))",
        "concat insert move pack remove sort unpack\n");
}

static void metamethods_that_escape_limits_are_refused(void **state) {
    fails(state, "setmetatable({}, {__gc = function() while true do end end})",
          "s.lua:1: a metatable may not have __gc");
    fails(state, "setmetatable({}, {__mode = 'k'})", "s.lua:1: a metatable may not have __mode");
    fails(state, "local t = {} setmetatable(t, {__call = t})",
          "s.lua:1: __call must be a function, not a table");
    fails(state, "local t = setmetatable({}, {}) getmetatable(t).__call = t t()",
          "s.lua:1: attempt to call a table value");
    prints(state, "local mt = {} setmetatable({}, mt) mt.__gc = function() while true do end end print(1)",
           "1\n");
}

static void metatables_work_as_classes_do(void **state) {
    prints(state,
           "local Point = {} Point.__index = Point\n"
           "Point.__add = function(a, b) return setmetatable({x = a.x + b.x}, Point) end\n"
           "local a = setmetatable({x = 1}, Point)\n"
           "function Point.twice(self) return self + self end\n"
           "print(a:twice().x, getmetatable(a) == Point, rawequal(getmetatable(a:twice()), Point))\n"
           "Point.__call = function(self, y) return self.x + y end\n"
           "print(pcall(a, 1), setmetatable({x = 5}, Point)(2), getmetatable(setmetatable(a, nil)))\n"
           "print(getmetatable(setmetatable({}, {__metatable = 'mine'})), getmetatable(1))\n",
           "2\ttrue\ttrue\nfalse\t7\tnil\nmine\tnil\n");
    fails(state, "setmetatable(1, {})", "s.lua:1: bad argument #1 to 'setmetatable'");
    fails(state, "setmetatable({})", "s.lua:1: bad argument #2 to 'setmetatable'");
    fails(state, "setmetatable(setmetatable({}, {__metatable = 1}), {})",
          "s.lua:1: cannot change a protected metatable");
}

/* ---- require ---- */

static void only_the_library_can_be_required(void **state) {
    static const char *const NAMES[] = {"os",           "keyfall.",    "keyfall..x", "keyfallx", "keyfall.X",
                                        "keyfall/../x", "keyfall.\\0", ".keyfall",   ""};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        char text[64];
        snprintf(text, sizeof text, "require \"%s\"", NAMES[i]);
        fails(state, text, "s.lua:1: a scenario may only require \"keyfall\" and its parts, not \"");
    }
    fails(state, "require 'keyfall.nowhere'", "s.lua:1: Keyfall's library has no part 'keyfall.nowhere'");
}

static void a_part_is_loaded_once(void **state) {
    prints(state,
           "local a, b = require 'keyfall', require 'keyfall' a.loaded() print(a == b, b.loaded(), "
           "require('keyfall.routes').loaded())",
           "true\t2\t3\n");
}

static void circles_are_found(void **state) {
    fails(state, "require 'keyfall.circle'", "s.lua:1: 'keyfall.circle' requires itself");
}

static void errors_of_the_library_name_the_scenarios_line(void **state) {
    fails(state, "local _ENV = require 'keyfall'\n\nvendor(5)",
          "s.lua:3: vendor needs a name (in /tmp/keyfall-sandbox-");
    fails(state, "local _ENV = require 'keyfall'\nshortest({})",
          "s.lua:2: attempt to index a nil value (field 'y') (in ");
    fails(state, "local _ENV = require 'keyfall'\nvendor 'x'", "s.lua:2: unknown word 'nil_field'");
    fails(state, "\nrequire 'keyfall.broken'", "s.lua:2: /tmp/keyfall-sandbox-");
}

/* ---- messages ---- */

static void every_failure_starts_with_file_and_line(void **state) {
    fails(state, "\nlocal x = = 1", "s.lua:2: unexpected symbol near '='");
    fails(state, "\nerror('boo')", "s.lua:2: boo");
    fails(state, "\nerror('boo', 0)", "s.lua:2: boo");
    fails(state, "\nassert(false, 'boo')", "s.lua:2: boo");
    fails(state, "\nerror({})", "s.lua:2: error was called with a table");
    fails(state, "\nerror(nil)", "s.lua:2: error was called with a nil");
    fails(state, "\nerror()", "s.lua:2: error was called with a nil");
    fails(state, "\nerror(setmetatable({}, {__tostring = function() while true do end end}))",
          "s.lua:2: error was called with a table");
    fails(state, "local t = nil\nt.x = 1", "s.lua:2: attempt to index a nil value (local 't')");
    fails(state, "\nlocal ok, e = pcall(error, 'boo')\nerror(e, 0)", "s.lua:3: boo");
    fails(state, "local ok, e = pcall(function()\nerror 'boo' end)\nerror(e, 0)", "s.lua:2: boo");
    fails(state, "\nerror('\\27[2Jx')", "s.lua:2: ?[2Jx");
}

static void long_names_are_not_shortened(void **state) {
    Sandbox *sandbox = create(state, STEPS, MEMORY);
    const char *name = "a/very/long/path/that/lua/itself/would/cut/down/to/sixty/characters/scenario.lua";
    const char *texts[] = {"local x = = 1", "error('boo')", "nothing_here()"};
    for (size_t i = 0; i < 3; i++) {
        Error error;
        assert_false(sandbox_run_text(sandbox, name, texts[i], strlen(texts[i]), &error));
        assert_int_equal(strncmp(error.text, name, strlen(name)), 0);
        assert_int_equal(strncmp(error.text + strlen(name), ":1: ", 4), 0);
        assert_null(strstr(error.text, "..."));
    }
    sandbox_destroy(sandbox);
}

static void caught_errors_are_seen_by_the_script(void **state) {
    prints(state,
           "print(pcall(error, {}))\nprint(pcall(error, 'x', 0))\nprint(pcall(function() error 'y' end))\n"
           "print(xpcall(function() error 'z' end, function(m) return m .. '!' end))\nprint(pcall(select, "
           "'#', 1, nil))\n"
           "print(xpcall(select, print, '#', 1, 2))",
           "false\ttable\nfalse\tx\nfalse\ts.lua:3: y\nfalse\ts.lua:4: z!\ntrue\t2\ntrue\t2\n");
}

/* ---- limits ---- */

static void endless_loops_are_stopped(void **state) {
    static const char *const SCRIPTS[] = {
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "while true do xpcall(function() while true do end end, function() while true do end end) end",
        "while true do pcall(pcall, pcall, pcall, function() while true do end end) end",
        "local function f() pcall(f) f() end f()",
        "local x <close> = setmetatable({}, {__close = function() while true do end end}) while true do end",
        "local function f() local x <close> = setmetatable({}, {__close = function() pcall(function() while "
        "true do end end) end}) while true do end end while true do pcall(f) end",
        "local t = setmetatable({}, {__tostring = function() while true do end end}) string.format('%s', t)",
        "local t = setmetatable({}, {__tostring = function() while true do end end}) print(t)",
        "local t = setmetatable({}, {__index = function() while true do end end}) local _ = t.x",
        "for k in pairs(setmetatable({}, {__pairs = function() return function() return 1 end end})) do end",
        "for i in ipairs(setmetatable({}, {__index = function() return 1 end})) do end",
        "table.sort({3, 2, 1}, function() while true do end end)",
        "(('x'):rep(9)):gsub('x', function() while true do end end)",
        "while true do pcall(string.rep, '', 1e15) end",
        "while true do local s = ('x'):rep(1 << 20) end",
        "local s = ('x'):rep(1 << 20) while true do local t = s .. 'y' end",
        "while true do print('x') end",
        "goto top ::top:: goto top",
        "xpcall(function() while true do end end, function(m) while true do end end)",
        "local t = setmetatable({}, {__eq = function() while true do end end}) local _ = t == "
        "setmetatable({}, getmetatable(t))",
        "return table.concat(setmetatable({}, {__index = function() while true do end end}), '', 1, 9)",
    };
    for (size_t i = 0; i < sizeof SCRIPTS / sizeof *SCRIPTS; i++)
        fails(state, SCRIPTS[i], "s.lua:1: " TOO_LONG);
}

static void calls_that_would_run_for_years_are_stopped(void **state) {
    static const char *const SCRIPTS[] = {
        "local s = ('a'):rep(65536) s:find('.-.-.-.-b')",
        "local s = ('a'):rep(65536) s:match('a*a*a*a*b')",
        "local s = ('a'):rep(65536) s:gsub('.-.-.-b', '')",
        "local s = ('a'):rep(65536) for _ in s:gmatch('a?a?a-a-b') do end",
        "local s = ('a'):rep(65536) s:find('(a*)*b.-.-.-c')",
        "table.concat({}, '', 1, math.maxinteger)",
        "table.concat(setmetatable({}, {__index = type}), '', 1, 1 << 53)",
        "table.move({}, 1, 1 << 50, 2)",
        "local s = ('a'):rep(1 << 20) while true do utf8.len(s) end",
        "local s = ('1'):rep(1 << 20) while true do tonumber(s) end",
    };
    for (size_t i = 0; i < sizeof SCRIPTS / sizeof *SCRIPTS; i++)
        fails(state, SCRIPTS[i], "s.lua:1: " TOO_LONG);
}

static void memory_is_bounded(void **state) {
    static const char *const SCRIPTS[] = {
        "local s = string.rep('x', 1e9)",
        "while true do pcall(string.rep, 'x', 1e9) end",
        "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(10000) .. i end",
        "local s = 'x' while true do s = s .. s end",
        "pcall(function() local s = 'x' while true do s = s .. s end end)",
        "xpcall(function() local s = 'x' while true do s = s .. s end end, function() while true do end end)",
        "local t = {} for i = 1, 80 do t[i] = ('x'):rep(1 << 20) end table.concat(t)",
        "local s = ('x'):rep(1 << 16) s:gsub('.', s)",
    };
    for (size_t i = 0; i < sizeof SCRIPTS / sizeof *SCRIPTS; i++)
        fails_within(state, MANY_STEPS, SCRIPTS[i], "s.lua:1: " TOO_LARGE);
}

static void garbage_is_not_counted_as_memory(void **state) {
    prints(state, "for i = 1, 100 do local s = ('x'):rep(1 << 20) .. i end print(1)", "1\n");
}

static void nasty_calls_are_refused_with_a_place(void **state) {
    fails_within(state, MANY_STEPS, "local function f() return 1 + f() end f()", "s.lua:1: stack overflow");
    fails(state, "local t = {} setmetatable(t, {__index = function(_, k) return t[k] end}) local _ = t.x",
          "s.lua:1: ");
    fails(state, "local t = {} for i = 1, 3000 do t = setmetatable({}, {__index = t}) end local _ = t.x",
          "s.lua:1: '__index' chain too long");
    fails(state, "string.format('%99999d', 1)", "s.lua:1: ");
    fails(state, "string.format('%s')", "s.lua:1: bad argument #2 to 'format'");
    fails(state, "table.insert({}, 1 << 60, 1)",
          "s.lua:1: bad argument #2 to 'insert' (position out of bounds)");
    fails(state, "table.insert(setmetatable({}, {__len = function() return 1 << 60 end}), 1, 1)",
          "s.lua:1: a table with __len is no plain list");
    fails(state, "table.unpack({}, 1, 1e8)", "s.lua:1: too many results to unpack");
    fails(state, "table.unpack({}, math.mininteger, math.maxinteger)", "s.lua:1: too many results to unpack");
    fails(state, "table.remove({}, 1 << 60)", "s.lua:1: ");
    fails(state, "('x'):rep(70000):find('y')", "s.lua:1: a text of 70000 bytes is too long to search");
    fails(state, "('x'):find('[')", "s.lua:1: malformed pattern");
    fails(state, "('x'):rep(300):find(('(x'):rep(200))", "s.lua:1: ");
    fails(state, "pcall()", "s.lua:1: bad argument #1 to 'pcall'");
    fails(state, "xpcall(print)", "s.lua:1: bad argument #2 to 'xpcall'");
    fails(state, "print(setmetatable({}, {__tostring = function() return {} end}))",
          "s.lua:1: __tostring must return a text");
}

static void a_stopped_sandbox_stays_stopped(void **state) {
    Sandbox *sandbox = create(state, 5000, MEMORY);
    Error first, second;
    assert_false(run(sandbox, "while true do end", &first));
    assert_string_equal(first.text, "s.lua:1: stopped after 5000 steps: is there an endless loop?");
    assert_false(run(sandbox, "print(1)", &second));
    assert_string_equal(second.text, first.text);
    assert_string_equal(sandbox_log(sandbox), "");
    sandbox_destroy(sandbox);
}

static void an_error_leaves_the_sandbox_usable(void **state) {
    Sandbox *sandbox = create(state, STEPS, MEMORY);
    Error error = {""};
    assert_false(run(sandbox, "error 'x'", &error));
    assert_true(run(sandbox, "print(1)", &error));
    assert_string_equal(sandbox_log(sandbox), "1\n");
    sandbox_destroy(sandbox);
}

static void the_log_is_bounded(void **state) {
    SandboxLimits limits = sandbox_default_limits();
    Sandbox *sandbox = sandbox_create(&limits, ((Library *)*state)->folder);
    Error error;
    assert_true(run(sandbox, "local s = ('x'):rep(1000) for i = 1, 5000 do print(s) end", &error));
    assert_in_range(strlen(sandbox_log(sandbox)), SANDBOX_LOG_BYTES - 2000, SANDBOX_LOG_BYTES);
    sandbox_destroy(sandbox);
}

static void count_bytes(void *context, const char *line, size_t length) {
    (void)line;
    *(size_t *)context += length;
}

static void prints_go_to_the_host(void **state) {
    size_t bytes = 0;
    SandboxLimits limits = sandbox_default_limits();
    limits.print = count_bytes;
    limits.print_context = &bytes;
    Sandbox *sandbox = sandbox_create(&limits, ((Library *)*state)->folder);
    Error error;
    assert_true(run(sandbox, "print('four') print(1, 2)", &error));
    assert_int_equal(bytes, 7);
    assert_string_equal(sandbox_log(sandbox), "");
    sandbox_destroy(sandbox);
}

/* ---- files ---- */

static void runs_file(void **state, const char *bytes, size_t length, const char *expected) {
    const char *folder = ((Library *)*state)->folder;
    char path[128], wanted[256];
    write_file(folder, "script.lua", bytes, length);
    snprintf(path, sizeof path, "%s/script.lua", folder);
    Sandbox *sandbox = create(state, STEPS, MEMORY);
    Error error = {""};
    bool fine = sandbox_run(sandbox, path, &error);
    assert_int_equal(fine, expected == NULL);
    if (expected) {
        snprintf(wanted, sizeof wanted, "%s%s", path, expected);
        if (strncmp(error.text, wanted, strlen(wanted)) != 0) fail_msg("%s\nis not: %s", error.text, wanted);
    }
    sandbox_destroy(sandbox);
}

static void a_file_must_be_utf8_text(void **state) {
    runs_file(state, "print('é')\n", 12, NULL);
    runs_file(state, "-- ok\nprint('\xff')\n", 17, ":2: not UTF-8 text");
    runs_file(state, "\n\n-- \xed\xa0\x80", 9, ":3: not UTF-8 text");
    runs_file(state, "-- \xc0\xaf", 5, ":1: not UTF-8 text");
    runs_file(state, "-- \xe2\x82", 5, ":1: not UTF-8 text");
    runs_file(state, "--\0", 3, ":1: not UTF-8 text");
    runs_file(state, "\x1bLua", 4, ":1: this is compiled Lua");
    runs_file(state, "\nerror 'x'", 10, ":2: x");
}

static void a_missing_or_huge_file_is_refused(void **state) {
    Sandbox *sandbox = create(state, STEPS, MEMORY);
    Error error = {""};
    assert_false(sandbox_run(sandbox, "/nowhere/at/all.lua", &error));
    assert_non_null(strstr(error.text, "/nowhere/at/all.lua"));
    sandbox_destroy(sandbox);
    char *huge = malloc(SANDBOX_FILE_BYTES + 1);
    memset(huge, ' ', SANDBOX_FILE_BYTES + 1);
    runs_file(state, huge, SANDBOX_FILE_BYTES + 1, "");
    runs_file(state, huge, SANDBOX_FILE_BYTES, NULL);
    free(huge);
}

static void compiled_lua_is_refused_as_text_too(void **state) {
    Sandbox *sandbox = create(state, STEPS, MEMORY);
    Error error;
    assert_false(sandbox_run_text(sandbox, "s.lua", "\x1bLuaS", 5, &error));
    assert_non_null(strstr(error.text, "binary chunk"));
    sandbox_destroy(sandbox);
}

/* ---- every allocation may be the one that fails ---- */

static void any_allocation_may_fail(void **state) {
    const char *text = "local _ENV = require 'keyfall'\n"
                       "local t = {} for i = 1, 40 do t[i] = {name = 'customer ' .. i} end\n"
                       "table.sort(t, function(a, b) return a.name < b.name end)\n"
                       "for k, v in pairs{a = 1, b = 2} do print(k, string.format('%s %d', k, v)) end\n"
                       "print(pcall(error, 'x'), ('a,b'):gsub(',', ';'), table.concat({1, 2}, ' '))\n"
                       "print(xpcall(function() error('y') end, function(m) return m .. '!' end))\n"
                       "assert(not pcall(function() return contorl end))\n";
    bool fine = false;
    unsigned refused = 0;
    for (size_t memory = 0; !fine; memory += 48) {
        assert_true(memory < (1u << 20));
        Sandbox *sandbox = create(state, STEPS, memory);
        Error error = {""};
        fine = run(sandbox, text, &error);
        refused += !fine;
        if (!fine) assert_non_null(strstr(error.text, "used more than "));
        sandbox_destroy(sandbox);
    }
    assert_true(refused > 200);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_goes_in_one_order),
        cmocka_unit_test(pairs_passes_over_what_the_loop_removed),
        cmocka_unit_test(pairs_respects_its_metamethod),
        cmocka_unit_test(pairs_refuses_keys_without_an_order),
        cmocka_unit_test(nothing_shows_an_address),
        cmocka_unit_test(sort_keeps_equals_in_their_order),
        cmocka_unit_test(random_numbers_follow_the_seed),
        cmocka_unit_test(random_numbers_stay_in_range_and_are_even),
        cmocka_unit_test(exp_and_log_are_exact),
        cmocka_unit_test(words_that_are_gone_say_what_to_write),
        cmocka_unit_test(misspelt_words_name_the_nearest),
        cmocka_unit_test(library_tables_cannot_be_changed),
        cmocka_unit_test(metamethods_that_escape_limits_are_refused),
        cmocka_unit_test(metatables_work_as_classes_do),
        cmocka_unit_test(only_the_library_can_be_required),
        cmocka_unit_test(a_part_is_loaded_once),
        cmocka_unit_test(circles_are_found),
        cmocka_unit_test(errors_of_the_library_name_the_scenarios_line),
        cmocka_unit_test(every_failure_starts_with_file_and_line),
        cmocka_unit_test(long_names_are_not_shortened),
        cmocka_unit_test(caught_errors_are_seen_by_the_script),
        cmocka_unit_test(endless_loops_are_stopped),
        cmocka_unit_test(calls_that_would_run_for_years_are_stopped),
        cmocka_unit_test(memory_is_bounded),
        cmocka_unit_test(garbage_is_not_counted_as_memory),
        cmocka_unit_test(nasty_calls_are_refused_with_a_place),
        cmocka_unit_test(a_stopped_sandbox_stays_stopped),
        cmocka_unit_test(an_error_leaves_the_sandbox_usable),
        cmocka_unit_test(the_log_is_bounded),
        cmocka_unit_test(prints_go_to_the_host),
        cmocka_unit_test(a_file_must_be_utf8_text),
        cmocka_unit_test(a_missing_or_huge_file_is_refused),
        cmocka_unit_test(compiled_lua_is_refused_as_text_too),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, make_library, drop_library);
}
