#include "race/batch_file.h"

#include "base/draw.h"
#include "base/json.h"
#include "base/name.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ which run it is */

/* Every field is a text, so that a file of another run is refused by what differs. */
typedef struct RunField {
    const char *key;
    Text value;
} RunField;
enum { RUN_FIELDS = 8 };

static void add_item(Text *list, const char *item) {
    text_add(list, "%s%s", list->length ? ", " : "", item);
}

static void describe(const BatchRun *run, RunField fields[RUN_FIELDS]) {
    static const char *const keys[RUN_FIELDS] = {"model", "scenario", "control sets", "measures",
                                                 "seed",  "response", "parameters",   "worlds per draw"};
    for (int i = 0; i < RUN_FIELDS; i++) fields[i] = (RunField){keys[i], {0}};
    text_add(&fields[0].value, "%d", MODEL_VERSION);
    text_add(&fields[1].value, "%s", run->scenario);
    for (uint32_t i = 0; i < run->set_count; i++) add_item(&fields[2].value, run->sets[i]);
    for (uint32_t i = 0; i < run->adversary->probes.count; i++)
        add_item(&fields[3].value, run->adversary->probes.items[i].id);
    text_add(&fields[4].value, "%" PRIu64, run->seed);
    text_add(&fields[5].value, "%s", run->response_off ? "off" : "on");
    text_add(&fields[6].value, "%s", run->parameters_fixed ? "fixed" : "drawn");
    text_add(&fields[7].value, "%u", run->worlds_per_draw);
}

static bool add_line(BatchFile *file, JsonWriter *writer, Error *error) {
    Text line = {0};
    text_add(&line, "%s\n", writer->text);
    bool good = line_file_add(&file->lines, line.items, line.length, error);
    text_clear(&line);
    json_writer_clear(writer);
    return good;
}

static bool write_head(BatchFile *file, const RunField fields[RUN_FIELDS], Error *error) {
    JsonWriter writer;
    json_writer_init(&writer, false);
    json_begin_object(&writer, NULL);
    json_write_text(&writer, "format", "keyfall.batches");
    json_write_integer(&writer, "version", 1);
    for (int i = 0; i < RUN_FIELDS; i++) json_write_text(&writer, fields[i].key, text_of(&fields[i].value));
    json_end_object(&writer);
    return add_line(file, &writer, error);
}

static bool check_head(const BatchFile *file, Json head, const RunField fields[RUN_FIELDS], Error *error) {
    if (!json_expect_format(head, "keyfall.batches", 1, error)) return false;
    for (int i = 0; i < RUN_FIELDS; i++) {
        const char *there, *ours = text_of(&fields[i].value);
        if (!json_text(head, fields[i].key, &there, error)) return false;
        if (strcmp(there, ours) != 0)
            return error_set(
                error,
                "%s: holds the batches of another run: its %s: %.200s; of this run: %.200s. Name "
                "another file, or give the options of that run",
                file->lines.path, fields[i].key, there, ours);
    }
    return true;
}

/* ------------------------------------------------------------------ batches */

typedef struct Batch {
    int64_t first, worlds;
    const char *values; /* decimal, one blank after each; "-" for a time that did not come */
    uint64_t checksum;
} Batch;

static uint64_t checksum_of(int64_t first, int64_t worlds, const char *values) {
    return name_join(name_join((uint64_t)first, (uint64_t)worlds), name_of(values));
}

static bool read_batch(Json line, Batch *out, Error *error) {
    return json_only(line, "first worlds checksum values", error) &&
           json_integer(line, "first", 0, UINT32_MAX, &out->first, error) &&
           json_integer(line, "worlds", 1, UINT32_MAX, &out->worlds, error) &&
           json_unsigned64(line, "checksum", &out->checksum, error) &&
           json_text(line, "values", &out->values, error);
}

static bool is_sound(const Batch *batch, uint32_t expected) {
    return batch->first == expected && batch->worlds <= (int64_t)UINT32_MAX - expected &&
           batch->checksum == checksum_of(batch->first, batch->worlds, batch->values);
}

/* The next value, or NULL where there is none. */
static const char *read_value(const char *at, int64_t *out) {
    char *end = (char *)at;
    if (*at == '-' && at[1] == ' ') {
        *out = METRIC_NONE;
        return at + 2;
    }
    *out = strtoll(at, &end, 10);
    return end != at && *end == ' ' ? end + 1 : NULL;
}

