#include "cli/room_words.h"

#include "world/date.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *line_rest(Line *line) {
    while (*line->rest && isspace((unsigned char)*line->rest)) line->rest++;
    return line->rest;
}

bool line_word(Line *line, char out[128]) {
    size_t length = 0;
    line_rest(line);
    while (line->rest[length] && !isspace((unsigned char)line->rest[length])) length++;
    snprintf(out, 128, "%.*s", (int)(length < 127 ? length : 127), line->rest);
    line->rest += length;
    return length > 0;
}

void line_part(Line *line, char *out, size_t size) {
    const char *from = line_rest(line);
    size_t length = strcspn(from, "|");
    line->rest = from + length + (from[length] == '|');
    while (length > 0 && isspace((unsigned char)from[length - 1])) length--;
    snprintf(out, size, "%.*s", (int)length, from);
}

bool line_teams(Line *line, const Room *room, uint32_t *teams, Error *error) {
    char word[128];
    *teams = 0;
    if (!line_word(line, word)) return error_set(error, "say which team: A, or AB, or all");
    if (strcmp(word, "all") == 0) return true;
    for (const char *at = word; *at; at++) {
        uint32_t team = (uint32_t)(toupper((unsigned char)*at) - 'A');
        if (team >= room->team_count)
            return error_set(error, "there is no team '%.20s'; the last one is %s", word,
                             team_name(room->team_count - 1));
        *teams |= 1u << team;
    }
    return true;
}

bool line_team(Line *line, const Room *room, uint32_t *team, Error *error) {
    uint32_t teams;
    if (!line_teams(line, room, &teams, error)) return false;
    if (!teams && room->team_count == 1) teams = 1;
    if (!teams || (teams & (teams - 1))) return error_set(error, "say one team, such as A");
    *team = (uint32_t)__builtin_ctz(teams);
    return true;
}

/* By number from 1, or by id; the sentence names the nearest. */
static bool find_id(Line *line, const char *what, const char **ids, uint32_t count, uint32_t *out,
                    Error *error) {
    char word[128], *end;
    if (!line_word(line, word)) return error_set(error, "say which %s, by number or name", what);
    unsigned long number = strtoul(word, &end, 10);
    if (!*end && number >= 1 && number <= count) {
        *out = (uint32_t)number - 1;
        return true;
    }
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(ids[i], word) == 0) {
            *out = i;
            return true;
        }
    const char *near = text_nearest(word, ids, count);
    return error_set(error, "there is no %s '%.40s'%s%s%s", what, word, near ? "; did you mean '" : "",
                     near ? near : "", near ? "'?" : "");
}

#define FIND_IN(list, what, out)                                                                             \
    do {                                                                                                     \
        const char *ids_[EXERCISE_LIST_MAX];                                                                 \
        for (uint32_t i_ = 0; i_ < (list).count; i_++) ids_[i_] = (list).items[i_].id;                       \
        return find_id(line, what, ids_, (list).count, out, error);                                          \
    } while (0)

bool line_role(Line *line, const Definition *definition, uint32_t *role, Error *error) {
    FIND_IN(definition->roles, "role", role);
}

bool line_roles(Line *line, const Definition *definition, uint32_t *roles, Error *error) {
    Line ahead = *line;
    char word[128];
    uint32_t role;
    *roles = 0;
    if (line_word(&ahead, word) && strcmp(word, "all") == 0) {
        *line = ahead;
        return true;
    }
    if (!line_role(line, definition, &role, error)) return false;
    *roles = 1u << role;
    return true;
}

bool line_inject(Line *line, const Definition *definition, uint32_t *inject, Error *error) {
    FIND_IN(definition->injects, "inject", inject);
}

bool line_decision(Line *line, const Definition *definition, uint32_t *decision, Error *error) {
    FIND_IN(definition->decisions, "decision", decision);
}

bool line_option(Line *line, const Decision *decision, uint32_t *option, Error *error) {
    FIND_IN(decision->options, "option", option);
}

bool line_lever(Line *line, const Definition *definition, uint32_t *lever, Error *error) {
    FIND_IN(definition->levers, "lever", lever);
}

bool line_objective(Line *line, const Definition *definition, uint32_t *objective, Error *error) {
    FIND_IN(definition->objectives, "objective", objective);
}

bool line_rating(Line *line, uint32_t *rating, Error *error) {
    char word[128];
    if (!line_word(line, word)) return error_set(error, "say the rating: P, S, M, U or N/A");
    for (uint32_t i = 0; i < RATING_COUNT; i++)
        if (strcasecmp(word, rating_letters[i]) == 0) {
            *rating = i;
            return true;
        }
    return error_set(error, "a rating is P, S, M, U or N/A, not '%.20s'", word);
}

bool line_number(Line *line, const char *what, uint64_t low, uint64_t high, uint64_t *out, Error *error) {
    char word[128], *end;
    if (!line_word(line, word)) return error_set(error, "say %s", what);
    *out = strtoull(word, &end, 10);
    if (*end || !isdigit((unsigned char)*word) || *out < low || *out > high)
        return error_set(error, "%s is a number from %llu to %llu, not '%.20s'", what,
                         (unsigned long long)low, (unsigned long long)high, word);
    return true;
}

/* ------------------------------------------------------------------ moments */

static bool moment_error(const char *word, Error *error) {
    return error_set(error, "a moment is +30m, +2h, +1d, 16:40 or 2021-07-03T12:00Z, not '%.40s'", word);
}

static bool step_ahead(const char *word, const Room *room, uint32_t *second, Error *error) {
    char *end;
    unsigned long count = strtoul(word + 1, &end, 10);
    uint32_t unit = *end == 'm' ? 60 : *end == 'h' ? 3600 : *end == 'd' ? 86400 : 0;
    if (!unit || end[1] || end == word + 1 || count > 100000) return moment_error(word, error);
    *second = room->now + (uint32_t)count * unit;
    return true;
}

static bool next_clock(const char *word, const Room *room, uint32_t *second, Error *error) {
    unsigned hour, minute;
    int read = 0;
    if (sscanf(word, "%2u:%2u%n", &hour, &minute, &read) != 2 || word[read] || hour > 23 || minute > 59)
        return moment_error(word, error);
    int64_t now = race_adversary(room->stage->race)->start + room->now;
    int64_t then = now - now % 86400 + hour * 3600 + minute * 60;
    if (then <= now) then += 86400;
    *second = (uint32_t)(then - race_adversary(room->stage->race)->start);
    return true;
}

bool line_moment(Line *line, const Room *room, uint32_t *second, Error *error) {
    char word[128];
    if (!line_word(line, word)) return error_set(error, "say when: +30m, 16:40 or 2021-07-03T12:00Z");
    if (*word == '+') return step_ahead(word, room, second, error);
    int64_t moment;
    if (!strchr(word, 'T')) return next_clock(word, room, second, error);
    if (!date_parse_moment(word, &moment, error)) return moment_error(word, error);
    moment -= race_adversary(room->stage->race)->start;
    *second = moment < 0 || moment >= NEVER ? 0 : (uint32_t)moment;
    return true;
}
