/* math without libm and without a clock. */
#include "base/exact.h"
#include "script/sandbox_state.h"

#include <math.h>

static int f_exp(lua_State *L) {
    double x = luaL_checknumber(L, 1);
    lua_pushnumber(L, isnan(x) ? x : exact_exp(x));
    return 1;
}

static double logarithm(lua_State *L, int index) {
    double x = luaL_checknumber(L, index);
    if (!(x > 0) || isinf(x)) sandbox_fail(L, "math.log needs a finite number above 0, not %g", x);
    return exact_log(x);
}

static int f_log(lua_State *L) {
    double value = logarithm(L, 1);
    if (!lua_isnoneornil(L, 2)) value /= logarithm(L, 2);
    lua_pushnumber(L, value);
    return 1;
}

/* 0 … span, each equally likely: draws from the incomplete last round are thrown away. */
static uint64_t random_up_to(Pcg64 *random, uint64_t span) {
    if (span == UINT64_MAX) return pcg64_next(random);
    uint64_t sides = span + 1, rest = (0 - sides) % sides, bits;
    do bits = pcg64_next(random);
    while (bits < rest);
    return bits % sides;
}

static int f_random(lua_State *L) {
    Pcg64 *random = &sandbox_of(L)->random;
    int count = lua_gettop(L);
    if (count == 0) {
        lua_pushnumber(L, (double)(pcg64_next(random) >> 11) * 0x1p-53);
        return 1;
    }
    lua_Integer low = count > 1 ? luaL_checkinteger(L, 1) : 1, high = luaL_checkinteger(L, count > 1 ? 2 : 1);
    if (count > 2) sandbox_fail(L, "math.random takes no number, the highest, or the lowest and the highest");
    if (low > high)
        sandbox_fail(L, "math.random has nothing to choose from %lld to %lld", (long long)low,
                     (long long)high);
    uint64_t offset = random_up_to(random, (uint64_t)high - (uint64_t)low);
    lua_pushinteger(L, (lua_Integer)((uint64_t)low + offset));
    return 1;
}

/* A script's own number selects a stream of the sandbox's seed: it never undoes the seed. */
static int f_randomseed(lua_State *L) {
    Sandbox *sandbox = sandbox_of(L);
    if (lua_gettop(L) != 1)
        sandbox_fail(L, "math.randomseed needs one whole number: there is no clock to seed from");
    pcg64_seed(&sandbox->random, sandbox->limits.seed, (uint64_t)luaL_checkinteger(L, 1));
    return 0;
}

const SandboxEntry SANDBOX_MATH[] = {
    {"abs", NULL},   {"ceil", NULL},       {"exp", f_exp},
    {"floor", NULL}, {"fmod", NULL},       {"huge", NULL},
    {"log", f_log},  {"max", NULL},        {"maxinteger", NULL},
    {"min", NULL},   {"mininteger", NULL}, {"modf", NULL},
    {"pi", NULL},    {"random", f_random}, {"randomseed", f_randomseed},
    {"sqrt", NULL},  {"tointeger", NULL},  {"type", NULL},
    {"ult", NULL},   {NULL, NULL},
};
