/* A cooperative game over a whole lattice: what each player is worth. Pure whole-number arithmetic.
 *
 * The game is harm: v(S) with players S in play, and what players are worth is how much of it they take away.
 * Of player i: alone v(∅) − v(i), last in v(N − i) − v(N), and the Shapley value, the mean of its worth over
 * every order of joining (Shapley 1953). Of a pair: the interaction index of Grabisch and Roubens (1999),
 * positive when two are worth more together than apart, negative when they do each other's work.
 *
 * A value is a column of numbers (one per parameter draw, or one per resample), each a game of its own. Sums
 * are int64 over the common denominator lcm(1 … players), so that Shapley values add up to v(∅) − v(N) to the
 * last bit, in any order of coalitions. */
#pragma once

#include <stdint.h>

#define GAME_PLAYERS 16
/* |values| stay below this, so that no sum overflows: lcm(1 … 16) × 4 × 2^40 < 2^63. */
#define GAME_VALUE_MAX (INT64_C(1) << 40)

typedef struct Game {
    uint32_t players, columns;
    int64_t denominator;                           /* of shapley and pairs */
    int64_t one[GAME_PLAYERS], pair[GAME_PLAYERS]; /* weights by the coalition's size without the player(s) */
    int64_t *none, *all;                           /* [column] v(∅), v(N) */
    int64_t *alone, *last;                         /* [player × column] */
    int64_t *shapley;                              /* [player × column] over the denominator */
    int64_t *pairs; /* [(i × players + j) × column], i < j, over the denominator */
} Game;

void game_init(Game *game, uint32_t players, uint32_t columns);
void game_clear(Game *game);
/* The values[columns] of one coalition (a bit per player). Every coalition exactly once, in any order. */
void game_add(Game *game, uint32_t coalition, const int64_t *values);

static inline int64_t *game_row(const Game *game, int64_t *rows, uint32_t row) {
    return rows + (uint64_t)row * game->columns;
}
