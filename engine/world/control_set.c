#include "world/control_set.h"

#include "base/json.h"

#include <string.h>

typedef Vec(Overlay) OverlayVec;

static bool read_kind(Json value, uint8_t *kinds, Error *error) {
    const char *word;
    if (!json_as_text(value, &word, error)) return false;
    int kind = kind_find(word, org_kind_names, ORG_KIND_COUNT);
    if (kind < 0)
        return json_fail(value, error,
                         "unknown kind of organisation \"%s\": use vendor, msp, customer or observer", word);
    *kinds |= (uint8_t)(1u << kind);
    return true;
}

static bool read_kinds(Json who, uint8_t *kinds, Error *error) {
    Json kind;
    if (!json_get(who, "kind", &kind)) return true;
    if (json_kind(kind) != JSON_ARRAY) return read_kind(kind, kinds, error);
    for (uint32_t i = 0; i < json_count(kind); i++)
        if (!read_kind(json_item(kind, i), kinds, error)) return false;
    return true;
}

static bool read_word(Arena *arena, Json who, const char *key, const char **out, Error *error) {
    const char *text;
    if (!json_has(who, key)) return true;
    if (!json_text(who, key, &text, error)) return false;
    *out = arena_text(arena, text);
    return true;
}

static bool read_who(Arena *arena, Json overlay, OrgSelector *who, Error *error) {
    Json object;
    *who = org_selector_all();
    if (!json_has(overlay, "who")) return true;
    return json_object(overlay, "who", &object, error) &&
           json_only(object, "kind label tag country sector share", error) &&
           read_kinds(object, &who->kinds, error) && read_word(arena, object, "label", &who->label, error) &&
           read_word(arena, object, "tag", &who->tag, error) &&
           read_word(arena, object, "country", &who->country, error) &&
           read_word(arena, object, "sector", &who->sector, error) &&
           (!json_has(object, "share") || json_number(object, "share", 0, 1, &who->share, error));
}

static bool read_mode(Json overlay, bool *at_least, Error *error) {
    const char *mode;
    *at_least = true;
    if (!json_has(overlay, "mode")) return true;
    if (!json_text(overlay, "mode", &mode, error)) return false;
    *at_least = strcmp(mode, "at_least") == 0;
    if (*at_least || strcmp(mode, "set") == 0) return true;
    return json_fail(overlay, error, "\"mode\" must be \"at_least\" or \"set\", not \"%s\"", mode);
}

static bool read_level(Json levels, const char *id, uint8_t *level, Error *error) {
    int64_t value;
    if (!json_integer(levels, id, 0, LEVELS - 1, &value, error)) return false;
    *level = (uint8_t)value;
    return true;
}

/* "*" stands for every control of the catalogue. */
static bool read_levels(Json levels, Overlay pattern, const Catalogue *catalogue, OverlayVec *out,
                        Error *error) {
    for (uint32_t i = 0; i < json_count(levels); i++) {
        const char *id = json_key(json_item(levels, i));
        if (!read_level(levels, id, &pattern.level, error)) return false;
        bool all = strcmp(id, "*") == 0;
        int found = all ? 0 : catalogue_find(catalogue, id);
        if (found < 0) {
            const char *nearest = catalogue_nearest(catalogue, id);
            return json_fail(json_item(levels, i), error, "unknown control \"%s\"%s%s%s", id,
                             nearest ? "; did you mean \"" : "", nearest ? nearest : "",
                             nearest ? "\"?" : "");
        }
        for (uint32_t k = (uint32_t)found; k < (all ? catalogue->count : (uint32_t)found + 1); k++) {
            pattern.control = k;
            pattern.who.share_key = catalogue->controls[k].key;
            vec_push(out, pattern);
        }
    }
    return true;
}

static bool read_overlay(Arena *arena, Json overlay, const Catalogue *catalogue, OverlayVec *out,
                         Error *error) {
    Overlay pattern = {.level = 0};
    Json levels;
    return json_only(overlay, "who controls mode", error) && read_who(arena, overlay, &pattern.who, error) &&
           read_mode(overlay, &pattern.at_least, error) && json_object(overlay, "controls", &levels, error) &&
           read_levels(levels, pattern, catalogue, out, error);
}

static bool read_set(ControlSet *set, Json root, const Catalogue *catalogue, OverlayVec *overlays,
                     Error *error) {
    Json list;
    if (!json_expect_format(root, "keyfall.control_set", 1, error)) return false;
    if (!json_only(root, "format version title summary overlays", error)) return false;
    if (!json_has(root, "title")) return json_text(root, "title", &set->title, error);
    if (!read_word(&set->arena, root, "title", &set->title, error)) return false;
    if (!read_word(&set->arena, root, "summary", &set->summary, error)) return false;
    if (!json_array(root, "overlays", &list, error)) return false;
    for (uint32_t i = 0; i < json_count(list); i++)
        if (!read_overlay(&set->arena, json_item(list, i), catalogue, overlays, error)) return false;
    return true;
}

