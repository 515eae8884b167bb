/* SQLite in one place: a file that is opened by one process at a time and in which what was written stays
 * written (WAL, synchronous FULL). The only user of sqlite3.h.
 *
 * Values are whole numbers and texts. Errors begin with the file and say what to do: that it is open in
 * another process, no file of ours, damaged, of a newer version, or that the disk is full. */
#pragma once

#include "base/error.h"

#include <stdint.h>

typedef struct Sqlite Sqlite;

typedef struct SqliteFormat {
    const char *what;        /* "an exercise journal", for errors */
    uint32_t application_id; /* tells our files from others' */
    uint32_t version;        /* of the tables; a newer one is refused */
    const char *tables;      /* SQL that makes them in a new file */
} SqliteFormat;

/* A new file: fails when there is one already. */
bool sqlite_create(const char *path, const SqliteFormat *format, Sqlite **out, Error *error);
bool sqlite_open(const char *path, const SqliteFormat *format, Sqlite **out, Error *error);
void sqlite_close(Sqlite *sqlite); /* NULL is fine */

typedef struct SqliteValue {
    const char *text; /* borrowed during the call; NULL for a number */
    int64_t number;
} SqliteValue;

/* One statement with its values, on disk when it returns true. */
bool sqlite_write(Sqlite *sqlite, const char *sql, const SqliteValue *values, uint32_t count, Error *error);

typedef struct SqliteRow SqliteRow;
int64_t sqlite_number(const SqliteRow *row, int column);
const char *sqlite_text(const SqliteRow *row, int column); /* "" for NULL; borrowed until the next row */
/* Calls `each` for every row until it returns false, having filled the error. */
bool sqlite_read(Sqlite *sqlite, const char *sql,
                 bool (*each)(void *context, const SqliteRow *row, Error *error), void *context,
                 Error *error);
