/* Where the user's Lua runs: no files, no clock, no addresses, bounded memory and steps, and the same result
 * on every run and every machine.
 *
 * Contract: whatever a script does, sandbox_run comes back, with true or with one sentence that starts with
 * the scenario's file:line. A limit that was hit cannot be caught by the script (no pcall, __close or message
 * handler survives it); the sandbox then refuses every later run with the same sentence.
 *
 * What a step is: one VM instruction. C functions charge their work (64 bytes made, one element moved, or one
 * comparison of a pattern is one step), so that one call cannot hide a long loop. Two things are one step
 * whatever their size: comparing two long texts by == or <, and passing on very many values with "...". They
 * cost at most what memory_bytes and Lua's stack (a million values) allow, each time.
 *
 * What differs from stock Lua, so that results do not differ between runs:
 *   - pairs goes in order: numbers ascending, then texts by bytes, then false, true; any other key is an
 *     error. It costs n log n, and sees the keys that were there when the loop began.
 *   - table.sort is stable; tostring shows no address; math.exp, math.log and math.random are our own.
 *   - undefined words are errors, with the nearest known word; library tables cannot be changed.
 *   - gone: io, os, package, debug, coroutine, load, next, collectgarbage, string.pack, math.sin and its kin,
 *     and the metamethods __gc (it runs where no limit can stop it) and __mode.
 *   - setmetatable reads the events once: one that is added to the metatable later has no effect on tables
 *     that already have it. __call must be a function.
 * The operator ^ is still libm's pow except for x^2: write products where the last bit matters. The length of
 * a list with holes is not defined, as in stock Lua.
 *
 * A sandbox belongs to one thread. No Lua header is needed here; api_<module>.c files use sandbox_lua.h. */
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct Sandbox Sandbox;

typedef struct SandboxLimits {
    size_t memory_bytes;
    uint64_t steps;       /* over all runs of the sandbox */
    size_t subject_bytes; /* longest text that find, match, gmatch and gsub search, and longest pattern */
    uint64_t seed;        /* of math.random */
    /* Takes every line that the script prints, without its line end; NULL: kept for sandbox_log. */
    void (*print)(void *context, const char *line, size_t length);
    void *print_context;
} SandboxLimits;

#define SANDBOX_FILE_BYTES (4u << 20) /* longest script */
#define SANDBOX_LOG_BYTES (1u << 20)  /* longest log; what comes later is dropped */

/* 512 MiB, 200 million steps, subjects of 64 KiB, seed 1, prints go to the log. */
SandboxLimits sandbox_default_limits(void);

/* `library_folder` holds keyfall/init.lua or keyfall.lua (copied; the program's scripts/ folder). Never NULL:
 * a memory limit that is too small to begin with is reported by the first run. */
Sandbox *sandbox_create(const SandboxLimits *limits, const char *library_folder);
void sandbox_destroy(Sandbox *sandbox); /* NULL is fine */

/* Runs a file: UTF-8 text of at most SANDBOX_FILE_BYTES; compiled Lua is refused. The path as given is the
 * name in messages. What the script returns is dropped. */
bool sandbox_run(Sandbox *sandbox, const char *path, Error *error);
bool sandbox_run_text(Sandbox *sandbox, const char *name, const char *text, size_t length, Error *error);

/* What the script printed, one line each; borrowed until the next run. Empty when limits.print is set. */
const char *sandbox_log(const Sandbox *sandbox);
uint64_t sandbox_steps(const Sandbox *sandbox); /* used so far, to the nearest thousand */

/* The host's own pointer, for the api files: borrowed, NULL at first. */
void sandbox_set_host(Sandbox *sandbox, void *host);
