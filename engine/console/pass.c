#include "console/pass.h"

#include "base/arena.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

typedef struct Pass {
    char text[PASS_BYTES];
    PassRole role; /* ROLE_NONE: free */
    uint64_t number;
} Pass;

struct Passes {
    pthread_mutex_t lock;
    uint64_t issued;
    Pass tokens[PASS_TOKENS], sessions[PASS_SESSIONS];
    bool sealing;
    unsigned char key[PASS_KEY_BYTES];
};

Passes *passes_create(void) {
    if (sodium_init() < 0) return NULL;
    Passes *passes = heap_take(1, sizeof *passes);
    pthread_mutex_init(&passes->lock, NULL);
    return passes;
}

void passes_destroy(Passes *passes) {
    if (!passes) return;
    pthread_mutex_destroy(&passes->lock);
    sodium_memzero(passes, sizeof *passes);
    free(passes);
}

/* A free place, or the oldest one. */
static Pass *place_in(Pass *list, uint32_t count) {
    Pass *oldest = &list[0];
    for (uint32_t i = 0; i < count; i++) {
        if (list[i].role == ROLE_NONE) return &list[i];
        if (list[i].number < oldest->number) oldest = &list[i];
    }
    return oldest;
}

static void fill(Passes *passes, Pass *pass, PassRole role) {
    unsigned char bytes[(PASS_BYTES - 1) / 2];
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2hex(pass->text, sizeof pass->text, bytes, sizeof bytes);
    pass->role = role;
    pass->number = ++passes->issued;
}

/* Compares every entry in full, so that the time tells nothing. */
static Pass *find(Pass *list, uint32_t count, const char *text) {
    Pass *found = NULL;
    if (!text || strlen(text) != PASS_BYTES - 1) return NULL;
    for (uint32_t i = 0; i < count; i++) {
        bool same = sodium_memcmp(list[i].text, text, PASS_BYTES - 1) == 0;
        if (same && list[i].role != ROLE_NONE) found = &list[i];
    }
    return found;
}

void passes_issue(Passes *passes, PassRole role, char token[PASS_BYTES]) {
    pthread_mutex_lock(&passes->lock);
    Pass *pass = place_in(passes->tokens, PASS_TOKENS);
    fill(passes, pass, role);
    memcpy(token, pass->text, PASS_BYTES);
    pthread_mutex_unlock(&passes->lock);
}

bool passes_exchange(Passes *passes, const char *token, char session[PASS_BYTES]) {
    pthread_mutex_lock(&passes->lock);
    Pass *used = find(passes->tokens, PASS_TOKENS, token);
    if (used) {
        Pass *pass = place_in(passes->sessions, PASS_SESSIONS);
        fill(passes, pass, used->role);
        memcpy(session, pass->text, PASS_BYTES);
        sodium_memzero(used, sizeof *used);
    }
    pthread_mutex_unlock(&passes->lock);
    return used != NULL;
}

/* ------------------------------------------------------------------ sealed sessions */

enum { SEAL_BYTES = 8, NUMBER_BYTES = 8 };

void passes_set_key(Passes *passes, const unsigned char key[PASS_KEY_BYTES]) {
    memcpy(passes->key, key, PASS_KEY_BYTES);
    passes->sealing = true;
}

static void put_number(unsigned char bytes[NUMBER_BYTES], uint64_t number) {
    for (int i = 0; i < NUMBER_BYTES; i++) bytes[i] = (unsigned char)(number >> (56 - 8 * i));
}

void passes_seal(const Passes *passes, uint64_t number, char session[PASS_BYTES]) {
    unsigned char bytes[NUMBER_BYTES + SEAL_BYTES], hash[crypto_generichash_BYTES];
    put_number(bytes, number);
    crypto_generichash(hash, sizeof hash, bytes, NUMBER_BYTES, passes->key, PASS_KEY_BYTES);
    memcpy(bytes + NUMBER_BYTES, hash, SEAL_BYTES);
    sodium_bin2hex(session, PASS_BYTES, bytes, sizeof bytes);
}

static PassRole sealed_role(const Passes *passes, const char *session, uint64_t *number) {
    char wanted[PASS_BYTES], digits[2 * NUMBER_BYTES + 1] = "";
    if (!passes->sealing || !session || strlen(session) != PASS_BYTES - 1) return ROLE_NONE;
    memcpy(digits, session, 2 * NUMBER_BYTES);
    uint64_t claimed = strtoull(digits, NULL, 16);
    passes_seal(passes, claimed, wanted);
    if (sodium_memcmp(wanted, session, PASS_BYTES - 1) != 0 || claimed >> 56 > 31) return ROLE_NONE;
    *number = claimed;
    return (PassRole)1 << (claimed >> 56);
}

PassRole passes_role(Passes *passes, const char *session, uint64_t *number) {
    pthread_mutex_lock(&passes->lock);
    const Pass *pass = find(passes->sessions, PASS_SESSIONS, session);
    PassRole role = pass ? pass->role : ROLE_NONE;
    if (pass) *number = pass->number;
    pthread_mutex_unlock(&passes->lock);
    return role == ROLE_NONE ? sealed_role(passes, session, number) : role;
}
