#include "console/guess.h"

#include <string.h>

void guesses_init(Guesses *guesses) {
    memset(guesses, 0, sizeof *guesses);
    pthread_mutex_init(&guesses->lock, NULL);
}

void guesses_clear(Guesses *guesses) {
    pthread_mutex_destroy(&guesses->lock);
}

static uint32_t wrong_now(const Guesser *guesser, int64_t second) {
    return second - guesser->since < GUESS_SECONDS ? guesser->wrong : 0;
}

/* The address's place, or that of the one that was quiet longest. */
static Guesser *place_of(Guesses *guesses, uint64_t address) {
    Guesser *oldest = &guesses->guessers[0];
    for (int i = 0; i < GUESS_ADDRESSES; i++) {
        Guesser *guesser = &guesses->guessers[i];
        if (guesser->wrong && guesser->address == address) return guesser;
        if (guesser->since < oldest->since) oldest = guesser;
    }
    *oldest = (Guesser){.address = address};
    return oldest;
}

static void count(Guesser *guesser, int64_t second) {
    if (wrong_now(guesser, second) == 0) {
        guesser->wrong = 0;
        guesser->since = second;
    }
    guesser->wrong++;
}

bool guesses_allowed(Guesses *guesses, uint64_t address, int64_t second) {
    pthread_mutex_lock(&guesses->lock);
    bool allowed = wrong_now(&guesses->all, second) < GUESS_ALL_WRONG;
    for (int i = 0; i < GUESS_ADDRESSES; i++) {
        const Guesser *guesser = &guesses->guessers[i];
        if (guesser->wrong && guesser->address == address)
            allowed &= wrong_now(guesser, second) < GUESS_WRONG;
    }
    pthread_mutex_unlock(&guesses->lock);
    return allowed;
}

void guesses_wrong(Guesses *guesses, uint64_t address, int64_t second) {
    pthread_mutex_lock(&guesses->lock);
    count(place_of(guesses, address), second);
    count(&guesses->all, second);
    pthread_mutex_unlock(&guesses->lock);
}
