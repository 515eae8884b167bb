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
