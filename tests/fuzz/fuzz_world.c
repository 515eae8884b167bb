/* libFuzzer: any bytes at all as a world file. What is refused has a sentence that names the file; what is
 * read can be measured, and reads back to the same bytes once it was written.
 *   ./scripts/fuzz.sh 60 world */
#include "scratch.h"
#include "world/exposure.h"
#include "world/world_json.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Tools {
    Catalogue catalogue;
    QuantileKit *kit;
    ParameterSet parameters;
    ParameterDraw draw;
} Tools;

static const Tools *tools(void) {
    static Tools made;
    Error error;
    if (made.kit) return &made;
    bool loaded =
        catalogue_load(&made.catalogue, KEYFALL_SOURCE_DIR "/engine/control/catalogue.json", &error);
    assert(loaded);
    made.kit = quantile_kit_create();
    parameters_init(&made.parameters);
    parameter_draw_init(&made.draw, &made.parameters, &made.catalogue);
    return &made;
}

static World *read_world(const void *bytes, size_t length) {
    World *world = NULL;
    Error error = {{0}};
    if (world_json_load(scratch_bytes("world.json", bytes, length), &tools()->catalogue, &world, &error))
        return world;
    assert(strstr(error.text, "world.json"));
    return NULL;
}

static char *written(const World *world) {
    JsonWriter writer;
    json_writer_init(&writer, true);
    world_json_write(world, &tools()->catalogue, tools()->kit, &tools()->draw, &writer);
    return writer.text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    World *world = read_world(data, size);
    if (!world) return 0;
    Exposure *rows = heap_take(world->asset_count, sizeof *rows);
    exposure_of_assets(world, NULL, rows);
    free(rows);
    char *first = written(world);
    World *back = read_world(first, strlen(first));
    assert(back);
    char *second = written(back);
    assert(strcmp(first, second) == 0);
    free(first);
    free(second);
    world_destroy(back);
    world_destroy(world);
    return 0;
}
