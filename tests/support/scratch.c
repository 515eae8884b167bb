#define _GNU_SOURCE
#include "scratch.h"

#include <assert.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[64], path[400];

const char *scratch_folder(void) {
    if (folder[0]) return folder;
    snprintf(folder, sizeof folder, "/tmp/keyfall_test_XXXXXX");
    assert(mkdtemp(folder));
    return folder;
}

const char *scratch_file(const char *name, const char *text) {
    snprintf(path, sizeof path, "%s/%s", scratch_folder(), name);
    FILE *file = fopen(path, "w");
    assert(file);
    fputs(text, file);
    fclose(file);
    return path;
}

void scratch_clear(void) {
    if (!folder[0]) return;
    DIR *list = opendir(folder);
    for (struct dirent *entry; (entry = readdir(list));) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        unlink(path); /* "." and ".." refuse */
    }
    closedir(list);
    rmdir(folder);
    folder[0] = 0;
}
