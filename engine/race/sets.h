/* Several control sets in one walk: a bit per set, and state that the sets share until they differ.
 *
 * What happens to an asset, a node or an organisation is held in a chain of links, each with the sets that it
 * is true for; sets that stand in no link have met nothing there yet. While nothing tells the sets apart
 * there is one link, whatever their number, so that a walk of 64 sets costs little more than a walk of one.
 */
#pragma once

#include "base/vec.h"
#include "race/race.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#define SETS_MAX SETS_IN_A_WALK
typedef uint64_t SetMask; /* bit s: control set s of the walk */

static inline SetMask sets_upto(uint32_t count) {
    return count >= SETS_MAX ? ~UINT64_C(0) : (UINT64_C(1) << count) - 1;
}
/* In place, for the processors that every binary must run on count by a call. */
static inline uint32_t sets_count(SetMask sets) {
    sets -= sets >> 1 & UINT64_C(0x5555555555555555);
    sets = (sets & UINT64_C(0x3333333333333333)) + (sets >> 2 & UINT64_C(0x3333333333333333));
    sets = (sets + (sets >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (uint32_t)((sets * UINT64_C(0x0101010101010101)) >> 56);
}
static inline uint32_t sets_lowest(SetMask sets) { /* not of an empty mask */
    return (uint32_t)__builtin_ctzll(sets);
}

/* Runs its body once for every part of `sets_` whose members the body cannot tell apart: each look at a state
 * narrows `part_` to those that share it with the lowest of them. */
#define EACH_PART(part_, sets_)                                                                              \
    for (SetMask left_##part_ = (sets_), part_ = left_##part_; left_##part_;                                 \
         left_##part_ &= ~part_, part_ = left_##part_)

typedef struct Link { /* the head of every state that is chained */
    struct Link *next;
    SetMask sets; /* disjoint from those of the other links of its chain; may be empty */
} Link;

/* The link of the lowest set, or NULL; `sets` shrinks to those that share it. */
static inline Link *chain_of(Link *first, SetMask *sets) {
    if (!first) return NULL;
    if ((first->sets & *sets) == *sets) return first;
    SetMask lowest = *sets & (0 - *sets), others = 0;
    for (Link *link = first; link; link = link->next) {
        if (link->sets & lowest) {
            *sets &= link->sets;
            return link;
        }
        others |= link->sets;
    }
    *sets &= ~others;
    return NULL;
}

/* The sets that stand in some link. */
static inline SetMask chain_sets(const Link *first) {
    SetMask sets = 0;
    for (; first; first = first->next) sets |= first->sets;
    return sets;
}

/* Where links come from: blocks that stay where they are, all given back at once. Each is twice as large as
 * the one before, up to LINKS_MOST, so that small worlds have small ones and large worlds large pages. */
#define LINKS_LEAST 512
#define LINKS_MOST 65536
typedef struct LinkPool {
    uint32_t size;        /* of one link */
    uint32_t block, left; /* the block that links come from, counted from 1, and links left in it */
    Vec(char *) blocks;
} LinkPool;

static inline uint32_t pool_capacity(uint32_t block) { /* from 1 */
    return block > 7 ? LINKS_MOST : (uint32_t)LINKS_LEAST << (block - 1);
}

static inline void *pool_take(LinkPool *pool) {
    if (pool->left == 0) {
        if (pool->block == pool->blocks.count)
            vec_push(&pool->blocks, heap_take(pool_capacity(pool->block + 1), pool->size));
        pool->left = pool_capacity(++pool->block);
    }
    uint32_t place = pool_capacity(pool->block) - pool->left--;
    return pool->blocks.items[pool->block - 1] + (size_t)place * pool->size;
}

static inline void pool_empty(LinkPool *pool) { /* keeps the memory */
    pool->block = pool->left = 0;
}

/* A link of this size for exactly `sets`, which share one: the link itself, or a copy of it (or of `blank`)
 * split off, in one that was joined to another and is free again if there is such. */
static inline Link *chain_own(LinkPool *pool, Link **first, SetMask sets, const void *blank, size_t size) {
    Link *shared = NULL, *own = NULL;
    for (Link *link = *first; link; link = link->next) {
        if (link->sets == sets) return link;
        if (link->sets & sets) shared = link;
        if (!link->sets) own = link;
    }
    assert(!shared || (shared->sets & sets) == sets);
    if (!own) {
        own = pool_take(pool);
        own->next = *first;
        *first = own;
    }
    memcpy(own + 1, shared ? shared + 1 : (const Link *)blank + 1, size - sizeof(Link));
    if (shared) shared->sets &= ~sets;
    own->sets = sets;
    return own;
}

/* A link for sets that stand in no link of the chain yet. */
static inline void *chain_add(LinkPool *pool, Link **first, SetMask sets, const void *blank, size_t size) {
    Link *link = pool_take(pool);
    memcpy(link, blank, size);
    link->next = *first;
    link->sets = sets;
    *first = link;
    return link;
}

/* Joins the link to another of its chain that says the same, if there is one. */
static inline void chain_join(Link **first, const LinkPool *pool, Link *link) {
    if (!(*first)->next) return;
    for (Link *other = *first; other; other = other->next) {
        if (other == link || !other->sets) continue;
        if (memcmp(other + 1, link + 1, pool->size - sizeof(Link)) != 0) continue;
        other->sets |= link->sets;
        link->sets = 0;
        return;
    }
}

static inline void pool_clear(LinkPool *pool) {
    for (uint32_t i = 0; i < pool->blocks.count; i++) free(pool->blocks.items[i]);
    vec_clear(&pool->blocks);
}

/* Adds a value under every one of the sets. Sums that all sets share are kept aside, so that a dense mask
 * costs what it lacks. */
#define TALLY_DIGITS 32
typedef struct Tally {
    SetMask all;
    uint64_t common, of[SETS_MAX]; /* modulo 2^64 */
    SetMask digits[TALLY_DIGITS];  /* counts in base 2: the digits of all sets, lowest first */
} Tally;

static inline void tally_add(Tally *tally, SetMask sets, int64_t value) {
    if (sets == tally->all) {
        tally->common += (uint64_t)value;
        return;
    }
    if ((sets & (sets - 1)) == 0) {
        if (sets) tally->of[sets_lowest(sets)] += (uint64_t)value;
        return;
    }
    SetMask missing = tally->all & ~sets;
    if (sets_count(missing) < sets_count(sets)) {
        tally->common += (uint64_t)value;
        for (; missing; missing &= missing - 1) tally->of[sets_lowest(missing)] -= (uint64_t)value;
    } else {
        for (; sets; sets &= sets - 1) tally->of[sets_lowest(sets)] += (uint64_t)value;
    }
}
/* Adds 1 under every one of the sets: digit by digit for all at once, so that a mask of 64 costs what a mask
 * of one does. */
static inline void tally_count(Tally *tally, SetMask sets) {
    for (uint32_t digit = 0; sets; digit++) {
        SetMask carry = tally->digits[digit] & sets;
        tally->digits[digit] ^= sets;
        sets = carry;
    }
}
static inline int64_t tally_of(const Tally *tally, uint32_t set) {
    uint64_t count = 0;
    for (uint32_t digit = 0; digit < TALLY_DIGITS; digit++)
        count |= (tally->digits[digit] >> set & 1u) << digit;
    return (int64_t)(tally->common + tally->of[set] + count);
}
