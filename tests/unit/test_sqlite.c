/* The one door to SQLite: what is written stays, one process at a time, and plain words for what is wrong. */
#define _GNU_SOURCE
#include "base/file.h"
#include "base/sqlite.h"
#include "checks.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static const SqliteFormat format = {"a trial file", 77, 2, "CREATE TABLE t (n INTEGER, w TEXT NOT NULL);"};
static char folder[64], path[128];

static int make_folder(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/keyfall_sqlite_XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/f.db", folder);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    const char *endings[] = {"", "-wal", "-shm", "-journal"};
    for (int i = 0; i < 4; i++) {
        char name[160];
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
    return rmdir(folder);
}

static Sqlite *created(void) {
    Sqlite *sqlite;
    Error error = {{0}};
    if (!sqlite_create(path, &format, &sqlite, &error)) fail_msg("%s", error.text);
    return sqlite;
}

static bool add_row(void *context, const SqliteRow *row, Error *error) {
    (void)error;
    int64_t *sum = context;
    *sum += sqlite_number(row, 0) + (int64_t)strlen(sqlite_text(row, 1));
    return true;
}

static void what_was_written_is_read_again(void **state) {
    (void)state;
    Error error = {{0}};
    Sqlite *sqlite = created();
    const SqliteValue values[] = {{NULL, 40}, {"it's", 0}};
    assert_true(sqlite_write(sqlite, "INSERT INTO t VALUES (?, ?)", values, 2, &error));
    sqlite_close(sqlite);
    assert_true(sqlite_open(path, &format, &sqlite, &error));
    int64_t sum = 0;
    assert_true(sqlite_read(sqlite, "SELECT n, w FROM t", add_row, &sum, &error));
    assert_int_equal(sum, 44);
    sqlite_close(sqlite);
}

static void a_file_that_is_there_is_not_made_again(void **state) {
    (void)state;
    Error error;
    Sqlite *sqlite = created(), *other = NULL;
    sqlite_close(sqlite);
    assert_false(sqlite_create(path, &format, &other, &error));
    assert_non_null(strstr(error.text, "is there already"));
    assert_null(other);
}

static void two_processes_cannot_open_one_file(void **state) {
    (void)state;
    Sqlite *sqlite = created();
    pid_t child = fork();
    if (child == 0) {
        Error error;
        Sqlite *second;
        bool opened = sqlite_open(path, &format, &second, &error);
        _exit(!opened && strstr(error.text, "is open in another Keyfall") ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    sqlite_close(sqlite);
}

static void assert_refused(const char *words) {
    Error error = {{0}};
    Sqlite *sqlite = NULL;
    assert_false(sqlite_open(path, &format, &sqlite, &error));
    assert_null(sqlite);
    if (!strstr(error.text, words)) fail_msg("\"%s\" does not say \"%s\"", error.text, words);
}

static void files_of_others_and_damaged_ones_are_refused_in_plain_words(void **state) {
    (void)state;
    Error error;
    assert_refused("there is no such file");
    assert_true(file_write(path, "not a database at all, but long enough to look at", 49, &error));
    assert_refused("is damaged or is not a trial file");
    unlink(path);
    const SqliteFormat theirs = {"theirs", 78, 1, "CREATE TABLE x (y);"};
    Sqlite *sqlite;
    assert_true(sqlite_create(path, &theirs, &sqlite, &error));
    sqlite_close(sqlite);
    assert_refused("is not a trial file");
    unlink(path);
    const SqliteFormat newer = {"a trial file", 77, 3, "CREATE TABLE x (y);"};
    assert_true(sqlite_create(path, &newer, &sqlite, &error));
    sqlite_close(sqlite);
    assert_refused("was written by a newer Keyfall");
}

/* Every byte of the file in turn is not needed: a page in the middle of each kind tells. */
static void a_file_with_broken_bytes_never_crashes(void **state) {
    (void)state;
    Error error;
    Sqlite *sqlite = created();
    for (int i = 0; i < 200; i++) {
        const SqliteValue values[] = {{NULL, i}, {"some words that fill the page a little", 0}};
        assert_true(sqlite_write(sqlite, "INSERT INTO t VALUES (?, ?)", values, 2, &error));
    }
    sqlite_close(sqlite);
    char *bytes;
    size_t length;
    assert_true(file_read(path, 1 << 20, &bytes, &length, &error));
    uint32_t refused = 0;
    for (size_t at = 0; at + 64 < length; at += 509) {
        char kept[64];
        memcpy(kept, bytes + at, 64);
        memset(bytes + at, 0xa5, 64);
        assert_true(file_write(path, bytes, length, &error));
        memcpy(bytes + at, kept, 64);
        int64_t sum = 0;
        bool good = sqlite_open(path, &format, &sqlite, &error);
        if (good) {
            good = sqlite_read(sqlite, "SELECT n, w FROM t", add_row, &sum, &error);
            sqlite_close(sqlite);
        }
        refused += !good;
    }
    free(bytes);
    assert_true(refused > 0);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(what_was_written_is_read_again),
        WITH_FOLDER(a_file_that_is_there_is_not_made_again),
        WITH_FOLDER(two_processes_cannot_open_one_file),
        WITH_FOLDER(files_of_others_and_damaged_ones_are_refused_in_plain_words),
        WITH_FOLDER(a_file_with_broken_bytes_never_crashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
