#include "console/files.h"

#include "base/file.h"
#include "base/text.h"

#include <string.h>

enum { FILE_BYTES_MAX = 8 << 20 };

static const char *type_of(const char *name) {
    static const struct {
        const char *ending, *type;
    } types[] = {{".html", "text/html; charset=utf-8"},
                 {".js", "text/javascript; charset=utf-8"},
                 {".css", "text/css; charset=utf-8"},
                 {".svg", "image/svg+xml"},
                 {".png", "image/png"}};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(dot, types[i].ending) == 0) return types[i].type;
    }
    return NULL;
}

static bool add_file(PageFiles *files, const char *path, const char *place, Error *error) {
    PageFile file = {.path = arena_text(&files->arena, place), .type = type_of(path)};
    if (!file_read(path, FILE_BYTES_MAX, &file.bytes, &file.length, error)) return false;
    vec_push(&files->list, file);
    return true;
}

static bool add_folder(PageFiles *files, const char *folder, const char *prefix, Error *error) {
    char **names;
    uint32_t count;
    bool good = file_list(&files->arena, folder, &names, &count, error);
    for (uint32_t i = 0; good && i < count; i++) {
        if (!type_of(names[i])) continue;
        Text path = {0}, place = {0};
        text_add(&path, "%s/%s", folder, names[i]);
        text_add(&place, "%s%s", prefix, strcmp(names[i], "index.html") == 0 ? "" : names[i]);
        good = add_file(files, text_of(&path), text_of(&place), error);
        text_clear(&path);
        text_clear(&place);
    }
    return good;
}

bool files_load(PageFiles *files, const char *folder, Error *error) {
    Text assets = {0};
    *files = (PageFiles){0};
    arena_init(&files->arena);
    text_add(&assets, "%s/assets", folder);
    bool good =
        add_folder(files, folder, "/", error) && add_folder(files, text_of(&assets), "/assets/", error);
    text_clear(&assets);
    if (good && !files_find(files, "/")) {
        good = error_set(error,
                         "%s: the page of the console is not there; it is built where Node is installed "
                         "(./scripts/run.sh serve installs it), or comes with the package",
                         folder);
    }
    if (!good) files_clear(files);
    return good;
}

void files_clear(PageFiles *files) {
    for (uint32_t i = 0; i < files->list.count; i++) free(files->list.items[i].bytes);
    vec_clear(&files->list);
    arena_clear(&files->arena);
}

const PageFile *files_find(const PageFiles *files, const char *path) {
    for (uint32_t i = 0; i < files->list.count; i++) {
        if (strcmp(files->list.items[i].path, path) == 0) return &files->list.items[i];
    }
    return NULL;
}
