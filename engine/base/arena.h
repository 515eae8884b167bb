/* An arena: many allocations, one release. What it gives is zeroed and aligned to 16 bytes and lives until
 * arena_clear. Running out of memory is an assert (the command line turns it into exit 70). */
#pragma once

#include <stddef.h>

typedef struct ArenaBlock ArenaBlock;

typedef struct Arena {
    ArenaBlock *blocks; /* newest first; owned */
    size_t bytes;       /* sum of the blocks' sizes, for memory reports */
} Arena;

void arena_init(Arena *arena);
void arena_clear(Arena *arena);
/* Hands everything in `from` over to `arena`; `from` is then empty. */
void arena_join(Arena *arena, Arena *from);

/* `count` items of `size` bytes, zeroed; never NULL, also for a count of 0. */
void *arena_take(Arena *arena, size_t count, size_t size);

/* A copy of a text (length bytes, or the whole text), with its final NUL. */
char *arena_text(Arena *arena, const char *text);
char *arena_text_n(Arena *arena, const char *text, size_t length);

#define arena_new(arena, Type, count) ((Type *)arena_take((arena), (count), sizeof(Type)))

/* Heap memory outside an arena: zeroed, never NULL; release with free(). */
void *heap_take(size_t count, size_t size);
/* Grows or shrinks; what is new is not zeroed. */
void *heap_resize(void *memory, size_t count, size_t size);