/* Of each column, the worlds that there is room for. */
static bool place_values(const Batch *batch, Ensemble *out) {
    const char *at = batch->values;
    size_t columns = (size_t)out->set_count * out->probe_count;
    for (size_t column = 0; column < columns; column++) {
        for (int64_t world = batch->first; world < batch->first + batch->worlds; world++) {
            int64_t value;
            at = read_value(at, &value);
            if (!at) return false;
            if (world < out->stride) out->values[column * out->stride + (size_t)world] = value;
        }
    }
    return *at == '\0';
}

static bool damaged(const BatchFile *file, uint32_t line, Error *error) {
    return error_set(error,
                     "%s:%u: this batch is damaged; take this line and all after it away and the run goes on "
                     "from the one before",
                     file->lines.path, line);
}

/* Looks at every batch; `out` may be NULL. */
static bool walk_batches(const BatchFile *file, const char *at, Ensemble *out, uint32_t *worlds,
                         Error *error) {
    const char *end = file->lines.text + file->lines.length;
    *worlds = 0;
    for (uint32_t line = 2; at < end; line++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        JsonDocument *document = NULL;
        Batch batch;
        Error why = {{0}};
        bool good = json_parse(at, (size_t)(stop - at), file->lines.path, &document, &why) &&
                    read_batch(json_root(document), &batch, &why) && is_sound(&batch, *worlds) &&
                    (!out || place_values(&batch, out));
        json_destroy(document);
        if (!good) return damaged(file, line, error);
        *worlds += (uint32_t)batch.worlds;
        at = stop + 1;
    }
    return true;
}

/* After the first line; the text is not empty. */
static const char *after_head(const BatchFile *file) {
    return (const char *)memchr(file->lines.text, '\n', file->lines.length) + 1;
}

static bool read_head(BatchFile *file, const RunField fields[RUN_FIELDS], Error *error) {
    const char *rest = after_head(file);
    JsonDocument *document = NULL;
    bool good = json_parse(file->lines.text, (size_t)(rest - file->lines.text) - 1, file->lines.path,
                           &document, error) &&
                check_head(file, json_root(document), fields, error);
    json_destroy(document);
    return good && walk_batches(file, rest, NULL, &file->worlds, error);
}

bool batch_file_open(BatchFile *file, const char *path, const BatchRun *run, Error *error) {
    RunField fields[RUN_FIELDS];
    *file = (BatchFile){0};
    if (!line_file_open(&file->lines, path, error)) return false;
    describe(run, fields);
    bool good = file->lines.length == 0 ? write_head(file, fields, error) : read_head(file, fields, error);
    for (int i = 0; i < RUN_FIELDS; i++) text_clear(&fields[i].value);
    if (!good) batch_file_close(file);
    return good;
}

bool batch_file_read(const BatchFile *file, Ensemble *out, Error *error) {
    uint32_t worlds = 0;
    out->replications = 0;
    if (file->lines.length == 0) return true;
    if (!walk_batches(file, after_head(file), out, &worlds, error)) return false;
    out->replications = worlds < out->stride ? worlds : out->stride;
    return true;
}

static void add_values(const Ensemble *batch, Text *values) {
    for (uint32_t set = 0; set < batch->set_count; set++) {
        for (uint32_t probe = 0; probe < batch->probe_count; probe++) {
            const int64_t *column = ensemble_values(batch, set, probe);
            for (uint32_t world = 0; world < batch->replications; world++) {
                if (column[world] == METRIC_NONE)
                    text_add_n(values, "- ", 2);
                else
                    text_add(values, "%" PRId64 " ", column[world]);
            }
        }
    }
}

bool batch_file_add(BatchFile *file, const Ensemble *batch, Error *error) {
    Text values = {0};
    JsonWriter writer;
    add_values(batch, &values);
    json_writer_init(&writer, false);
    json_begin_object(&writer, NULL);
    json_write_integer(&writer, "first", file->worlds);
    json_write_integer(&writer, "worlds", batch->replications);
    json_write_unsigned64(&writer, "checksum",
                          checksum_of(file->worlds, batch->replications, text_of(&values)));
    json_write_text(&writer, "values", text_of(&values));
    json_end_object(&writer);
    text_clear(&values);
    if (!add_line(file, &writer, error)) return false;
    file->worlds += batch->replications;
    return true;
}

void batch_file_close(BatchFile *file) {
    line_file_close(&file->lines);
}
