#include "script/scaffold.h"

#include "base/file.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_MOST = 48, TEMPLATE_BYTES = 1 << 20 };

static bool check_name(const char *name, Error *error) {
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    size_t length = strlen(name);
    bool good = length > 0 && length <= NAME_MOST && strspn(name, allowed) == length;
    if (good && name[0] >= 'a' && name[0] <= 'z' && name[length - 1] != '-') return true;
    return error_set(
        error,
        "'%s' cannot name a scenario: use a-z, 0-9 and hyphens, beginning with a letter and at most %d "
        "long, such as harbour-2024",
        name, NAME_MOST);
}

/* "harbour-2024" becomes "Harbour 2024". */
static const char *title_of(Arena *arena, const char *name) {
    char *title = arena_text(arena, name);
    for (char *c = title; *c; c++)
        if (*c == '-') *c = ' ';
    title[0] = (char)(title[0] + ('A' - 'a'));
    return title;
}

static const char *joined(Arena *arena, const char *folder, const char *name) {
    Text path = {0};
    text_add(&path, "%s/%s", folder, name);
    const char *kept = arena_text(arena, text_of(&path));
    text_clear(&path);
    return kept;
}

/* The template with its two marks replaced. */
static void fill(const Scaffold *scaffold, const char *template, Text *out) {
    const char *const marks[] = {"@NAME@", "@TITLE@"}, *const values[] = {scaffold->name, scaffold->title};
    while (*template) {
        int found = -1;
        for (int i = 0; i < 2; i++)
            if (strncmp(template, marks[i], strlen(marks[i])) == 0) found = i;
        if (found >= 0)
            text_add(out, "%s", values[found]);
        else
            text_add_n(out, template, 1);
        template += found >= 0 ? strlen(marks[found]) : 1;
    }
}

static bool copy_file(Scaffold *scaffold, const char *templates, const char *name, Error *error) {
    char *template;
    size_t length;
    Text text = {0};
    if (!file_read(joined(&scaffold->arena, templates, name), TEMPLATE_BYTES, &template, &length, error))
        return false;
    fill(scaffold, template, &text);
    const char *target = joined(&scaffold->arena, scaffold->folder, name);
    bool good = file_write(target, text_of(&text), text.length, error);
    if (good) vec_push(&scaffold->files, arena_text(&scaffold->arena, name));
    free(template);
    text_clear(&text);
    return good;
}

/* The files of one folder of the template, `inside` of it ("" or "controls"). */
static bool copy_files(Scaffold *scaffold, const char *templates, const char *inside, const char *endings,
                       Error *error) {
    char **names;
    uint32_t count;
    const char *folder = *inside ? joined(&scaffold->arena, templates, inside) : templates;
    if (!file_list(&scaffold->arena, folder, &names, &count, error)) return false;
    for (uint32_t i = 0; i < count; i++) {
        const char *dot = strrchr(names[i], '.');
        if (!dot || !strstr(endings, dot)) continue; /* a folder, an editor's leftover */
        const char *name = *inside ? joined(&scaffold->arena, inside, names[i]) : names[i];
        if (!copy_file(scaffold, templates, name, error)) return false;
    }
    return true;
}

static bool write_all(Scaffold *scaffold, const char *root, Error *error) {
    const char *templates = joined(&scaffold->arena, root, "scripts/templates/scenario");
    return file_make_folder(scaffold->folder, error) &&
           file_make_folder(joined(&scaffold->arena, scaffold->folder, "controls"), error) &&
           copy_files(scaffold, templates, "", ".lua.json.md", error) &&
           copy_files(scaffold, templates, "controls", ".json", error);
}

static void name_it(Scaffold *scaffold, const char *root, const char *name_or_path) {
    size_t length = strlen(name_or_path);
    while (length > 1 && name_or_path[length - 1] == '/') length--;
    const char *path = arena_text_n(&scaffold->arena, name_or_path, length), *slash = strrchr(path, '/');
    scaffold->name = slash ? slash + 1 : path;
    scaffold->folder =
        slash ? path : joined(&scaffold->arena, joined(&scaffold->arena, root, "scenarios"), path);
}

bool scaffold_create(Scaffold *out, const char *root, const char *name_or_path, Error *error) {
    Scaffold scaffold = {.name = NULL};
    arena_init(&scaffold.arena);
    name_it(&scaffold, root, name_or_path);
    bool good = check_name(scaffold.name, error);
    if (good) {
        scaffold.title = title_of(&scaffold.arena, scaffold.name);
        good = write_all(&scaffold, root, error);
    }
    if (good)
        *out = scaffold;
    else
        scaffold_clear(&scaffold);
    return good;
}

void scaffold_clear(Scaffold *scaffold) {
    vec_clear(&scaffold->files);
    arena_clear(&scaffold->arena);
}
