/* Many addressed draws at once, for runs of arcs that leave one node: the same bits as draw_bits, on whatever
 * the processor has. */
#pragma once

#include "base/draw.h"

typedef enum DrawPath { DRAW_PORTABLE, DRAW_AVX2, DRAW_AVX512 } DrawPath;

DrawPath draw_path_best(void); /* that this processor can run */
/* out[i] = draw_bits(context, keys[i]). Quickest for a multiple of DRAW_LANES. */
#define DRAW_LANES 8
void draw_many(DrawPath path, uint64_t context, const uint64_t *keys, uint32_t count, uint64_t *out);
/* Of up to 64 draws those that are at most this: bit i says bits[i] <= most. */
uint64_t draws_at_most(DrawPath path, const uint64_t *bits, uint32_t count, uint64_t most);
