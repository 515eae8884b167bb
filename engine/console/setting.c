#include "console/setting.h"

#include <string.h>

Setting setting_as_it_was(const Loaded *loaded) {
    Setting setting = {.preset = -1};
    memset(setting.level, LEVEL_AS_PRESET, sizeof setting.level);
    for (uint32_t i = 0; i < loaded->presets.count; i++) {
        if (strcmp(loaded->presets.items[i].id, "as-it-was") == 0) setting.preset = (int32_t)i;
    }
    return setting;
}

static bool read_preset(Json object, const Loaded *loaded, Setting *setting, Error *error) {
    Json value;
    const char *id;
    if (!json_get(object, "preset", &value) || json_kind(value) == JSON_NULL) return true;
    if (!json_as_text(value, &id, error)) return false;
    for (uint32_t i = 0; i < loaded->presets.count; i++) {
        if (strcmp(loaded->presets.items[i].id, id) != 0) continue;
        setting->preset = (int32_t)i;
        return true;
    }
    return json_fail(value, error, "there is no preset '%s' in this scenario", id);
}

static bool read_tier(Json tier, const Loaded *loaded, int8_t level[CONTROLS_MAX], Error *error) {
    const Catalogue *catalogue = &loaded->scenario.catalogue;
    if (json_kind(tier) != JSON_OBJECT) return json_fail(tier, error, "must be an object of levels");
    for (uint32_t i = 0; i < json_count(tier); i++) {
        const char *id = json_key(json_item(tier, i));
        int64_t value;
        int control = catalogue_find(catalogue, id);
        if (control < 0) return json_fail(json_item(tier, i), error, "there is no control '%s'", id);
        if (!json_integer(tier, id, 0, LEVELS - 1, &value, error)) return false;
        level[control] = (int8_t)value;
    }
    return true;
}

static bool read_levels(Json object, const Loaded *loaded, Setting *setting, Error *error) {
    Json levels;
    if (!json_has(object, "levels")) return true;
    if (!json_object(object, "levels", &levels, error)) return false;
    for (uint32_t i = 0; i < json_count(levels); i++) {
        Json tier = json_item(levels, i);
        int kind = kind_find(json_key(tier), org_kind_names, ORG_KIND_COUNT);
        if (kind < 0 || loaded->organisations[kind] == 0)
            return json_fail(tier, error, "this scenario has no tier '%s'", json_key(tier));
        if (!read_tier(tier, loaded, setting->level[kind], error)) return false;
    }
    return true;
}

bool setting_read(Json object, const Loaded *loaded, Setting *out, Error *error) {
    Setting setting = setting_as_it_was(loaded);
    if (!json_only(object, "preset levels", error) || !read_preset(object, loaded, &setting, error) ||
        !read_levels(object, loaded, &setting, error))
        return false;
    *out = setting;
    return true;
}

bool setting_equal(const Setting *a, const Setting *b) {
    return a->preset == b->preset && memcmp(a->level, b->level, sizeof a->level) == 0;
}

static Overlay overlay_of(const Loaded *loaded, uint32_t kind, uint32_t control, int8_t level) {
    Overlay overlay = {.who = org_selector_all(), .control = control, .level = (uint8_t)level};
    overlay.who.kinds = (uint8_t)(1u << kind);
    overlay.who.share_key = loaded->scenario.catalogue.controls[control].key;
    return overlay;
}

void setting_control_set(const Setting *setting, const Loaded *loaded, const char *id, ControlSet *out) {
    const ControlSet *preset = setting->preset < 0 ? NULL : &loaded->presets.items[setting->preset];
    uint32_t from_preset = preset ? preset->overlay_count : 0;
    *out = (ControlSet){.title = preset ? preset->title : "As it was", .summary = ""};
    arena_init(&out->arena);
    out->id = arena_text(&out->arena, id);
    out->overlays = arena_new(&out->arena, Overlay, from_preset + ORG_KIND_COUNT * CONTROLS_MAX);
    for (uint32_t i = 0; i < from_preset; i++) out->overlays[out->overlay_count++] = preset->overlays[i];
    for (uint32_t kind = 0; kind < ORG_KIND_COUNT; kind++) {
        for (uint32_t control = 0; control < loaded->scenario.catalogue.count; control++) {
            int8_t level = setting->level[kind][control];
            if (level == LEVEL_AS_PRESET) continue;
            out->overlays[out->overlay_count++] = overlay_of(loaded, kind, control, level);
        }
    }
}

Setting setting_raised(const Setting *setting, const Loaded *loaded, uint32_t control) {
    Setting raised = *setting;
    for (uint32_t kind = 0; kind < ORG_KIND_COUNT; kind++) {
        if (kind != ORG_observer && loaded->organisations[kind] > 0) raised.level[kind][control] = LEVELS - 1;
    }
    return raised;
}

bool setting_levels(const Setting *setting, const Loaded *loaded,
                    LevelRange out[ORG_KIND_COUNT][CONTROLS_MAX], Error *error) {
    const World *world = loaded->scenario.world;
    PostureMap map;
    ControlSet set;
    setting_control_set(setting, loaded, "levels", &set);
    bool good = posture_map_init(&map, world, &set, error);
    control_set_clear(&set);
    if (!good) return false;
    for (uint32_t i = 0; i < ORG_KIND_COUNT * CONTROLS_MAX; i++)
        out[i / CONTROLS_MAX][i % CONTROLS_MAX] = (LevelRange){LEVELS - 1, 0};
    for (OrgId org = 0; org < world->org_count; org++) {
        LevelRange *row = out[world_org_profile(world, org)->kind];
        const uint8_t *level = map.postures[map.of_org[org]].level;
        for (uint32_t control = 0; control < loaded->scenario.catalogue.count; control++) {
            if (level[control] < row[control].low) row[control].low = level[control];
            if (level[control] > row[control].high) row[control].high = level[control];
        }
    }
    posture_map_clear(&map);
    return true;
}
