/* The sandbox as the api_<module>.c files of this room see it.
 *
 * A module is one file: `int api_<module>_open(lua_State *L)` pushes one table of functions, and
 * sandbox_add_module(sandbox, "keyfall.<module>", api_<module>_open) makes it what `require
 * "keyfall.<module>"` gives. Every function checks its arguments, calls the core, pushes the result.
 *
 * Rules for such code:
 *   - Lua errors are longjmps. Raise one (sandbox_fail, luaL_check…, any call that may run out of memory)
 *     only while nothing is held that nobody else frees: no heap memory, no open file. Put what must outlive
 *     an error under the host (an arena, a Vec that the host clears) before the next Lua call.
 *   - The user's mistakes go through sandbox_fail, which names the scenario's line, not the library's.
 *   - Never walk a table with lua_next: its order differs from run to run. Use sandbox_push_keys.
 *   - A loop whose length the script decides calls sandbox_charge with that length first.
 *   - A userdata may have a __gc in C. It must not call Lua. */
#pragma once

#include "script/sandbox.h"

#include <lauxlib.h>
#include <lua.h>

Sandbox *sandbox_of(lua_State *L);
void *sandbox_host(lua_State *L); /* what sandbox_set_host was given */

/* `name` is "keyfall" or "keyfall.word" and is borrowed. Before the first run; at most SANDBOX_MODULES. A
 * module of C wins over a file of the same name. */
#define SANDBOX_MODULES 32
void sandbox_add_module(Sandbox *sandbox, const char *name, lua_CFunction open);

/* Calls function(L) with `argument` as a light userdata at index 1, in protected mode, under the same limits
 * and with the same sentences as a run. For hosts that go on after the script has ended (call back a stored
 * function, read a table). */
bool sandbox_call(Sandbox *sandbox, lua_CFunction function, void *argument, Error *error);

/* Raises "file:line: " and the sentence (up to 1000 bytes), where file:line is the innermost line of the
 * scenario: frames of C and of the library are passed over. */
_Noreturn void sandbox_fail(lua_State *L, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* That "file:line", for things which remember where they were declared; empty when no scenario is running. */
#define SANDBOX_PLACE 512
void sandbox_where(lua_State *L, char place[SANDBOX_PLACE]);

/* Counts work done in C. Does not return when the limit is reached. */
void sandbox_charge(lua_State *L, uint64_t steps);

/* Pushes a list of the table's keys, in the order of pairs, and returns how many. Raises on keys that have no
 * order (tables, functions, userdata). Metamethods are not asked. */
uint32_t sandbox_push_keys(lua_State *L, int table);

/* Replaces the table at the top of the stack by a stand-in that reads from it, cannot be written to, and
 * raises on unknown words ("unknown word 'contorl'; did you mean 'control'?"). With a name, words are
 * qualified by it ("math.foo"); with NULL it is an environment, for `local _ENV = …`, and the globals can be
 * read through it.
 * The table must have no metatable. `require` does this with every module. The table itself stays writable
 * for whoever holds it. */
void sandbox_protect(lua_State *L, const char *name);

/* Pushes the text of any value as tostring does it: no addresses, __tostring respected. */
const char *sandbox_push_text(lua_State *L, int index, size_t *length);
