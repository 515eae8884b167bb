#include "base/line_file.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define LONGEST ((size_t)1 << 31)

static bool cannot(const LineFile *lines, const char *what, Error *error) {
    return error_set(error, "%s: cannot be %s: %s", lines->path, what, strerror(errno));
}

static bool lock(LineFile *lines, Error *error) {
    if (flock(lines->file, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno != EWOULDBLOCK) return cannot(lines, "locked", error);
    return error_set(error, "%s: another run is writing it; wait until that has ended, or name another file",
                     lines->path);
}

/* What follows the last newline was cut short. */
static bool cut_unfinished(LineFile *lines, Error *error) {
    size_t whole = lines->length;
    while (whole > 0 && lines->text[whole - 1] != '\n') whole--;
    if (whole < lines->length && ftruncate(lines->file, (off_t)whole) != 0)
        return cannot(lines, "shortened", error);
    lines->length = whole;
    lines->text[whole] = '\0';
    return true;
}

bool line_file_open(LineFile *lines, const char *path, Error *error) {
    *lines = (LineFile){.path = path};
    lines->file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0666);
    if (lines->file < 0) return cannot(lines, "opened", error);
    if (lock(lines, error) && file_read(path, LONGEST, &lines->text, &lines->length, error) &&
        cut_unfinished(lines, error))
        return true;
    line_file_close(lines);
    return false;
}

bool line_file_add(LineFile *lines, const char *line, size_t length, Error *error) {
    while (length > 0) {
        ssize_t written = write(lines->file, line, length);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return cannot(lines, "written", error);
        line += written;
        length -= (size_t)written;
    }
    return fdatasync(lines->file) == 0 || cannot(lines, "written", error);
}

void line_file_close(LineFile *lines) {
    if (lines->file >= 0) close(lines->file);
    free(lines->text);
    *lines = (LineFile){.file = -1};
}
