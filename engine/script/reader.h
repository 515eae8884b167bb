/* Reads the fields of one statement that a scenario's Lua has left: a table {sentence, where, fields}.
 * Internal to the api files.
 *
 * Everything here raises the user's mistakes as Lua errors, "file:line: rule \"sentence\": field: what is
 * wrong". What it makes goes into the scenario's arenas and vectors at once, so that an error loses nothing.
 */
#pragma once

#include "script/sandbox_lua.h"
#include "script/scenario.h"

typedef struct Reader {
    lua_State *L;
    Scenario *scenario;
    const char *verb, *sentence, *where; /* borrowed from the scenario's arena */
    const char *inside;                  /* "noticed." in a nested table, else "" */
    const char *source;                  /* the statement's own, which stands for all its numbers; or NULL */
    int table;                           /* stack index of the fields */
} Reader;

/* The statement at a stack index. Leaves its fields on the stack. */
Reader reader_open(lua_State *L, int statement);
/* The nested table in a field; `reader_close` pops it. The caller has checked that it is there. */
Reader reader_open_field(const Reader *reader, const char *field, const char *inside);
void reader_close(const Reader *reader);

_Noreturn void reader_fail(const Reader *reader, const char *field, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Refuses fields that are not in the space-separated list, with the nearest of them; `listed` allows entries
 * without a name. */
void reader_only(const Reader *reader, const char *known, bool listed);

bool reader_has(const Reader *reader, const char *field);
/* Pushes the field's value. */
void reader_push(const Reader *reader, const char *field);
const char *reader_text(const Reader *reader, const char *field, const char *fallback);
const char *reader_keep(const Reader *reader, const char *text); /* copied to the adversary's arena */
bool reader_flag(const Reader *reader, const char *field, bool fallback);
int64_t reader_integer(const Reader *reader, const char *field, int64_t low, int64_t high, int64_t fallback);
/* Seconds since 1970-01-01. */
int64_t reader_date(const Reader *reader, const char *field, int64_t fallback);
/* Seconds from the scenario's start; not before it. */
int64_t reader_moment(const Reader *reader, const char *field, int64_t fallback);

/* From a field that says how far local time is ahead of UTC, one with office(…), and `holidays`. */
Calendar reader_calendar(const Reader *reader, const char *zone_field, const char *hours_field);

/* Words. `class` of a value: "organisation", "asset", "state", "condition", "access", "privilege", "control",
 * "number", "quantity", "fact", "word", …; NULL for anything else. Both are borrowed from the table. */
const char *value_class(lua_State *L, int index);
const char *value_member(lua_State *L, int index, const char *member); /* a text member, or NULL */
bool value_is(lua_State *L, int index, const char *class);
bool value_is_word(lua_State *L, int index, const char *word);
/* What a value is, for sentences: "a number", "the word 'own'", … */
const char *value_describe(lua_State *L, int index, char out[96]);

/* Numbers. A plain number is refused unless it is 0 or 1, or the statement has a source, or `plain` allows
 * it. */
typedef enum Dimension {
    DIMENSION_NONE,
    DIMENSION_TIME,
    DIMENSION_MONEY,
    DIMENSION_RECORDS,
    DIMENSION_SHARE,
    DIMENSION_RATE
} Dimension;
typedef struct NumberRule {
    const char *unit; /* of what is not a time or money: "share", "machines" */
    Dimension dimension;
    double low, high; /* bounds, in the unit of the core */
} NumberRule;
#define RULE_SHARE ((NumberRule){"share", DIMENSION_SHARE, 0, 1})
#define RULE_COUNT(unit) ((NumberRule){(unit), DIMENSION_NONE, 0, 1e9})
#define RULE_TIME ((NumberRule){"seconds", DIMENSION_TIME, 0, 3.2e9})
Number reader_number(const Reader *reader, const char *field, NumberRule rule, double fallback);
Quantity reader_quantity(const Reader *reader, const char *field, NumberRule rule, double fallback);
double reader_exact(const Reader *reader, const char *field, NumberRule rule, double fallback); /* no range */
Number number_exactly(const Reader *reader, double value); /* by definition: 0, 1, a count of steps */
Quantity quantity_exactly(const Reader *reader, double value);
/* Low and high of a published figure; a fact, a number or a pair of dates (seconds from the start). Its
 * source goes to *source. */
void reader_published(const Reader *reader, const char *field, double *low, double *high,
                      const char **source);
/* The text of `source = …` (a fact or a sentence), or NULL. */
const char *reader_source(const Reader *reader);

/* Selectors. */
OrgSelector reader_orgs(const Reader *reader, const char *field);
AssetSelector reader_assets(const Reader *reader, const char *field);
OrgSelector value_orgs(const Reader *reader, const char *field, int index);
AssetSelector value_assets(const Reader *reader, const char *field, int index);
/* `control(rmm_server)`: the state, and the asset selector. */
State value_condition(const Reader *reader, const char *field, int index, AssetSelector *assets);
State reader_condition(const Reader *reader, const char *field, AssetSelector *assets);
State value_state(const Reader *reader, const char *field, int index);
/* Bits of the access kinds in a field: one, or a list. */
uint32_t reader_access_kinds(const Reader *reader, const char *field);
int value_kind(const Reader *reader, const char *field, int index, const char *class,
               const char *const *names, uint32_t count);

/* Controls listed in a field, added to `uses`; all act through one mechanism. */
typedef Vec(ControlUse) ControlUseVec;
void reader_uses(const Reader *reader, const char *field, Mechanism mechanism, ControlUseVec *uses);
uint32_t value_control(const Reader *reader, const char *field, int index);

/* What an event of a scenario or a lever of an exercise does; when is left to the caller. */
#define READER_ACTION_FIELDS                                                                                 \
    "contain release cut reconnect into set mark on by rotate pay odds delay notify from restore share "     \
    "eviction stages"
Action reader_action(const Reader *reader);