static const char *id_of(Arena *arena, const char *path) {
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t length = strlen(name);
    if (length > 5 && strcmp(name + length - 5, ".json") == 0) length -= 5;
    return arena_text_n(arena, name, length);
}

bool control_set_load(ControlSet *set, const char *path, const Catalogue *catalogue, Error *error) {
    JsonDocument *document;
    if (!json_load(path, &document, error)) return false;
    ControlSet loaded = {.title = "", .summary = ""};
    OverlayVec overlays = {0};
    arena_init(&loaded.arena);
    bool ok = read_set(&loaded, json_root(document), catalogue, &overlays, error);
    if (ok) {
        loaded.id = id_of(&loaded.arena, path);
        loaded.overlays = arena_new(&loaded.arena, Overlay, overlays.count);
        loaded.overlay_count = overlays.count;
        if (overlays.count) memcpy(loaded.overlays, overlays.items, overlays.count * sizeof *overlays.items);
        *set = loaded;
    } else {
        arena_clear(&loaded.arena);
    }
    vec_clear(&overlays);
    json_destroy(document);
    return ok;
}

void control_set_clear(ControlSet *set) {
    arena_clear(&set->arena);
    memset(set, 0, sizeof *set);
}

/* ------------------------------------------------------------------ postures */

typedef struct PostureTable { /* distinct postures by hash, so that a share per organisation stays linear */
    PostureMap *map;
    uint32_t *buckets;
    uint32_t bucket_count, capacity;
} PostureTable;

static Name posture_name(const Posture *posture) {
    return name_of_n((const char *)posture->level, sizeof posture->level);
}

static uint32_t *posture_bucket(const PostureTable *table, const Posture *posture) {
    uint32_t at = (uint32_t)posture_name(posture) & (table->bucket_count - 1);
    while (table->buckets[at] != NONE &&
           memcmp(&table->map->postures[table->buckets[at]], posture, sizeof *posture) != 0)
        at = (at + 1) & (table->bucket_count - 1);
    return &table->buckets[at];
}

static void posture_rehash(PostureTable *table, uint32_t buckets) {
    free(table->buckets);
    table->bucket_count = buckets;
    table->buckets = heap_take(buckets, sizeof *table->buckets);
    memset(table->buckets, 0xff, buckets * sizeof *table->buckets);
    for (uint32_t i = 0; i < table->map->posture_count; i++)
        *posture_bucket(table, &table->map->postures[i]) = i;
}

/* UINT32_MAX when there are too many. */
static uint32_t posture_index(PostureTable *table, const Posture *posture) {
    if (table->map->posture_count * 2 >= table->bucket_count) posture_rehash(table, table->bucket_count * 2);
    uint32_t *bucket = posture_bucket(table, posture);
    if (*bucket != NONE) return *bucket;
    if (table->map->posture_count >= UINT16_MAX) return NONE;
    if (table->map->posture_count == table->capacity) {
        table->capacity = table->capacity ? table->capacity * 2 : 16;
        table->map->postures = heap_resize(table->map->postures, table->capacity, sizeof(Posture));
    }
    table->map->postures[table->map->posture_count] = *posture;
    return *bucket = table->map->posture_count++;
}

static bool overlay_takes(const ControlSet *set, const uint8_t *profile_matches, const World *world,
                          uint32_t overlay, OrgId org) {
    const Organisation *o = &world->orgs[org];
    return profile_matches[(size_t)overlay * world->org_profile_count + o->profile] &&
           org_selector_in_share(&set->overlays[overlay].who, world, org);
}

static void apply(Posture *posture, const Overlay *overlay) {
    uint8_t *level = &posture->level[overlay->control];
    if (!overlay->at_least || *level < overlay->level) *level = overlay->level;
}

/* The label that somebody meant who wrote this one: what stories call that organisation, or a slip. */
static const char *label_meant(const World *world, const char *label) {
    const char **labels = heap_take(world->org_profile_count, sizeof *labels);
    const char *meant = NULL;
    for (uint32_t p = 0; p < world->org_profile_count; p++) {
        labels[p] = world->org_profiles[p].label;
        if (!meant && strcmp(world->org_profiles[p].title, label) == 0) meant = labels[p];
    }
    if (!meant) meant = text_nearest(label, labels, world->org_profile_count);
    free(labels);
    return meant;
}

