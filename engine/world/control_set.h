/* A control set: a named overlay on postures, read from JSON (docs/formats/control-set.schema.json). */
#pragma once

#include "world/selector.h"

typedef struct Overlay {
    OrgSelector who;
    uint32_t control; /* index in the catalogue */
    uint8_t level;
    bool at_least; /* raise to the level, never lower (the default); otherwise set it */
} Overlay;

typedef struct ControlSet {
    Arena arena;
    const char *id;    /* file name without .json */
    const char *title; /* what people read */
    const char *summary;
    Overlay *overlays; /* applied in order */
    uint32_t overlay_count;
} ControlSet;

bool control_set_load(ControlSet *set, const char *path, const Catalogue *catalogue, Error *error);
void control_set_clear(ControlSet *set);
/* Whether every overlay selects some organisation of this world; names the first that does not (a misspelt
 * label, say). */
bool control_set_fits(const ControlSet *set, const World *world, Error *error);

/* Whether every overlay takes an organisation with all others of its profile (world.h). NULL: yes. */
bool control_set_takes_whole_profiles(const ControlSet *set);

/* The posture of every organisation under a set: distinct postures once, and an index per organisation. */
typedef struct PostureMap {
    Posture *postures;
    uint32_t posture_count;
    uint16_t *of_org; /* [org_count] */
} PostureMap;

/* `set` may be NULL: as the world has them. Fails when there are more than 65,535 distinct postures, or when
 * the set does not fit the world. */
bool posture_map_init(PostureMap *map, const World *world, const ControlSet *set, Error *error);
/* The same of these organisations alone: of_org[i] is that of orgs[i]. */
bool posture_map_init_of(PostureMap *map, const World *world, const ControlSet *set, const OrgId *orgs,
                         uint32_t count, Error *error);
void posture_map_clear(PostureMap *map);
