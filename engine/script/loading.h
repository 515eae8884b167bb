/* What the api files find behind sandbox_host while a scenario's Lua runs. The loader owns it and frees it
 * after the sandbox, so a Lua error loses nothing. */
#pragma once

#include "base/json.h"
#include "script/scenario.h"

typedef struct Loading {
    Scenario *scenario;
    JsonDocument *facts; /* entries in the order of scenario->facts; NULL without a facts.json */
} Loading;
