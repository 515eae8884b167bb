#include "base/sqlite.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct Sqlite {
    sqlite3 *database;
    char *path;
    const char *what;
};

struct SqliteRow {
    sqlite3_stmt *statement;
};

static bool fail(const Sqlite *sqlite, int code, Error *error) {
    const char *path = sqlite->path;
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(error, "%s: is open in another Keyfall; close that one first", path);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return error_set(error, "%s: is damaged or is not %s; take a copy that is whole", path, sqlite->what);
    case SQLITE_FULL:
        return error_set(error, "%s: cannot be written: the disk is full; nothing was acknowledged", path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        return error_set(error, "%s: cannot be written here; copy it to a folder of your own", path);
    default:
        return error_set(error, "%s: %s", path, sqlite3_errmsg(sqlite->database));
    }
}

static bool run(Sqlite *sqlite, const char *sql, Error *error) {
    int code = sqlite3_exec(sqlite->database, sql, NULL, NULL, NULL);
    return code == SQLITE_OK || fail(sqlite, code, error);
}

static bool one_number(Sqlite *sqlite, const char *sql, int64_t *out, Error *error) {
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(sqlite->database, sql, -1, &statement, NULL);
    if (code == SQLITE_OK) code = sqlite3_step(statement);
    if (code == SQLITE_ROW) *out = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return code == SQLITE_ROW || fail(sqlite, code, error);
}

/* Full safety: a write returns when it is on the disk, and the lock is kept until the file is closed. */
static bool make_safe(Sqlite *sqlite, Error *error) {
    return run(sqlite, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
               error) &&
           run(sqlite, "BEGIN IMMEDIATE; COMMIT;", error);
}

static bool connect(const char *path, const SqliteFormat *format, Sqlite **out, Error *error) {
    Sqlite *sqlite = heap_take(1, sizeof *sqlite);
    sqlite->path = strdup(path);
    sqlite->what = format->what;
    int code = sqlite3_open_v2(path, &sqlite->database, SQLITE_OPEN_READWRITE, NULL);
    if (code == SQLITE_OK && make_safe(sqlite, error)) {
        *out = sqlite;
        return true;
    }
    if (code != SQLITE_OK) fail(sqlite, code, error);
    sqlite_close(sqlite);
    return false;
}

void sqlite_close(Sqlite *sqlite) {
    if (!sqlite) return;
    sqlite3_close_v2(sqlite->database);
    free(sqlite->path);
    free(sqlite);
}

static bool write_format(Sqlite *sqlite, const SqliteFormat *format, Error *error) {
    char marks[128];
    snprintf(marks, sizeof marks, "PRAGMA application_id=%u; PRAGMA user_version=%u;", format->application_id,
             format->version);
    return run(sqlite, "BEGIN;", error) && run(sqlite, format->tables, error) && run(sqlite, marks, error) &&
           run(sqlite, "COMMIT;", error);
}

bool sqlite_create(const char *path, const SqliteFormat *format, Sqlite **out, Error *error) {
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0 && errno == EEXIST)
        return error_set(error, "%s: is there already; give another name, or remove it", path);
    if (file < 0) return error_set(error, "%s: cannot be made: %s", path, strerror(errno));
    close(file);
    Sqlite *sqlite;
    if (connect(path, format, &sqlite, error)) {
        if (write_format(sqlite, format, error)) {
            *out = sqlite;
            return true;
        }
        sqlite_close(sqlite);
    }
    unlink(path);
    return false;
}

static bool check_format(Sqlite *sqlite, const SqliteFormat *format, Error *error) {
    int64_t id = 0, version = 0;
    if (!one_number(sqlite, "PRAGMA application_id", &id, error) ||
        !one_number(sqlite, "PRAGMA user_version", &version, error))
        return false;
    if ((uint32_t)id != format->application_id)
        return error_set(error, "%s: is not %s", sqlite->path, format->what);
    if (version > format->version)
        return error_set(error, "%s: was written by a newer Keyfall (its format is %lld, this one reads %u)",
                         sqlite->path, (long long)version, format->version);
    return true;
}

bool sqlite_open(const char *path, const SqliteFormat *format, Sqlite **out, Error *error) {
    Sqlite *sqlite;
    if (access(path, F_OK) != 0) return error_set(error, "%s: there is no such file", path);
    if (!connect(path, format, &sqlite, error)) return false;
    if (check_format(sqlite, format, error)) {
        *out = sqlite;
        return true;
    }
    sqlite_close(sqlite);
    return false;
}

bool sqlite_write(Sqlite *sqlite, const char *sql, const SqliteValue *values, uint32_t count, Error *error) {
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(sqlite->database, sql, -1, &statement, NULL);
    for (uint32_t i = 0; code == SQLITE_OK && i < count; i++)
        code = values[i].text ? sqlite3_bind_text(statement, (int)i + 1, values[i].text, -1, SQLITE_STATIC)
                              : sqlite3_bind_int64(statement, (int)i + 1, values[i].number);
    if (code == SQLITE_OK) code = sqlite3_step(statement);
    bool good = code == SQLITE_DONE || fail(sqlite, code, error);
    sqlite3_finalize(statement);
    return good;
}

int64_t sqlite_number(const SqliteRow *row, int column) {
    return sqlite3_column_int64(row->statement, column);
}

const char *sqlite_text(const SqliteRow *row, int column) {
    const char *text = (const char *)sqlite3_column_text(row->statement, column);
    return text ? text : "";
}

bool sqlite_read(Sqlite *sqlite, const char *sql,
                 bool (*each)(void *context, const SqliteRow *row, Error *error), void *context,
                 Error *error) {
    SqliteRow row = {NULL};
    int code = sqlite3_prepare_v2(sqlite->database, sql, -1, &row.statement, NULL);
    bool good = code == SQLITE_OK || fail(sqlite, code, error);
    while (good) {
        code = sqlite3_step(row.statement);
        if (code == SQLITE_DONE) break;
        good = code == SQLITE_ROW ? each(context, &row, error) : fail(sqlite, code, error);
    }
    sqlite3_finalize(row.statement);
    return good;
}
