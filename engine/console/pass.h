/* Who is who: a join token, printed or handed out, is exchanged once for a session, which the browser keeps
 * in a cookie that scripts cannot read. A session has a role; what a role may ask is said by the routes.
 *
 * Safe from several threads. Sessions are bounded; the oldest makes room. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { PASS_BYTES = 33 }; /* 128 random bits in hexadecimal, and a NUL */
enum { PASS_TOKENS = 64, PASS_SESSIONS = 256 };

typedef uint32_t Role; /* one bit each */
enum { ROLE_NONE = 0, ROLE_LAB = 1 };

typedef struct Passes Passes;

Passes *passes_create(void);
void passes_destroy(Passes *passes);
/* A new token for a role, good once; the oldest unused one makes room. */
void passes_issue(Passes *passes, Role role, char token[PASS_BYTES]);
/* Uses the token up; false when there is no such token (any more). */
bool passes_exchange(Passes *passes, const char *token, char session[PASS_BYTES]);
/* The role of a session, or ROLE_NONE; `number` tells sessions apart, in order of their beginning. */
Role passes_role(Passes *passes, const char *session, uint64_t *number);
