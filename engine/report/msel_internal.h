/* The columns of a list of events, shared by what writes and what reads one. */
#pragma once

#include "report/msel.h"

typedef enum Column {
    COLUMN_NUMBER,
    COLUMN_TITLE,
    COLUMN_TYPE,
    COLUMN_SCHEDULED,
    COLUMN_DAY,
    COLUMN_SCENARIO,
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_METHOD,
    COLUMN_DESCRIPTION,
    COLUMN_EXPECTED,
    COLUMN_NOTES,
    COLUMN_OBJECTIVES,
    COLUMN_CONTROLLER,
    COLUMN_TRIGGER,
    COLUMN_PHASE,
    COLUMN_STATUS,
    COLUMN_RELEASED_AT,
    COLUMN_RELEASED_BY,
    COLUMNS = MSEL_COLUMNS
} Column;

typedef struct ColumnWords {
    const char *header, *synonyms; /* parted by |: the headers under which others write it */
} ColumnWords;
extern const ColumnWords msel_columns[MSEL_COLUMNS];

#define MSEL_BY_HAND "by hand"

/* The cells of a row that say when; "" for none. */
typedef struct MselWhen {
    const char *scheduled, *day, *scenario, *trigger;
} MselWhen;
typedef struct MselTime {
    Column column;  /* that says it */
    char text[128]; /* as inject_setup.h reads it; what stands there when it is no time */
} MselTime;
/* What a row says anew about when its inject comes; false: nothing. The scheduled time goes before the
 * scenario's day and time. "Manual" and the like count only where no time is given: other tools write them in
 * every row. */
bool msel_when(const MselWhen *is, const MselWhen *was, int64_t startex, MselTime *out);
