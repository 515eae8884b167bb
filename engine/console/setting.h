/* Where the sliders stand: a preset of the scenario, and for each tier (kind of organisation) the levels that
 * were moved away from it. */
#pragma once

#include "base/json.h"
#include "console/library.h"

enum { LEVEL_AS_PRESET = -1 };

typedef struct Setting {
    int32_t preset; /* index in the scenario's presets; −1: the world as the scenario gives it */
    int8_t level[ORG_KIND_COUNT][CONTROLS_MAX]; /* LEVEL_AS_PRESET, or 0 … 3 for all of this kind */
} Setting;

Setting setting_as_it_was(const Loaded *loaded);
/* {"preset": "xdr-at-msps" | null, "levels": {"msp": {"edr_mdr": 3}}}; both may be missing. */
bool setting_read(Json object, const Loaded *loaded, Setting *out, Error *error);
bool setting_equal(const Setting *a, const Setting *b);
/* The set to race: the preset's overlays, then the sliders'. Cleared with control_set_clear. */
void setting_control_set(const Setting *setting, const Loaded *loaded, const char *id, ControlSet *out);
/* One control at level 3 for every tier there is, from where the sliders stand. */
Setting setting_raised(const Setting *setting, const Loaded *loaded, uint32_t control);

/* The least and the greatest level that organisations of each kind have under a setting. */
typedef struct LevelRange {
    uint8_t low, high;
} LevelRange;
bool setting_levels(const Setting *setting, const Loaded *loaded,
                    LevelRange out[ORG_KIND_COUNT][CONTROLS_MAX], Error *error);
