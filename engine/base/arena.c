#include "base/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define ARENA_ALIGNMENT 16
#define ARENA_BLOCK_BYTES ((size_t)64 << 10)

struct ArenaBlock {
    ArenaBlock *next;
    size_t used, size; /* of the bytes that follow */
    _Alignas(ARENA_ALIGNMENT) unsigned char bytes[];
};

/* Asks for pages of 2 MiB where memory is large: whoever looks at random places of it then waits half as
 * long, for the processor's list of pages holds all of it. The system may decline. */
static void ask_for_large_pages(void *memory, size_t bytes) {
    const uintptr_t page = (uintptr_t)2 << 20;
    uintptr_t first = ((uintptr_t)memory + page - 1) / page * page,
              end = ((uintptr_t)memory + bytes) / page * page;
    if (first < end) madvise((void *)first, end - first, MADV_HUGEPAGE);
}

void *heap_take(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size ? size : 1);
    assert(memory && "out of memory");
    ask_for_large_pages(memory, count * size);
    return memory;
}

void *heap_resize(void *memory, size_t count, size_t size) {
    assert((size == 0 || count <= SIZE_MAX / size) && "out of memory");
    size_t wanted = count * size;
    void *resized = realloc(memory, wanted ? wanted : 1);
    assert(resized && "out of memory");
    ask_for_large_pages(resized, wanted);
    return resized;
}

void arena_init(Arena *arena) {
    *arena = (Arena){0};
}

void arena_clear(Arena *arena) {
    while (arena->blocks) {
        ArenaBlock *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
    arena->bytes = 0;
}

void arena_join(Arena *arena, Arena *from) {
    ArenaBlock **end = &arena->blocks;
    while (*end) end = &(*end)->next;
    *end = from->blocks;
    arena->bytes += from->bytes;
    *from = (Arena){0};
}

static void arena_grow(Arena *arena, size_t wanted) {
    size_t size = wanted > ARENA_BLOCK_BYTES ? wanted : ARENA_BLOCK_BYTES;
    ArenaBlock *block = heap_take(1, sizeof(ArenaBlock) + size);
    block->size = size;
    block->next = arena->blocks;
    arena->blocks = block;
    arena->bytes += sizeof(ArenaBlock) + size;
}

void *arena_take(Arena *arena, size_t count, size_t size) {
    assert((size == 0 || count <= (SIZE_MAX / 2) / size) && "out of memory");
    size_t wanted = (count * size + ARENA_ALIGNMENT - 1) / ARENA_ALIGNMENT * ARENA_ALIGNMENT;
    if (!arena->blocks || arena->blocks->size - arena->blocks->used < wanted) arena_grow(arena, wanted);
    void *memory = arena->blocks->bytes + arena->blocks->used;
    arena->blocks->used += wanted;
    return memory;
}

char *arena_text_n(Arena *arena, const char *text, size_t length) {
    char *copy = arena_take(arena, length + 1, 1);
    memcpy(copy, text, length);
    return copy;
}

char *arena_text(Arena *arena, const char *text) {
    return arena_text_n(arena, text, strlen(text));
}
