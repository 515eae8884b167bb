#include "base/file.h"

#include "base/text.h"
#include "base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_STEP 65536
#define NEW_FILE_TRIES 100

typedef Vec(char *) NameVec;

static bool too_large(const char *path, size_t limit, Error *error) {
    return error_set(error, "%s: is larger than the %zu bytes that are read here; give a smaller file", path,
                     limit);
}

/* Only a regular file is sure to end (a pipe may block, a device may go on for ever), and only a regular file
 * may be replaced by another: renaming over /dev/null would take it from everyone else. */
static bool check_regular(const char *path, const struct stat *status, Error *error) {
    if (S_ISREG(status->st_mode)) return true;
    if (S_ISDIR(status->st_mode)) return error_set(error, "%s: is a folder; give a file", path);
    return error_set(error, "%s: is a device, a pipe or a socket; give a regular file", path);
}

/* Reads to the end whatever the size said: the file may grow meanwhile, and files of /proc say 0. */
static bool read_to_end(const char *path, int file, size_t limit, Text *content, Error *error) {
    char step[READ_STEP];
    for (;;) {
        ssize_t got = read(file, step, sizeof step);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return error_set(error, "%s: cannot be read: %s", path, strerror(errno));
        text_add_n(content, step, (size_t)got);
        if (got == 0) return true;
        if (content->length > limit) return too_large(path, limit, error);
    }
}

bool file_read(const char *path, size_t limit, char **bytes, size_t *length, Error *error) {
    /* Without waiting, or opening a pipe that nobody writes to would never return. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return error_set(error, "%s: cannot be opened: %s", path, strerror(errno));
    struct stat status;
    Text content = {0};
    bool ok = fstat(file, &status) == 0 || error_set(error, "%s: cannot be read: %s", path, strerror(errno));
    ok = ok && check_regular(path, &status, error);
    if (ok && (uintmax_t)status.st_size > limit) ok = too_large(path, limit, error);
    ok = ok && read_to_end(path, file, limit, &content, error);
    close(file);
    if (!ok) {
        text_clear(&content);
        return false;
    }
    *bytes = content.items;
    *length = content.length;
    return true;
}

/* The folder of a path, with its final slash; empty for the current one. */
static void add_folder(Text *text, const char *path) {
    const char *slash = strrchr(path, '/');
    text_add_n(text, path, slash ? (size_t)(slash + 1 - path) : 0);
}

static const char *name_in(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* A new file beside the target, named so that file_list passes over it: ".name.0.new". */
static int open_beside(const char *target, Text *beside) {
    for (int attempt = 0; attempt < NEW_FILE_TRIES; attempt++) {
        text_clear(beside);
        add_folder(beside, target);
        text_add(beside, ".%s.%d.new", name_in(target), attempt);
        int file = open(beside->items, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file >= 0 || errno != EEXIST) return file;
    }
    return -1;
}

static bool write_to_end(int file, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(file, bytes, length);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes += written;
        length -= (size_t)written;
    }
    return fsync(file) == 0;
}

/* The new name is durable once its folder is. Some file systems cannot sync a folder, and the content is
 * already whole under either name, so a refusal is no error. */
static void sync_folder(const char *target) {
    Text folder = {0};
    add_folder(&folder, target);
    int file = open(folder.length ? folder.items : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file >= 0) {
        fsync(file);
        close(file);
    }
    text_clear(&folder);
}

/* Fills the new file and gives it the target's name. Closes it in any case; errno tells why it failed. */
static bool fill_and_rename(int file, const char *beside, const char *target, const mode_t *mode,
                            const char *bytes, size_t length) {
    bool filled = (!mode || fchmod(file, *mode) == 0) && write_to_end(file, bytes, length);
    int why = errno;
    bool closed = close(file) == 0;
    if (!filled) errno = why;
    return filled && closed && rename(beside, target) == 0;
}

static bool replace(const char *target, const mode_t *mode, const char *bytes, size_t length, Error *error) {
    Text beside = {0};
    int file = open_beside(target, &beside);
    bool ok = file >= 0 && fill_and_rename(file, beside.items, target, mode, bytes, length);
    if (!ok) {
        error_set(error, "%s: cannot be written: %s", target, strerror(errno));
        if (file >= 0) unlink(beside.items);
    } else {
        sync_folder(target);
    }
    text_clear(&beside);
    return ok;
}

bool file_write(const char *path, const char *bytes, size_t length, Error *error) {
    struct stat status;
    if (stat(path, &status) != 0) return replace(path, NULL, bytes, length, error);
    if (!check_regular(path, &status, error)) return false;
    mode_t mode = status.st_mode & 07777;
    char *target = realpath(path, NULL); /* through links, so that the link stays one */
    if (!target) return error_set(error, "%s: cannot be written: %s", path, strerror(errno));
    bool ok = replace(target, &mode, bytes, length, error);
    free(target);
    return ok;
}

bool file_exists(const char *path) {
    struct stat status;
    return stat(path, &status) == 0;
}

bool file_make_folder(const char *path, Error *error) {
    if (mkdir(path, 0777) == 0) return true;
    if (errno == EEXIST) return error_set(error, "%s: is there already; nothing was written", path);
    return error_set(error, "%s: cannot make the folder: %s", path, strerror(errno));
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool read_names(DIR *folder, Arena *arena, NameVec *found) {
    for (;;) {
        errno = 0; /* the only sign that tells a failure from the end */
        const struct dirent *entry = readdir(folder);
        if (!entry) return errno == 0;
        if (entry->d_name[0] != '.') vec_push(found, arena_text(arena, entry->d_name));
    }
}

bool file_list(Arena *arena, const char *folder, char ***names, uint32_t *count, Error *error) {
    NameVec found = {0};
    DIR *open_folder = opendir(folder);
    bool ok = open_folder ? read_names(open_folder, arena, &found) : errno == ENOENT;
    if (!ok) error_set(error, "%s: cannot be listed: %s", folder, strerror(errno));
    if (open_folder) closedir(open_folder);
    if (ok) {
        if (found.count) qsort(found.items, found.count, sizeof *found.items, compare_names);
        *names = arena_new(arena, char *, found.count);
        if (found.count) memcpy(*names, found.items, found.count * sizeof **names);
        *count = found.count;
    }
    vec_clear(&found);
    return ok;
}
