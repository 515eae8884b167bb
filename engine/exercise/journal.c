#include "exercise/journal.h"

#include "base/draw.h"

#include <string.h>

#define JOURNAL_VERSION 1

static const SqliteFormat format = {
    .what = "an exercise journal",
    .application_id = 0x4b46454a, /* "KFEJ" */
    .version = JOURNAL_VERSION,
    .tables =
        "CREATE TABLE setup (key TEXT PRIMARY KEY, value TEXT NOT NULL);"
        "CREATE TABLE event (sequence INTEGER PRIMARY KEY, wall INTEGER NOT NULL, second INTEGER NOT NULL,"
        " who TEXT NOT NULL, what TEXT NOT NULL, body TEXT NOT NULL);",
};

struct Journal {
    Sqlite *sqlite;
    char *path;
};

/* ------------------------------------------------------------------ how it was set up: one JSON text */

static void write_texts(const Setup *setup, JsonWriter *writer) {
    json_begin_array(writer, "texts");
    for (uint32_t i = 0; i < setup->text_count; i++) {
        const TextChange *text = &setup->texts[i];
        json_begin_object(writer, NULL);
        json_write_text(writer, "kind", text->kind);
        json_write_text(writer, "name", text->id);
        json_write_text(writer, "field", text->field);
        if (text->in[LANGUAGE_en]) json_write_text(writer, "en", text->in[LANGUAGE_en]);
        if (text->in[LANGUAGE_ja]) json_write_text(writer, "ja", text->in[LANGUAGE_ja]);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_setup(const Setup *setup, JsonWriter *writer) {
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", "keyfall.exercise");
    json_write_integer(writer, "version", JOURNAL_VERSION);
    json_write_integer(writer, "model_version", MODEL_VERSION);
    json_write_text(writer, "scenario", setup->scenario);
    json_write_text(writer, "exercise_version", setup->version);
    json_write_unsigned64(writer, "cast_seed", setup->cast_seed);
    json_write_unsigned64(writer, "seed", setup->truth.seed);
    json_write_integer(writer, "world", setup->truth.replication);
    json_write_integer(writer, "worlds_per_draw", setup->truth.worlds_per_draw);
    json_write_integer(writer, "teams", setup->teams);
    json_write_unsigned64(writer, "world_hash", setup->world_hash);
    json_write_integer(writer, "looked_at", setup->looked_at);
    json_write_integer(writer, "hit", setup->hit);
    json_write_integer(writer, "tried", setup->tried);
    json_write_integer(writer, "nothing", setup->nothing);
    json_write_integer(writer, "good", setup->good);
    json_write_number(writer, "rank", setup->rank);
    write_texts(setup, writer);
    json_begin_flat_array(writer, "lucks");
    for (uint32_t i = 0; i < setup->luck_count; i++) json_write_integer(writer, NULL, setup->lucks[i]);
    json_end_array(writer);
    json_end_object(writer);
}

static bool read_count(Json root, const char *key, int64_t low, uint32_t *out, Error *error) {
    int64_t value;
    if (!json_integer(root, key, low, UINT32_MAX - 1, &value, error)) return false;
    *out = (uint32_t)value;
    return true;
}

static bool read_lucks(Json root, Setup *setup, Error *error) {
    Json list;
    if (!json_array(root, "lucks", &list, error)) return false;
    setup->luck_count = 0;
    for (uint32_t i = 0; i < json_count(list) && i < SETUP_LUCKS; i++) {
        double replication;
        if (!json_as_number(json_item(list, i), 0, UINT32_MAX - 1, &replication, error)) return false;
        setup->lucks[setup->luck_count++] = (uint32_t)replication;
    }
    return true;
}

static bool read_language(Json object, const char *key, Arena *arena, const char **out, Error *error) {
    const char *text;
    if (!json_has(object, key)) return true;
    if (!json_text(object, key, &text, error)) return false;
    *out = arena_text(arena, text);
    return true;
}

static bool read_text(Json object, Arena *arena, TextChange *out, Error *error) {
    const char *kind, *id, *field;
    if (!json_text(object, "kind", &kind, error) || !json_text(object, "name", &id, error) ||
        !json_text(object, "field", &field, error))
        return false;
    *out = (TextChange){arena_text(arena, kind), arena_text(arena, id), arena_text(arena, field), {NULL}};
    return read_language(object, "en", arena, &out->in[LANGUAGE_en], error) &&
           read_language(object, "ja", arena, &out->in[LANGUAGE_ja], error);
}

static bool read_texts(Json root, Arena *arena, Setup *setup, Error *error) {
    Json list;
    if (!json_array(root, "texts", &list, error)) return false;
    TextChange *texts = arena_new(arena, TextChange, json_count(list));
    for (uint32_t i = 0; i < json_count(list); i++)
        if (!read_text(json_item(list, i), arena, &texts[i], error)) return false;
    setup->texts = texts;
    setup->text_count = json_count(list);
    return true;
}

static bool check_model(Json root, const char *path, Error *error) {
    int64_t model;
    if (!json_integer(root, "model_version", 0, INT32_MAX, &model, error)) return false;
    if (model == MODEL_VERSION) return true;
    return error_set(error,
                     "%s: was played on model version %lld and this Keyfall has %d: the same decisions would "
                     "come out differently; open it with the Keyfall it was made with",
                     path, (long long)model, MODEL_VERSION);
}

static bool read_setup(Json root, const char *path, Arena *arena, Setup *setup, Error *error) {
    const char *scenario, *version;
    const int64_t limit = INT64_C(1) << 53;
    if (!json_expect_format(root, "keyfall.exercise", JOURNAL_VERSION, error) ||
        !check_model(root, path, error) || !json_text(root, "scenario", &scenario, error) ||
        !json_text(root, "exercise_version", &version, error) ||
        !json_unsigned64(root, "cast_seed", &setup->cast_seed, error) ||
        !json_unsigned64(root, "seed", &setup->truth.seed, error) ||
        !read_count(root, "world", 0, &setup->truth.replication, error) ||
        !read_count(root, "worlds_per_draw", 1, &setup->truth.worlds_per_draw, error) ||
        !read_count(root, "teams", 1, &setup->teams, error) ||
        !json_unsigned64(root, "world_hash", &setup->world_hash, error) ||
        !read_count(root, "looked_at", 0, &setup->looked_at, error) ||
        !read_count(root, "hit", 0, &setup->hit, error) ||
        !read_count(root, "tried", 0, &setup->tried, error) ||
        !json_integer(root, "nothing", -limit, limit, &setup->nothing, error) ||
        !json_integer(root, "good", -limit, limit, &setup->good, error) ||
        !json_number(root, "rank", 0, 1, &setup->rank, error) || !read_lucks(root, setup, error) ||
        !read_texts(root, arena, setup, error))
        return false;
    if (setup->teams > TEAMS_MAX) return error_set(error, "%s: at most %d teams can play", path, TEAMS_MAX);
    setup->scenario = arena_text(arena, scenario);
    setup->version = arena_text(arena, version);
    return true;
}

static bool store_setup(Journal *journal, const Setup *setup, const char *sql, Error *error) {
    JsonWriter writer;
    json_writer_init(&writer, false);
    write_setup(setup, &writer);
    SqliteValue values[] = {{"setup", 0}, {writer.text, 0}};
    bool good = sqlite_write(journal->sqlite, sql, values, 2, error);
    json_writer_clear(&writer);
    return good;
}

/* ------------------------------------------------------------------ opening and closing */

static Journal *journal_of(Sqlite *sqlite, const char *path) {
    Journal *journal = heap_take(1, sizeof *journal);
    *journal = (Journal){sqlite, strdup(path)};
    return journal;
}

void journal_close(Journal *journal) {
    if (!journal) return;
    sqlite_close(journal->sqlite);
    free(journal->path);
    free(journal);
}

bool journal_create(const char *path, const Setup *setup, Journal **out, Error *error) {
    Sqlite *sqlite;
    if (!sqlite_create(path, &format, &sqlite, error)) return false;
    Journal *journal = journal_of(sqlite, path);
    if (store_setup(journal, setup, "INSERT INTO setup VALUES (?, ?)", error)) {
        *out = journal;
        return true;
    }
    journal_close(journal);
    return false;
}

typedef struct Reading {
    const Definition *definition;
    const char *path;
    Arena *arena;
    Setup *setup;
    bool found;
    uint64_t last;
    bool (*each)(void *context, const RoomEvent *event, Error *error);
    void *context;
} Reading;

static bool setup_row(void *context, const SqliteRow *row, Error *error) {
    Reading *reading = context;
    const char *text = sqlite_text(row, 0);
    JsonDocument *document;
    reading->found = true;
    if (!json_parse(text, strlen(text), reading->path, &document, error)) return false;
    bool good = read_setup(json_root(document), reading->path, reading->arena, reading->setup, error);
    json_destroy(document);
    return good;
}

bool journal_open(const char *path, Arena *arena, Setup *setup, Journal **out, Error *error) {
    Sqlite *sqlite;
    Setup found = {0};
    Reading reading = {.path = path, .arena = arena, .setup = &found};
    if (!sqlite_open(path, &format, &sqlite, error)) return false;
    bool good =
        sqlite_read(sqlite, "SELECT value FROM setup WHERE key = 'setup'", setup_row, &reading, error);
    if (good && !reading.found)
        good = error_set(error, "%s: is damaged: it does not say how it was set up", path);
    if (!good) {
        sqlite_close(sqlite);
        return false;
    }
    *setup = found;
    *out = journal_of(sqlite, path);
    return true;
}

static bool has_row(void *context, const SqliteRow *row, Error *error) {
    (void)row;
    *(bool *)context = true;
    return error_set(error, "the exercise has begun");
}

bool journal_set_up(Journal *journal, const Setup *setup, Error *error) {
    bool begun = false;
    if (!sqlite_read(journal->sqlite, "SELECT sequence FROM event LIMIT 1", has_row, &begun, error))
        return begun ? error_set(error,
                                 "%s: has begun, and what was played stays as it was; make a new exercise",
                                 journal->path)
                     : false;
    return store_setup(journal, setup, "REPLACE INTO setup VALUES (?, ?)", error);
}

/* ------------------------------------------------------------------ events */

bool journal_append(Journal *journal, const RoomEvent *event, const Definition *definition, Error *error) {
    JsonWriter writer;
    json_writer_init(&writer, false);
    room_event_write(event, definition, &writer);
    SqliteValue values[] = {
        {NULL, (int64_t)event->sequence},   {NULL, event->wall}, {NULL, event->second}, {event->who, 0},
        {room_event_names[event->kind], 0}, {writer.text, 0}};
    bool good =
        sqlite_write(journal->sqlite, "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", values, 6, error);
    json_writer_clear(&writer);
    return good;
}

static bool damaged(const Reading *reading, uint64_t sequence, const char *how, Error *error) {
    return error_set(error, "%s: event %llu: %s; take a copy that is whole", reading->path,
                     (unsigned long long)sequence, how);
}

static bool event_row(void *context, const SqliteRow *row, Error *error) {
    Reading *reading = context;
    uint64_t sequence = (uint64_t)sqlite_number(row, 0);
    RoomEventKind kind;
    if (sequence != reading->last + 1)
        return damaged(reading, sequence, "the one before it is missing", error);
    if (!room_event_kind(sqlite_text(row, 4), &kind))
        return damaged(reading, sequence, "is of no known kind", error);
    RoomEvent event = room_event(kind, arena_text(reading->arena, sqlite_text(row, 3)));
    event.sequence = reading->last = sequence;
    event.wall = sqlite_number(row, 1);
    event.second = (uint32_t)sqlite_number(row, 2);
    const char *body = sqlite_text(row, 5);
    JsonDocument *document;
    bool good = json_parse(body, strlen(body), "body", &document, error);
    if (good) {
        good = room_event_read(&event, reading->definition, json_root(document), reading->arena, error) &&
               reading->each(reading->context, &event, error);
        json_destroy(document);
    }
    return good || error_at(error, "%s: event %llu: ", reading->path, (unsigned long long)sequence);
}

bool journal_read(Journal *journal, const Definition *definition, Arena *arena,
                  bool (*each)(void *context, const RoomEvent *event, Error *error), void *context,
                  Error *error) {
    Reading reading = {
        .definition = definition, .path = journal->path, .arena = arena, .each = each, .context = context};
    return sqlite_read(journal->sqlite,
                       "SELECT sequence, wall, second, who, what, body FROM event ORDER BY sequence",
                       event_row, &reading, error);
}
