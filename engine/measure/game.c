#include "measure/game.h"

#include "base/arena.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

static int64_t greatest_divisor(int64_t a, int64_t b) {
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* n over k, n <= 15. */
static int64_t choose(uint32_t n, uint32_t k) {
    int64_t result = 1;
    for (uint32_t i = 1; i <= k; i++) result = result * (n - k + i) / i;
    return result;
}

/* m (n over m) divides lcm(1 … n) for every m <= n, so every weight is whole. */
static void fill_weights(Game *game) {
    uint32_t n = game->players;
    game->denominator = 1;
    for (int64_t i = 2; i <= n; i++) game->denominator *= i / greatest_divisor(game->denominator, i);
    for (uint32_t size = 0; size < n; size++) game->one[size] = game->denominator / (n * choose(n - 1, size));
    for (uint32_t size = 0; size + 2 <= n; size++)
        game->pair[size] = game->denominator / ((n - 1) * choose(n - 2, size));
}

void game_init(Game *game, uint32_t players, uint32_t columns) {
    assert(players >= 1 && players <= GAME_PLAYERS);
    *game = (Game){.players = players, .columns = columns};
    fill_weights(game);
    game->none = heap_take(columns, sizeof(int64_t));
    game->all = heap_take(columns, sizeof(int64_t));
    game->alone = heap_take((size_t)players * columns, sizeof(int64_t));
    game->last = heap_take((size_t)players * columns, sizeof(int64_t));
    game->shapley = heap_take((size_t)players * columns, sizeof(int64_t));
    game->pairs = heap_take((size_t)players * players * columns, sizeof(int64_t));
}

void game_clear(Game *game) {
    free(game->none);
    free(game->all);
    free(game->alone);
    free(game->last);
    free(game->shapley);
    free(game->pairs);
    *game = (Game){0};
}

static void add_times(int64_t *sums, int64_t weight, const int64_t *values, uint32_t columns) {
    for (uint32_t c = 0; c < columns; c++) sums[c] += weight * values[c];
}

static bool is_in(uint32_t coalition, uint32_t player) {
    return coalition >> player & 1;
}

/* Harm with the player is taken away from harm without it. */
static void add_to_player(Game *game, uint32_t i, uint32_t coalition, uint32_t size, const int64_t *values) {
    uint32_t everybody = (UINT32_C(1) << game->players) - 1, me = UINT32_C(1) << i, columns = game->columns;
    bool in = coalition & me;
    int64_t weight = in ? -game->one[size - 1] : game->one[size];
    add_times(game_row(game, game->shapley, i), weight, values, columns);
    if (coalition == 0 || coalition == me)
        add_times(game_row(game, game->alone, i), in ? -1 : 1, values, columns);
    if ((coalition | me) == everybody) add_times(game_row(game, game->last, i), in ? -1 : 1, values, columns);
}

static void add_to_pairs(Game *game, uint32_t coalition, uint32_t size, const int64_t *values) {
    for (uint32_t i = 0; i < game->players; i++) {
        for (uint32_t j = i + 1; j < game->players; j++) {
            uint32_t members = (uint32_t)is_in(coalition, i) + is_in(coalition, j);
            int64_t weight = game->pair[size - members];
            int64_t *row = game_row(game, game->pairs, i * game->players + j);
            add_times(row, members == 1 ? weight : -weight, values, game->columns);
        }
    }
}

void game_add(Game *game, uint32_t coalition, const int64_t *values) {
    uint32_t size = (uint32_t)__builtin_popcount(coalition);
    assert(size <= game->players);
    for (uint32_t c = 0; c < game->columns; c++)
        assert(values[c] < GAME_VALUE_MAX && values[c] > -GAME_VALUE_MAX);
    if (size == 0) add_times(game->none, 1, values, game->columns);
    if (size == game->players) add_times(game->all, 1, values, game->columns);
    for (uint32_t i = 0; i < game->players; i++) add_to_player(game, i, coalition, size, values);
    add_to_pairs(game, coalition, size, values);
}
