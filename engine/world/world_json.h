/* Worlds as JSON: somebody's own graph (docs/formats/world.schema.json). Writing a world and reading it back
 * gives the same names, so the same draws. */
#pragma once

#include "base/json.h"
#include "world/builder.h"

/* Postures name controls of the catalogue. Every error carries the file and the JSON path. */
bool world_json_load(const char *path, const Catalogue *catalogue, World **out, Error *error);
/* The world as one parameter draw has it: populations and groups become plain numbers. */
void world_json_write(const World *world, const Catalogue *catalogue, const QuantileKit *kit,
                      const ParameterDraw *draw, JsonWriter *writer);
