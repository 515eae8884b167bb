/* The scenarios of the installation, each loaded and compiled once, when it is first asked for, and kept.
 * What is here is immutable and shared by all threads. */
#pragma once

#include "measure/timeline.h"
#include "script/scenario.h"

typedef struct Loaded {
    Scenario scenario;
    ControlSetVec presets;
    Race *race;
    uint32_t organisations[ORG_KIND_COUNT]; /* when every unknown is at its most likely value */
    uint32_t window; /* seconds from the start in which nearly everything happens, with the first preset */
    bool *used;      /* [control] some rule or response of the scenario reads it */
} Loaded;

typedef struct Library Library;

/* `root` as in scenario_load; copied. Fails when there is none; one that cannot be read is listed with its
 * error. */
bool library_create(const char *root, Library **out, Error *error);
void library_destroy(Library *library);
/* What there is, by name. */
const ScenarioEntryVec *library_entries(const Library *library);
/* Only names of the list are ever looked for. The first call of a name takes as long as compiling does; one
 * that failed is tried again, so that a mended file is enough. */
bool library_get(Library *library, const char *name, const Loaded **out, Error *error);
