#include "base/arena.h"
#include "base/vec.h"
#include "checks.h"

#include <stdbool.h>

static bool all_zero(const unsigned char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (bytes[i]) return false;
    }
    return true;
}

static void what_an_arena_gives_is_zeroed_and_aligned(void **state) {
    (void)state;
    Arena arena;
    arena_init(&arena);
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *bytes = arena_take(&arena, size, 1);
        assert_non_null(bytes);
        assert_int_equal((uintptr_t)bytes % 16, 0);
        assert_true(all_zero(bytes, size));
        memset(bytes, 0xAB, size); /* the next piece must not see it */
    }
    arena_clear(&arena);
}

static void pieces_of_an_arena_do_not_overlap(void **state) {
    (void)state;
    enum { PIECES = 5000 };
    Arena arena;
    arena_init(&arena);
    uint32_t *pieces[PIECES];
    for (uint32_t i = 0; i < PIECES; i++) {
        pieces[i] = arena_new(&arena, uint32_t, i % 37 + 1);
        for (uint32_t j = 0; j <= i % 37; j++) pieces[i][j] = i;
    }
    for (uint32_t i = 0; i < PIECES; i++) {
        for (uint32_t j = 0; j <= i % 37; j++) assert_int_equal(pieces[i][j], i);
    }
    arena_clear(&arena);
}

static void a_piece_larger_than_a_block_fits(void **state) {
    (void)state;
    Arena arena;
    arena_init(&arena);
    size_t large = (size_t)3 << 20;
    unsigned char *bytes = arena_take(&arena, 3, large / 3);
    assert_true(all_zero(bytes, large / 3 * 3));
    assert_true(arena.bytes >= large);
    arena_clear(&arena);
}

static void a_cleared_arena_holds_nothing_and_can_be_used_again(void **state) {
    (void)state;
    Arena arena;
    arena_init(&arena);
    arena_take(&arena, 10, 10);
    assert_true(arena.bytes >= 100);
    arena_clear(&arena);
    assert_int_equal(arena.bytes, 0);
    assert_null(arena.blocks);
    assert_string_equal(arena_text(&arena, "again"), "again");
    arena_clear(&arena);
}

static void a_copied_text_ends_with_nul(void **state) {
    (void)state;
    Arena arena;
    arena_init(&arena);
    assert_string_equal(arena_text_n(&arena, "privileged access", 10), "privileged");
    assert_string_equal(arena_text_n(&arena, "", 0), "");
    arena_clear(&arena);
}

static void a_vec_keeps_what_was_pushed_while_it_grows(void **state) {
    (void)state;
    typedef Vec(int) IntVec;
    IntVec vec = {0};
    for (int i = 0; i < 10000; i++) vec_push(&vec, i * 3);
    assert_int_equal(vec.count, 10000);
    for (int i = 0; i < 10000; i++) assert_int_equal(vec.items[i], i * 3);
    vec_clear(&vec);
    assert_null(vec.items);
    assert_int_equal(vec.count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_an_arena_gives_is_zeroed_and_aligned),
        cmocka_unit_test(pieces_of_an_arena_do_not_overlap),
        cmocka_unit_test(a_piece_larger_than_a_block_fits),
        cmocka_unit_test(a_cleared_arena_holds_nothing_and_can_be_used_again),
        cmocka_unit_test(a_copied_text_ends_with_nul),
        cmocka_unit_test(a_vec_keeps_what_was_pushed_while_it_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
