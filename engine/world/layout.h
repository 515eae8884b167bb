/* How a world is laid out and checked once all of it is there; steps of world_build, internal to the room. */
#pragma once

#include "base/vec.h"
#include "world/world.h"

typedef struct Pair {
    uint32_t row, item;
} Pair;
typedef Vec(Pair) PairVec;

/* Compressed rows in the arena: items ascending within a row, each once. Sorts the pairs in place. */
Edges layout_edges(Arena *arena, PairVec *pairs, uint32_t rows);
/* A copy of the accesses, sorted by from and name, and the rows of both directions. */
void layout_accesses(World *world, const Access *accesses, uint32_t count);
/* The clients' rows turned around. */
void layout_providers(World *world);
/* Which populations share one distribution of their size. */
void layout_size_groups(World *world);

/* Two organisations or assets of one name. */
bool layout_check_names(const World *world, Error *error);
/* An access from an asset to itself, or two of one kind between the same assets. */
bool layout_check_accesses(const World *world, Error *error);
/* Organisations that serve themselves, directly or in a loop. */
bool layout_check_loops(const World *world, Error *error);
