/* What players are worth against games whose answer is in the textbooks, and against every order of joining.
 */
#include "base/pcg.h"
#include "checks.h"
#include "measure/game.h"

#include <stdbool.h>

typedef int64_t Harm(uint32_t coalition);

static void play(Game *game, uint32_t players, Harm *harm) {
    game_init(game, players, 1);
    for (uint32_t coalition = 0; coalition < UINT32_C(1) << players; coalition++) {
        int64_t value = harm(coalition);
        game_add(game, coalition, &value);
    }
}

static double shapley(const Game *game, uint32_t player) {
    return (double)game->shapley[player] / (double)game->denominator;
}

static double pair(const Game *game, uint32_t i, uint32_t j) {
    return (double)game->pairs[i * game->players + j] / (double)game->denominator;
}

/* One left glove (player 0) and two right ones: a pair takes the harm of 60 away. */
static int64_t gloves(uint32_t coalition) {
    return (coalition & 1) && (coalition & 6) ? 0 : 60;
}

static void the_single_left_glove_gets_four_sixths(void **state) {
    (void)state;
    Game game;
    play(&game, 3, gloves);
    assert_close(shapley(&game, 0), 40, 0);
    assert_close(shapley(&game, 1), 10, 0);
    assert_close(shapley(&game, 2), 10, 0);
    assert_int_equal(game.alone[0], 0);
    assert_int_equal(game.last[0], 60);
    assert_int_equal(game.last[1], 0);
    assert_true(pair(&game, 0, 1) > 0 && pair(&game, 1, 2) < 0);
    game_clear(&game);
}

/* Votes 4, 3, 2 and 1; six are needed (Shapley and Shubik 1954: 5, 3, 3 and 1 twelfths). */
static int64_t votes(uint32_t coalition) {
    static const int weight[] = {4, 3, 2, 1};
    int sum = 0;
    for (int i = 0; i < 4; i++) sum += coalition >> i & 1 ? weight[i] : 0;
    return sum >= 6 ? 0 : 12;
}

static void voters_have_the_power_that_shapley_and_shubik_gave_them(void **state) {
    (void)state;
    static const double power[] = {5, 3, 3, 1};
    Game game;
    play(&game, 4, votes);
    for (uint32_t i = 0; i < 4; i++) assert_close(shapley(&game, i), power[i], 0);
    game_clear(&game);
}

/* A runway as long as the largest aircraft needs: 10, 20, 50, 90 (Littlechild and Owen 1973). */
static int64_t runway(uint32_t coalition) {
    static const int64_t cost[] = {10, 20, 50, 90};
    int64_t most = 0;
    for (int i = 0; i < 4; i++)
        if (coalition >> i & 1) most = cost[i];
    return -most;
}

static void aircraft_share_the_parts_of_the_runway_that_they_need(void **state) {
    (void)state;
    static const double share[] = {10 / 4.0, 10 / 4.0 + 10 / 3.0, 10 / 4.0 + 10 / 3.0 + 30 / 2.0,
                                   10 / 4.0 + 10 / 3.0 + 30 / 2.0 + 40};
    Game game;
    play(&game, 4, runway);
    for (uint32_t i = 0; i < 4; i++) assert_close(shapley(&game, i), share[i], 1e-12);
    game_clear(&game);
}

/* Only 1 and 3 together do anything. */
static int64_t both(uint32_t coalition) {
    return (coalition & 10) == 10 ? 0 : 100;
}

static void two_that_only_work_together_interact_with_all_their_worth(void **state) {
    (void)state;
    Game game;
    play(&game, 5, both);
    assert_close(pair(&game, 1, 3), 100, 0);
    assert_close(pair(&game, 0, 1), 0, 0);
    assert_close(shapley(&game, 1), 50, 0);
    assert_int_equal(game.shapley[0], 0);
    game_clear(&game);
}

/* ------------------------------------------------------------------ brute force */

static int64_t table[1 << GAME_PLAYERS];

static int64_t tabled(uint32_t coalition) {
    return table[coalition];
}

static void fill_table(Pcg32 *pcg, uint32_t players) {
    for (uint32_t i = 0; i < UINT32_C(1) << players; i++)
        table[i] = (int64_t)pcg32_below(pcg, 2000001) - 1000000;
}

typedef struct Joining {
    uint32_t players;
    int64_t sums[8]; /* worth over all orders */
    int64_t orders;
} Joining;

/* Lets the rest join in every order; worth[i] is what i took away in the order so far. */
static void join(Joining *joining, uint32_t coalition, int64_t *worth) {
    bool complete = true;
    for (uint32_t i = 0; i < joining->players; i++) {
        uint32_t with = coalition | UINT32_C(1) << i;
        if (with == coalition) continue;
        complete = false;
        worth[i] = table[coalition] - table[with];
        join(joining, with, worth);
    }
    if (!complete) return;
    joining->orders++;
    for (uint32_t i = 0; i < joining->players; i++) joining->sums[i] += worth[i];
}

static void every_order_of_joining_gives_the_same_to_the_last_bit(void **state) {
    (void)state;
    Pcg32 pcg;
    pcg32_seed(&pcg, 5, 1);
    for (uint32_t players = 1; players <= 7; players++) {
        fill_table(&pcg, players);
        Game game;
        play(&game, players, tabled);
        Joining joining = {.players = players};
        int64_t worth[8];
        join(&joining, 0, worth);
        for (uint32_t i = 0; i < players; i++)
            assert_true(game.shapley[i] * joining.orders == joining.sums[i] * game.denominator);
        game_clear(&game);
    }
}

static void the_parts_of_sixteen_players_sum_to_the_whole_to_the_last_bit(void **state) {
    (void)state;
    Pcg32 pcg;
    pcg32_seed(&pcg, 6, 1);
    fill_table(&pcg, GAME_PLAYERS);
    table[1] = GAME_VALUE_MAX - 1;
    table[2] = 1 - GAME_VALUE_MAX;
    Game game;
    game_init(&game, GAME_PLAYERS, 2);
    for (uint32_t i = 0; i < 1 << GAME_PLAYERS; i++) {
        uint32_t coalition = i * 40503u & 0xffff; /* an odd factor: each once, in no order */
        int64_t values[] = {table[coalition], -table[coalition]};
        game_add(&game, coalition, values);
    }
    int64_t sums[2] = {0};
    for (uint32_t i = 0; i < GAME_PLAYERS; i++)
        for (uint32_t c = 0; c < 2; c++) sums[c] += game_row(&game, game.shapley, i)[c];
    assert_int_equal(sums[0], game.denominator * (table[0] - table[0xffff]));
    assert_int_equal(sums[1], -sums[0]);
    game_clear(&game);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_single_left_glove_gets_four_sixths),
        cmocka_unit_test(voters_have_the_power_that_shapley_and_shubik_gave_them),
        cmocka_unit_test(aircraft_share_the_parts_of_the_runway_that_they_need),
        cmocka_unit_test(two_that_only_work_together_interact_with_all_their_worth),
        cmocka_unit_test(every_order_of_joining_gives_the_same_to_the_last_bit),
        cmocka_unit_test(the_parts_of_sixteen_players_sum_to_the_whole_to_the_last_bit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
