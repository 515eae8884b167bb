/* Who is who: a join token, printed or handed out, is exchanged once for a session, which the browser keeps
 * in a cookie that scripts cannot read. A session has a role; what a role may ask is said by the routes.
 *
 * Safe from several threads. Sessions are bounded; the oldest makes room. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { PASS_BYTES = 33 }; /* 128 random bits in hexadecimal, and a NUL */
enum { PASS_TOKENS = 64, PASS_SESSIONS = 256, PASS_KEY_BYTES = 32 };

typedef uint32_t PassRole; /* one bit each */
enum { ROLE_NONE = 0, ROLE_LAB = 1 };

typedef struct Passes Passes;

Passes *passes_create(void);
void passes_destroy(Passes *passes);
/* A new token for a role, good once; the oldest unused one makes room. */
void passes_issue(Passes *passes, PassRole role, char token[PASS_BYTES]);
/* Uses the token up; false when there is no such token (any more). */
bool passes_exchange(Passes *passes, const char *token, char session[PASS_BYTES]);
/* A sealed session is kept nowhere: it holds its number and a seal over it, so that it outlives the server
 * that made it. The number's top byte says which bit its role is; the rest is the caller's. */
void passes_set_key(Passes *passes, const unsigned char key[PASS_KEY_BYTES]);
void passes_seal(const Passes *passes, uint64_t number, char session[PASS_BYTES]);
/* The role of a session, or ROLE_NONE; `number` tells sessions apart, in order of their beginning. */
PassRole passes_role(Passes *passes, const char *session, uint64_t *number);
