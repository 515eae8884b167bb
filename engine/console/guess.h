/* How many wrong codes an address may give: enough for people who mistype, too few to find one by trying.
 * Safe from several threads. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum { GUESS_ADDRESSES = 256, GUESS_WRONG = 10, GUESS_ALL_WRONG = 120, GUESS_SECONDS = 60 };

typedef struct Guesser {
    uint64_t address;
    int64_t since; /* second at which its minute began */
    uint32_t wrong;
} Guesser;

typedef struct Guesses {
    pthread_mutex_t lock;
    Guesser all, guessers[GUESS_ADDRESSES];
} Guesses;

void guesses_init(Guesses *guesses);
void guesses_clear(Guesses *guesses);
/* Whether the address may try at this second of any clock that only goes forward. */
bool guesses_allowed(Guesses *guesses, uint64_t address, int64_t second);
void guesses_wrong(Guesses *guesses, uint64_t address, int64_t second);
