/* A scenario as it is declared, for other programs and for docs/parameters: every number with its provenance.
 * Nothing is simulated. docs/formats/scenario.schema.json. */
#pragma once

#include "base/json.h"
#include "report/show_page.h"

void show_json_write(const Shown *shown, JsonWriter *writer);
