#include "console/pass.h"

#include "base/arena.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

typedef struct Pass {
    char text[PASS_BYTES];
    Role role; /* ROLE_NONE: free */
    uint64_t number;
} Pass;

struct Passes {
    pthread_mutex_t lock;
    uint64_t issued;
    Pass tokens[PASS_TOKENS], sessions[PASS_SESSIONS];
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

static void fill(Passes *passes, Pass *pass, Role role) {
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

void passes_issue(Passes *passes, Role role, char token[PASS_BYTES]) {
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

Role passes_role(Passes *passes, const char *session, uint64_t *number) {
    pthread_mutex_lock(&passes->lock);
    const Pass *pass = find(passes->sessions, PASS_SESSIONS, session);
    Role role = pass ? pass->role : ROLE_NONE;
    if (pass) *number = pass->number;
    pthread_mutex_unlock(&passes->lock);
    return role;
}
