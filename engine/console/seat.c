#include "console/seat.h"

#include "base/file.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A place's code has 30 bits, the facilitator's, who may do everything, 60. */
enum { CODE_LETTERS = 6, FACILITATOR_LETTERS = 12 };

const char *const seat_names[SEAT_KINDS] = {"none",      "facilitator", "team",
                                            "evaluator", "observer",    "projector"};

uint64_t seat_number(Seat seat) {
    return (uint64_t)seat.kind << 56 | (uint64_t)seat.team << 48 | (uint64_t)seat.serial << 32 | seat.roles;
}

Seat seat_of(uint64_t number) {
    return (Seat){.kind = (SeatKind)(number >> 56),
                  .team = (uint32_t)(number >> 48 & 0xff),
                  .serial = (uint16_t)(number >> 32 & 0xffff),
                  .roles = (uint32_t)number};
}

/* ------------------------------------------------------------------ the key */

static bool make_key(const char *path, unsigned char key[PASS_KEY_BYTES], Error *error) {
    randombytes_buf(key, PASS_KEY_BYTES);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    bool good = file >= 0 && write(file, key, PASS_KEY_BYTES) == PASS_KEY_BYTES && fsync(file) == 0;
    if (!good) error_set(error, "%s: the key of the seats cannot be written: %s", path, strerror(errno));
    if (file >= 0) close(file);
    return good;
}

static bool read_key(const char *path, unsigned char key[PASS_KEY_BYTES], Error *error) {
    char *bytes;
    size_t length;
    if (!file_read(path, PASS_KEY_BYTES, &bytes, &length, error)) return false;
    bool good = length == PASS_KEY_BYTES;
    if (good) memcpy(key, bytes, PASS_KEY_BYTES);
    free(bytes);
    return good || error_set(error, "%s: is damaged; delete it, and everybody joins with a new code", path);
}

/* ------------------------------------------------------------------ codes */

/* Without the letters and digits that are taken for one another. */
static void code_of(const unsigned char key[PASS_KEY_BYTES], Seat seat, char code[SEAT_CODE_BYTES]) {
    static const char alphabet[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    char place[64];
    unsigned char hash[crypto_generichash_BYTES];
    int letters = seat.kind == SEAT_FACILITATOR ? FACILITATOR_LETTERS : CODE_LETTERS;
    int length = snprintf(place, sizeof place, "code of seat %d %u %u", seat.kind, seat.team, seat.roles);
    crypto_generichash(hash, sizeof hash, (const unsigned char *)place, (size_t)length, key, PASS_KEY_BYTES);
    for (int i = 0; i < letters; i++) code[i] = alphabet[hash[i] & 31];
    code[letters] = '\0';
}

static void add_code(Seats *seats, Seat seat) {
    SeatCode entry = {.seat = seat};
    code_of(seats->key, seat, entry.code);
    vec_push(&seats->codes, entry);
}

bool seats_open(Seats *seats, const char *path, uint32_t roles, uint32_t teams, Error *error) {
    *seats = (Seats){0};
    if (sodium_init() < 0) return error_set(error, "the system gives no random numbers");
    bool good = file_exists(path) ? read_key(path, seats->key, error) : make_key(path, seats->key, error);
    if (!good) return false;
    for (SeatKind kind = SEAT_FACILITATOR; kind < SEAT_KINDS; kind++)
        if (kind != SEAT_TEAM) add_code(seats, (Seat){.kind = kind});
    for (uint32_t team = 0; team < teams; team++)
        for (uint32_t role = 0; role < roles; role++)
            add_code(seats, (Seat){.kind = SEAT_TEAM, .team = team, .roles = 1u << role});
    return true;
}

void seats_clear(Seats *seats) {
    vec_clear(&seats->codes);
    sodium_memzero(seats, sizeof *seats);
}

static void tidy(const char *typed, char out[SEAT_CODE_BYTES]) {
    size_t length = 0;
    memset(out, 0, SEAT_CODE_BYTES);
    for (; *typed && length < SEAT_CODE_BYTES - 1; typed++)
        if (*typed != ' ' && *typed != '-') out[length++] = (char)toupper((unsigned char)*typed);
}

bool seats_find(const Seats *seats, const char *typed, Seat *out) {
    char code[SEAT_CODE_BYTES];
    bool found = false;
    tidy(typed, code);
    for (uint32_t i = 0; i < seats->codes.count; i++) {
        if (sodium_memcmp(seats->codes.items[i].code, code, SEAT_CODE_BYTES) != 0) continue;
        *out = seats->codes.items[i].seat;
        found = true;
    }
    if (found) randombytes_buf(&out->serial, sizeof out->serial);
    return found;
}