static bool selects_nobody(const ControlSet *set, const OrgSelector *who, const World *world, Error *error) {
    const char *meant =
        who->label && world_find_org(world, who->label) == NONE ? label_meant(world, who->label) : NULL;
    Text asked = {0};
    if (who->label) text_add(&asked, " with the label \"%s\"", who->label);
    if (who->tag) text_add(&asked, " with the tag \"%s\"", who->tag);
    if (who->country) text_add(&asked, " in the country \"%s\"", who->country);
    if (who->sector) text_add(&asked, " in the sector \"%s\"", who->sector);
    error_set(
        error,
        "control set \"%s\": this world has no organisation%s%s%s%s%s `keyfall show` lists what there is",
        set->id, text_of(&asked), who->kinds ? " of that kind" : "", meant ? "; did you mean \"" : "",
        meant ? meant : "", meant ? "\"?" : ";");
    text_clear(&asked);
    return false;
}

bool control_set_fits(const ControlSet *set, const World *world, Error *error) {
    for (uint32_t i = 0; i < set->overlay_count; i++) {
        const OrgSelector *who = &set->overlays[i].who;
        bool any = false;
        for (uint32_t p = 0; p < world->org_profile_count && !any; p++)
            any = org_selector_matches_profile(who, &world->org_profiles[p]);
        if (!any) return selects_nobody(set, who, world, error);
    }
    return true;
}

bool control_set_takes_whole_profiles(const ControlSet *set) {
    for (uint32_t i = 0; set && i < set->overlay_count; i++)
        if (!org_selector_takes_whole_profiles(&set->overlays[i].who)) return false;
    return true;
}

static Posture posture_of(const World *world, const ControlSet *set, const uint8_t *matches, OrgId org) {
    Posture posture = world_org_profile(world, org)->posture;
    for (uint32_t i = 0; set && i < set->overlay_count; i++)
        if (overlay_takes(set, matches, world, i, org)) apply(&posture, &set->overlays[i]);
    return posture;
}

/* Whether every organisation of a profile has the same posture: no overlay takes only a share of them. */
static bool is_uniform(const World *world, const ControlSet *set, const uint8_t *matches, uint32_t profile) {
    for (uint32_t i = 0; set && i < set->overlay_count; i++)
        if (matches[(size_t)i * world->org_profile_count + profile] &&
            !org_selector_takes_whole_profiles(&set->overlays[i].who))
            return false;
    return true;
}

/* Of every organisation without a list. */
static bool fill_map(PostureMap *map, const World *world, const ControlSet *set, const uint8_t *matches,
                     const OrgId *orgs, uint32_t count, Error *error) {
    PostureTable table = {.map = map};
    uint32_t *of_profile = heap_take(world->org_profile_count, sizeof *of_profile); /* + 1; 0: not known */
    posture_rehash(&table, 64);
    bool ok = true;
    for (uint32_t i = 0; i < count && ok; i++) {
        OrgId org = orgs ? orgs[i] : i;
        uint32_t profile = world->orgs[org].profile;
        uint32_t index = of_profile[profile] - 1;
        if (of_profile[profile] == 0) {
            Posture posture = posture_of(world, set, matches, org);
            index = posture_index(&table, &posture);
            ok = index != NONE;
            if (is_uniform(world, set, matches, profile)) of_profile[profile] = index + 1;
        }
        map->of_org[i] = (uint16_t)index;
    }
    free(of_profile);
    free(table.buckets);
    return ok ||
           error_set(error,
                     "control set \"%s\" makes more than %d different postures; share fewer controls out",
                     set ? set->id : "", UINT16_MAX);
}

bool posture_map_init_of(PostureMap *map, const World *world, const ControlSet *set, const OrgId *orgs,
                         uint32_t count, Error *error) {
    uint32_t overlays = set ? set->overlay_count : 0;
    uint8_t *matches = heap_take((size_t)overlays * world->org_profile_count, 1);
    for (uint32_t i = 0; i < overlays; i++)
        for (uint32_t p = 0; p < world->org_profile_count; p++)
            matches[(size_t)i * world->org_profile_count + p] =
                org_selector_matches_profile(&set->overlays[i].who, &world->org_profiles[p]);
    *map = (PostureMap){.of_org = heap_take(count, sizeof(uint16_t))};
    bool ok = (!set || control_set_fits(set, world, error)) &&
              fill_map(map, world, set, matches, orgs, count, error);
    if (!ok) posture_map_clear(map);
    free(matches);
    return ok;
}

bool posture_map_init(PostureMap *map, const World *world, const ControlSet *set, Error *error) {
    return posture_map_init_of(map, world, set, NULL, world->org_count, error);
}

void posture_map_clear(PostureMap *map) {
    free(map->postures);
    free(map->of_org);
    *map = (PostureMap){0};
}
