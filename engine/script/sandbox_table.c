/* Guards of table, and a sort that gives the same order everywhere. */
#include "script/sandbox_state.h"

/* The number of elements. A __len of the script's could answer anything, and differently each time. */
static uint64_t check_list(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    if (luaL_getmetafield(L, 1, "__len") != LUA_TNIL)
        sandbox_fail(L, "a table with __len is no plain list: copy it into one first");
    return lua_rawlen(L, 1);
}

/* insert and remove at a place move what comes after it. */
static void charge_move(lua_State *L, uint64_t count, bool placed) {
    lua_Integer place = placed ? lua_tointeger(L, 2) : 0;
    if (place > 0 && (uint64_t)place < count) sandbox_charge(L, count - (uint64_t)place);
}

static int f_insert(lua_State *L) {
    charge_move(L, check_list(L), lua_gettop(L) == 3);
    return sandbox_forward(L);
}

static int f_remove(lua_State *L) {
    charge_move(L, check_list(L), lua_gettop(L) == 2);
    return sandbox_forward(L);
}

static void charge_range(lua_State *L, lua_Integer first, lua_Integer last) {
    if (last >= first) sandbox_charge(L, (uint64_t)last - (uint64_t)first);
}

static int f_concat(lua_State *L) {
    lua_Integer count = (lua_Integer)check_list(L);
    charge_range(L, luaL_optinteger(L, 3, 1), luaL_optinteger(L, 4, count));
    return sandbox_forward(L);
}

static int f_move(lua_State *L) {
    charge_range(L, luaL_checkinteger(L, 2), luaL_checkinteger(L, 3));
    return sandbox_forward(L);
}

static int f_unpack(lua_State *L) {
    lua_Integer count = (lua_Integer)check_list(L);
    lua_Integer first = luaL_optinteger(L, 2, 1), last = luaL_optinteger(L, 3, count);
    lua_settop(L, 3);
    if (last >= first && (uint64_t)last - (uint64_t)first < 1000000) charge_range(L, first, last);
    return sandbox_forward(L);
}

#define LIST 1
#define BEFORE 2 /* the script's comparison, or nil */
#define SOURCE 3
#define TARGET 4

/* Is the value at index a before the one at index b? */
static bool comes_before(lua_State *L, int a, int b) {
    if (lua_isnil(L, BEFORE)) return lua_compare(L, a, b, LUA_OPLT);
    lua_pushvalue(L, BEFORE);
    lua_pushvalue(L, a);
    lua_pushvalue(L, b);
    lua_call(L, 2, 1);
    bool before = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return before;
}

/* Merges source[low, middle) and source[middle, high) into target; of equals the first stays first. */
static void merge(lua_State *L, lua_Integer low, lua_Integer middle, lua_Integer high) {
    lua_Integer left = low, right = middle;
    for (lua_Integer out = low; out < high; out++) {
        bool take_right = left >= middle;
        if (left < middle && right < high) {
            lua_rawgeti(L, SOURCE, right);
            lua_rawgeti(L, SOURCE, left);
            take_right = comes_before(L, TARGET + 1, TARGET + 2);
            lua_settop(L, TARGET);
        }
        lua_rawgeti(L, SOURCE, take_right ? right++ : left++);
        lua_rawseti(L, TARGET, out);
    }
}

static void merge_all(lua_State *L, lua_Integer count) {
    for (lua_Integer width = 1; width < count; width *= 2) {
        sandbox_charge(L, (uint64_t)count);
        for (lua_Integer low = 1; low <= count; low += 2 * width) {
            lua_Integer middle = low + width <= count ? low + width : count + 1;
            lua_Integer high = middle + width <= count ? middle + width : count + 1;
            merge(L, low, middle, high);
        }
        lua_pushvalue(L, SOURCE);
        lua_copy(L, TARGET, SOURCE);
        lua_replace(L, TARGET);
    }
}

/* The stock sort takes its pivots from the clock for long lists, so equal elements change places between
 * runs. */
static int f_sort(lua_State *L) {
    lua_Integer count = (lua_Integer)check_list(L);
    if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    sandbox_charge(L, 2 * (uint64_t)count);
    lua_createtable(L, (int)count, 0);
    lua_createtable(L, (int)count, 0);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, LIST, i);
        lua_rawseti(L, SOURCE, i);
    }
    merge_all(L, count);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, SOURCE, i);
        lua_seti(L, LIST, i);
    }
    return 0;
}

const SandboxEntry SANDBOX_TABLE[] = {
    {"concat", f_concat}, {"insert", f_insert}, {"move", f_move},     {"pack", NULL},
    {"remove", f_remove}, {"sort", f_sort},     {"unpack", f_unpack}, {NULL, NULL},
};
