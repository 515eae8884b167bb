#define _XOPEN_SOURCE 700 /* for nftw */

#include "base/file.h"
#include "checks.h"

#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* Each test works in a folder of its own. */
static char folder[64];

static int make_folder(void **state) {
    (void)state;
    strcpy(folder, "/tmp/keyfall-test-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk) {
    (void)status, (void)type, (void)walk;
    return remove(path);
}

static int remove_folder(void **state) {
    (void)state;
    return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* A path in the folder; the text lives until the eighth next call. */
static const char *in_folder(const char *name) {
    static char paths[8][128];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static void assert_content(const char *path, const char *expected, size_t expected_length) {
    Error error = {0};
    char *bytes = NULL;
    size_t length = 0;
    if (!file_read(path, 1 << 20, &bytes, &length, &error)) fail_msg("%s", error.text);
    assert_int_equal(length, expected_length);
    assert_memory_equal(bytes, expected, length + 1); /* with the final NUL */
    free(bytes);
}

static void assert_refused(const char *path, size_t limit, const char *sentence) {
    Error error = {0};
    char *bytes = (char *)&error;
    size_t length = 99;
    assert_false(file_read(path, limit, &bytes, &length, &error));
    char whole[256];
    snprintf(whole, sizeof whole, "%s: %s", path, sentence);
    assert_string_equal(error.text, whole);
    assert_ptr_equal(bytes, &error);
    assert_int_equal(length, 99);
}

static void what_is_written_is_read_again(void **state) {
    (void)state;
    Error error = {0};
    assert_true(file_write(in_folder("a"), "one\0two\n", 8, &error));
    assert_content(in_folder("a"), "one\0two\n", 8);
    assert_true(file_write(in_folder("a"), "", 0, &error));
    assert_content(in_folder("a"), "", 0);
}

static void a_large_file_is_read_whole(void **state) {
    (void)state;
    Error error = {0};
    size_t size = 300001;
    char *large = calloc(size + 1, 1);
    for (size_t i = 0; i < size; i++) large[i] = (char)('a' + i % 23);
    assert_true(file_write(in_folder("large"), large, size, &error));
    assert_content(in_folder("large"), large, size);
    free(large);
}

static void a_file_whose_size_says_nothing_is_read_to_its_end(void **state) {
    (void)state;
    Error error = {0};
    char *bytes;
    size_t length;
    assert_true(file_read("/proc/self/status", 1 << 20, &bytes, &length, &error));
    assert_memory_equal(bytes, "Name:", 5);
    assert_int_equal(strlen(bytes), length);
    free(bytes);
    assert_refused("/proc/self/status", 10,
                   "is larger than the 10 bytes that are read here; give a smaller file");
}

static void a_file_may_be_as_large_as_the_limit_and_no_larger(void **state) {
    (void)state;
    Error error = {0};
    assert_true(file_write(in_folder("ten"), "0123456789", 10, &error));
    char *bytes;
    size_t length;
    assert_true(file_read(in_folder("ten"), 10, &bytes, &length, &error));
    assert_int_equal(length, 10);
    free(bytes);
    assert_refused(in_folder("ten"), 9, "is larger than the 9 bytes that are read here; give a smaller file");
}

static void folders_devices_pipes_and_missing_files_are_refused(void **state) {
    (void)state;
    assert_refused(folder, 100, "is a folder; give a file");
    assert_refused("/dev/zero", 100, "is a device, a pipe or a socket; give a regular file");
    assert_int_equal(mkfifo(in_folder("pipe"), 0600), 0);
    assert_refused(in_folder("pipe"), 100, "is a device, a pipe or a socket; give a regular file");
    assert_refused(in_folder("none"), 100, "cannot be opened: No such file or directory");
}

static void writing_over_a_folder_or_a_device_is_refused(void **state) {
    (void)state;
    Error error = {0};
    assert_false(file_write(folder, "x", 1, &error));
    assert_non_null(strstr(error.text, ": is a folder; give a file"));
    assert_int_equal(mkfifo(in_folder("pipe"), 0600), 0);
    assert_false(file_write(in_folder("pipe"), "x", 1, &error));
    assert_non_null(strstr(error.text, "/pipe: is a device, a pipe or a socket; give a regular file"));
    struct stat status;
    assert_int_equal(stat(in_folder("pipe"), &status), 0);
    assert_true(S_ISFIFO(status.st_mode));
}

static void writing_into_a_missing_folder_says_so(void **state) {
    (void)state;
    Error error = {0};
    const char *path = in_folder("none/a");
    assert_false(file_write(path, "x", 1, &error));
    char whole[256];
    snprintf(whole, sizeof whole, "%s: cannot be written: No such file or directory", path);
    assert_string_equal(error.text, whole);
}

static int entries;

static int count_one(const char *path, const struct stat *status, int type, struct FTW *walk) {
    (void)path, (void)status, (void)type, (void)walk;
    entries++;
    return 0;
}

/* With dot files, the folder itself apart. */
static int count_entries(void) {
    entries = -1;
    nftw(folder, count_one, 8, FTW_PHYS);
    return entries;
}

static void writing_leaves_nothing_beside_the_file(void **state) {
    (void)state;
    Error error = {0};
    assert_true(file_write(in_folder("a"), "x", 1, &error));
    assert_true(file_write(in_folder("a"), "y", 1, &error));
    assert_int_equal(count_entries(), 1);
}

/* A disk that is full is played by a limit on the size of files. */
static void a_failed_write_leaves_the_old_content_and_nothing_else(void **state) {
    (void)state;
    static const char NEW[5000];
    Error error = {0};
    assert_true(file_write(in_folder("a"), "old", 3, &error));
    struct rlimit before, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 1000;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool written = file_write(in_folder("a"), NEW, sizeof NEW, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    assert_false(written);
    assert_non_null(strstr(error.text, "/a: cannot be written: File too large"));
    assert_content(in_folder("a"), "old", 3);
    assert_int_equal(count_entries(), 1);
}

static void a_left_over_of_a_crash_is_no_obstacle(void **state) {
    (void)state;
    Error error = {0};
    assert_true(file_write(in_folder(".a.0.new"), "half", 4, &error));
    assert_true(file_write(in_folder("a"), "whole", 5, &error));
    assert_content(in_folder("a"), "whole", 5);
    assert_content(in_folder(".a.0.new"), "half", 4);
}

static void a_rewritten_file_keeps_its_mode(void **state) {
    (void)state;
    Error error = {0};
    struct stat status;
    assert_true(file_write(in_folder("a"), "x", 1, &error));
    assert_int_equal(chmod(in_folder("a"), 0640), 0);
    assert_true(file_write(in_folder("a"), "y", 1, &error));
    assert_int_equal(stat(in_folder("a"), &status), 0);
    assert_int_equal(status.st_mode & 07777, 0640);
}

static void a_link_stays_a_link_and_its_file_is_rewritten(void **state) {
    (void)state;
    Error error = {0};
    struct stat status;
    assert_true(file_write(in_folder("real"), "x", 1, &error));
    assert_int_equal(symlink("real", in_folder("link")), 0);
    assert_true(file_write(in_folder("link"), "new", 3, &error));
    assert_int_equal(lstat(in_folder("link"), &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    assert_content(in_folder("real"), "new", 3);
}

#define ROUNDS 200

static void *rewrite(void *failures) {
    static const char CONTENT[2][8] = {"aaaaaaa", "bbbbbbb"};
    Error error;
    for (int i = 0; i < ROUNDS; i++)
        *(int *)failures += !file_write(in_folder("shared"), CONTENT[i % 2], 7, &error);
    return NULL;
}

static void a_reader_never_sees_half_a_file(void **state) {
    (void)state;
    Error error = {0};
    const char *path = in_folder("shared");
    assert_true(file_write(path, "aaaaaaa", 7, &error));
    int failures = 0;
    pthread_t writer;
    assert_int_equal(pthread_create(&writer, NULL, rewrite, &failures), 0);
    for (int i = 0; i < ROUNDS; i++) {
        char *bytes;
        size_t length;
        assert_true(file_read(path, 100, &bytes, &length, &error));
        assert_true(strcmp(bytes, "aaaaaaa") == 0 || strcmp(bytes, "bbbbbbb") == 0);
        free(bytes);
    }
    pthread_join(writer, NULL);
    assert_int_equal(failures, 0);
}

static void existence_is_told_for_files_and_folders(void **state) {
    (void)state;
    Error error = {0};
    assert_false(file_exists(in_folder("a")));
    assert_true(file_write(in_folder("a"), "x", 1, &error));
    assert_true(file_exists(in_folder("a")));
    assert_true(file_exists(folder));
}

static void names_come_sorted_by_bytes_and_without_dot_files(void **state) {
    (void)state;
    static const char *const WRITTEN[] = {"b", "a10", "a2", "B", "é", ".hidden"};
    static const char *const EXPECTED[] = {"B", "a10", "a2", "b", "é"};
    Error error = {0};
    Arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < 6; i++) assert_true(file_write(in_folder(WRITTEN[i]), "", 0, &error));
    char **names;
    uint32_t count;
    assert_true(file_list(&arena, folder, &names, &count, &error));
    assert_int_equal(count, 5);
    for (uint32_t i = 0; i < 5; i++) assert_string_equal(names[i], EXPECTED[i]);
    arena_clear(&arena);
}

static void a_missing_folder_lists_nothing_and_a_file_is_refused(void **state) {
    (void)state;
    Error error = {0};
    Arena arena;
    arena_init(&arena);
    char **names = NULL;
    uint32_t count = 7;
    assert_true(file_list(&arena, in_folder("none"), &names, &count, &error));
    assert_int_equal(count, 0);
    assert_true(file_write(in_folder("a"), "", 0, &error));
    count = 7;
    assert_false(file_list(&arena, in_folder("a"), &names, &count, &error));
    assert_non_null(strstr(error.text, "/a: cannot be listed: Not a directory"));
    assert_int_equal(count, 7);
    arena_clear(&arena);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_is_written_is_read_again),
        IN_FOLDER(a_large_file_is_read_whole),
        IN_FOLDER(a_file_whose_size_says_nothing_is_read_to_its_end),
        IN_FOLDER(a_file_may_be_as_large_as_the_limit_and_no_larger),
        IN_FOLDER(folders_devices_pipes_and_missing_files_are_refused),
        IN_FOLDER(writing_over_a_folder_or_a_device_is_refused),
        IN_FOLDER(writing_into_a_missing_folder_says_so),
        IN_FOLDER(writing_leaves_nothing_beside_the_file),
        IN_FOLDER(a_failed_write_leaves_the_old_content_and_nothing_else),
        IN_FOLDER(a_left_over_of_a_crash_is_no_obstacle),
        IN_FOLDER(a_rewritten_file_keeps_its_mode),
        IN_FOLDER(a_link_stays_a_link_and_its_file_is_rewritten),
        IN_FOLDER(a_reader_never_sees_half_a_file),
        IN_FOLDER(existence_is_told_for_files_and_folders),
        IN_FOLDER(names_come_sorted_by_bytes_and_without_dot_files),
        IN_FOLDER(a_missing_folder_lists_nothing_and_a_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
