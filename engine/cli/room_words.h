/* What a facilitator types, read: teams, roles, injects, decisions and moments by name or number. Every
 * reader takes the next word off the line and says what it would have understood when it understands nothing.
 */
#pragma once

#include "exercise/room.h"

typedef struct Line {
    const char *rest; /* what has not been read; borrowed */
} Line;

/* The next word, in `out`; false at the end of the line. */
bool line_word(Line *line, char out[128]);
/* What is left, without the spaces before it. */
const char *line_rest(Line *line);
/* Up to the next | or the end, without spaces around it. */
void line_part(Line *line, char *out, size_t size);

bool line_team(Line *line, const Room *room, uint32_t *team, Error *error);
bool line_teams(Line *line, const Room *room, uint32_t *teams, Error *error); /* "A", "AB" or "all" */
bool line_role(Line *line, const Definition *definition, uint32_t *role, Error *error);
bool line_roles(Line *line, const Definition *definition, uint32_t *roles, Error *error); /* or "all" */
bool line_inject(Line *line, const Definition *definition, uint32_t *inject, Error *error);
bool line_decision(Line *line, const Definition *definition, uint32_t *decision, Error *error);
bool line_option(Line *line, const Decision *decision, uint32_t *option, Error *error);
bool line_lever(Line *line, const Definition *definition, uint32_t *lever, Error *error);
bool line_objective(Line *line, const Definition *definition, uint32_t *objective, Error *error);
bool line_rating(Line *line, uint32_t *rating, Error *error);
bool line_number(Line *line, const char *what, uint64_t low, uint64_t high, uint64_t *out, Error *error);
/* "+30m", "+2h", "+1d", "16:40" (the next one) or "2021-07-03T12:00Z": a second of the scenario. */
bool line_moment(Line *line, const Room *room, uint32_t *second, Error *error);
