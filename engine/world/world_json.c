#include "world/world_json.h"

#include "world/calendar_json.h"
#include "world/date.h"
#include "world/name_table.h"

#include <stdio.h>
#include <string.h>

#define MACHINES_MAX INT32_MAX
#define RECORDS_MAX (INT64_C(1) << 40)

typedef struct Reading {
    const Catalogue *catalogue;
    WorldBuilder *builder;
    Json root;
    NameTable flaws, orgs, assets;                           /* ids, and "organisation/asset" */
    NameTable links;                                         /* accesses, serves and hosts that are there */
    NameTable org_profiles, asset_profiles, access_profiles; /* equal ones are kept once */
    Arena arena;                                             /* of one organisation or asset at a time */
    Error *error;
} Reading;

/* Words and ids. */

#define WORDS_SHOWN 20

/* "vpn, rmm_agent, …": what could be written instead. */
static void add_words(Text *text, const char *const *words, size_t count) {
    for (size_t i = 0; i < count && i < WORDS_SHOWN; i++) text_add(text, "%s%s", i ? ", " : "", words[i]);
    if (count > WORDS_SHOWN) text_add(text, ", …");
}

static bool fail_unknown(Json value, const char *what, const char *const *words, size_t count, Error *error) {
    const char *word;
    if (!json_as_text(value, &word, error)) return false;
    const char *nearest = text_nearest(word, words, count);
    if (nearest)
        return json_fail(value, error, "unknown %s \"%s\"; did you mean \"%s\"?", what, word, nearest);
    Text known = {0};
    add_words(&known, words, count);
    json_fail(value, error, "unknown %s \"%s\"; there is: %s", what, word, count ? text_of(&known) : "none");
    text_clear(&known);
    return false;
}

/* One of a list of words, by its index. */
static bool read_word(Reading *reading, Json object, const char *key, const char *what,
                      const char *const *words, uint32_t count, uint32_t *out) {
    const char *word;
    Json value;
    if (!json_text(object, key, &word, reading->error)) return false;
    int found = kind_find(word, words, count);
    if (found < 0 && json_get(object, key, &value))
        return fail_unknown(value, what, words, count, reading->error);
    *out = (uint32_t)found;
    return true;
}

static bool read_id(Reading *reading, Json object, const char **out) {
    Json value;
    if (!json_text(object, "id", out, reading->error)) return false;
    json_get(object, "id", &value);
    if (!**out) return json_fail(value, reading->error, "is empty; give it an id that nothing else has");
    return !strchr(*out, '/') ||
           json_fail(value, reading->error,
                     "must not contain \"/\", which stands between an organisation and its asset");
}

static bool read_text(Reading *reading, Json object, const char *key, const char **out) {
    return !json_has(object, key) || json_text(object, key, out, reading->error);
}

/* "name": what the draws are addressed by, where it is not the one that the id gives. */
static bool read_name(Reading *reading, Json object, Name *name) {
    const char *text;
    Json value;
    if (!json_get(object, "name", &value)) return true;
    if (!json_as_text(value, &text, reading->error)) return false;
    if (strlen(text) != 16 || strspn(text, "0123456789abcdef") != 16)
        return json_fail(value, reading->error,
                         "must be 16 of the digits 0 to 9 and a to f; leave it out if in doubt");
    *name = 0;
    for (; *text; text++) *name = *name << 4 | (Name)(*text <= '9' ? *text - '0' : *text - 'a' + 10);
    return true;
}

static Name asset_key(const char *org, const char *asset) {
    return name_join(name_of(org), name_of(asset));
}

/* Flaws. */

static bool read_fixed(Reading *reading, Json object, Flaw *flaw) {
    Json value;
    const char *text;
    Error sentence;
    if (!json_get(object, "fixed", &value) || json_kind(value) == JSON_NULL) return true;
    if (!json_as_text(value, &text, reading->error)) return false;
    flaw->fixed = true;
    return date_parse_moment(text, &flaw->fixed_at, &sentence) ||
           json_fail(value, reading->error, "%s", sentence.text);
}

static bool read_flaw(Reading *reading, Json object) {
    Flaw flaw = {0};
    if (!json_only(object, "id fixed", reading->error) || !read_id(reading, object, &flaw.label) ||
        !read_fixed(reading, object, &flaw))
        return false;
    flaw.name = name_of(flaw.label);
    uint32_t id = world_add_flaw(reading->builder, &flaw);
    return name_table_add(&reading->flaws, flaw.name, id) == id ||
           json_fail(object, reading->error, "another flaw has the id \"%s\"; give each an id of its own",
                     flaw.label);
}

/* Ids of a list's objects, for "did you mean"; free() them. */
static const char **ids_of(Json list) {
    const char **ids = heap_take(json_count(list), sizeof *ids);
    for (uint32_t i = 0; i < json_count(list); i++) {
        Error ignored;
        ids[i] = "";
        json_text(json_item(list, i), "id", &ids[i], &ignored);
    }
    return ids;
}

/* An id that is not in the list of that name. */
static bool fail_no_such(Reading *reading, Json value, const char *what, const char *list_name) {
    Json list = {0};
    json_get(reading->root, list_name, &list);
    const char **ids = ids_of(list);
    fail_unknown(value, what, ids, json_count(list), reading->error);
    free(ids);
    return false;
}

/* Assets. */

static bool read_flaw_of(Reading *reading, Json object, uint32_t *flaw) {
    Json value;
    const char *id;
    *flaw = NONE;
    if (!json_get(object, "flaw", &value)) return true;
    if (!json_as_text(value, &id, reading->error)) return false;
    *flaw = name_table_find(&reading->flaws, name_of(id));
    return *flaw != NAME_TABLE_NONE || fail_no_such(reading, value, "flaw", "flaws");
}

static bool read_attribute(Reading *reading, Json value, Attribute *out) {
    bool flag = true;
    out->key = json_key(value);
    if (json_kind(value) == JSON_TEXT) return json_as_text(value, &out->value, reading->error);
    if (json_kind(value) != JSON_FLAG)
        return json_fail(value, reading->error,
                         "must be a text, true or false; attributes are compared as words");
    json_as_flag(value, &flag, reading->error);
    out->value = flag ? "true" : "false";
    return true;
}

static bool read_attributes(Reading *reading, Json object, AssetProfile *profile) {
    Json list;
    if (!json_has(object, "attributes")) return true;
    if (!json_object(object, "attributes", &list, reading->error)) return false;
    Attribute *attributes = arena_new(&reading->arena, Attribute, json_count(list));
    for (uint32_t i = 0; i < json_count(list); i++)
        if (!read_attribute(reading, json_item(list, i), &attributes[i])) return false;
    profile->attributes = attributes;
    profile->attribute_count = json_count(list);
    return true;
}

/* A plain number; whether it is there. */
static bool read_amount(Reading *reading, Json object, const char *key, int64_t most, bool *has,
                        Quantity *out) {
    int64_t amount;
    *has = json_has(object, key);
    if (!*has) return true;
    if (!json_integer(object, key, 0, most, &amount, reading->error)) return false;
    *out = (Quantity){.kind = DISTRIBUTION_FIXED, .a = {PARAMETER_NONE, (double)amount}};
    return true;
}

static Name join_text(Name name, const char *text) {
    return name_join(name, name_of(text));
}

static Name asset_profile_key(const AssetProfile *profile) {
    double amounts[] = {profile->is_group ? profile->count.a.scale : -1,
                        profile->has_records ? profile->records.a.scale : -1};
    uint32_t numbers[] = {profile->kind, profile->flaw, profile->attribute_count};
    Name key = name_join(name_of_n((const char *)amounts, sizeof amounts),
                         name_of_n((const char *)numbers, sizeof numbers));
    for (uint32_t i = 0; i < profile->attribute_count; i++)
        key = join_text(join_text(key, profile->attributes[i].key), profile->attributes[i].value);
    return join_text(key, profile->label);
}

static uint32_t keep_asset_profile(Reading *reading, const AssetProfile *profile) {
    Name key = asset_profile_key(profile);
    uint32_t kept = name_table_find(&reading->asset_profiles, key);
    if (kept != NAME_TABLE_NONE) return kept;
    return name_table_add(&reading->asset_profiles, key, world_add_asset_profile(reading->builder, profile));
}

static bool read_asset_profile(Reading *reading, Json object, AssetProfile *profile) {
    uint32_t kind;
    if (!read_word(reading, object, "kind", "kind of asset", asset_kind_names, ASSET_KIND_COUNT, &kind))
        return false;
    profile->kind = (AssetKind)kind;
    return read_flaw_of(reading, object, &profile->flaw) && read_attributes(reading, object, profile) &&
           read_amount(reading, object, "count", MACHINES_MAX, &profile->is_group, &profile->count) &&
           read_amount(reading, object, "records", RECORDS_MAX, &profile->has_records, &profile->records);
}

static bool read_asset(Reading *reading, Json object, const char *org_id, Name org_name) {
    AssetProfile profile = {0};
    if (!json_only(object, "id name kind count records attributes flaw", reading->error) ||
        !read_id(reading, object, &profile.label) || !read_asset_profile(reading, object, &profile))
        return false;
    Name name = world_asset_name(org_name, profile.label);
    if (!read_name(reading, object, &name)) return false;
    uint32_t count = profile.is_group ? (uint32_t)profile.count.a.scale : 1;
    uint64_t records = profile.has_records ? (uint64_t)profile.records.a.scale : 0;
    AssetId id =
        world_add_asset(reading->builder, name, keep_asset_profile(reading, &profile), count, records);
    return name_table_add(&reading->assets, asset_key(org_id, profile.label), id) == id ||
           json_fail(object, reading->error,
                     "\"%s\" has another asset with the id \"%s\"; give each an id of its own", org_id,
                     profile.label);
}

/* Organisations. */

static bool read_posture(Reading *reading, Json organisation, Posture *posture) {
    Json levels;
    if (!json_has(organisation, "posture")) return true;
    if (!json_object(organisation, "posture", &levels, reading->error)) return false;
    for (uint32_t i = 0; i < json_count(levels); i++) {
        Json value = json_item(levels, i);
        int64_t level;
        int control = catalogue_find(reading->catalogue, json_key(value));
        if (control < 0) {
            const char *nearest = catalogue_nearest(reading->catalogue, json_key(value));
            return json_fail(value, reading->error, "unknown control \"%s\"%s%s%s", json_key(value),
                             nearest ? "; did you mean \"" : "", nearest ? nearest : "",
                             nearest ? "\"?" : "");
        }
        if (!json_integer(levels, json_key(value), 0, LEVELS - 1, &level, reading->error)) return false;
        posture->level[control] = (uint8_t)level;
    }
    return true;
}

static bool read_tags(Reading *reading, Json organisation, OrgProfile *profile) {
    Json tags;
    if (!json_has(organisation, "tags")) return true;
    if (!json_array(organisation, "tags", &tags, reading->error)) return false;
    profile->tag_count = json_count(tags);
    profile->tags = arena_new(&reading->arena, const char *, profile->tag_count);
    for (uint32_t i = 0; i < profile->tag_count; i++)
        if (!json_as_text(json_item(tags, i), &profile->tags[i], reading->error)) return false;
    return true;
}

static bool read_org_profile(Reading *reading, Json object, const char *id, OrgProfile *profile) {
    uint32_t kind;
    *profile = (OrgProfile){.label = id, .title = id, .country = "", .sector = ""};
    if (!read_word(reading, object, "kind", "kind of organisation", org_kind_names, ORG_KIND_COUNT, &kind))
        return false;
    profile->kind = (OrgKind)kind;
    return read_text(reading, object, "label", &profile->label) &&
           read_text(reading, object, "title", &profile->title) &&
           read_text(reading, object, "country", &profile->country) &&
           read_text(reading, object, "sector", &profile->sector) && read_tags(reading, object, profile) &&
           read_posture(reading, object, &profile->posture) &&
           calendar_json_read(object, &profile->calendar, reading->error);
}

static Name org_profile_key(const OrgProfile *profile) {
    const Calendar *calendar = &profile->calendar;
    int64_t numbers[] = {profile->kind, profile->tag_count, calendar->offset_minutes, calendar->rate_off};
    Name key = name_of_n((const char *)numbers, sizeof numbers);
    key = name_join(key, name_of_n((const char *)&profile->posture, sizeof profile->posture));
    key = name_join(key, name_of_n((const char *)calendar->rate, sizeof calendar->rate));
    key = name_join(key, name_of_n((const char *)calendar->days_off,
                                   calendar->day_off_count * sizeof *calendar->days_off));
    key = join_text(join_text(key, profile->label), profile->title);
    key = join_text(join_text(key, profile->country), profile->sector);
    for (uint32_t i = 0; i < profile->tag_count; i++) key = join_text(key, profile->tags[i]);
    return key;
}

static uint32_t keep_org_profile(Reading *reading, const OrgProfile *profile) {
    Name key = org_profile_key(profile);
    uint32_t kept = name_table_find(&reading->org_profiles, key);
    if (kept != NAME_TABLE_NONE) return kept;
    return name_table_add(&reading->org_profiles, key, world_add_org_profile(reading->builder, profile));
}

static bool read_assets(Reading *reading, Json organisation, const char *id, Name name) {
    Json assets;
    if (!json_has(organisation, "assets")) return true;
    if (!json_array(organisation, "assets", &assets, reading->error)) return false;
    for (uint32_t i = 0; i < json_count(assets); i++)
        if (!read_asset(reading, json_item(assets, i), id, name)) return false;
    return true;
}

static bool add_org(Reading *reading, Json object, const char *id) {
    OrgProfile profile;
    int64_t size = 0;
    Name name = world_org_name(0, id, 0);
    if (!read_org_profile(reading, object, id, &profile) || !read_name(reading, object, &name) ||
        (json_has(object, "size") && !json_integer(object, "size", 0, INT32_MAX, &size, reading->error)))
        return false;
    Organisation org = {.name = name,
                        .profile = keep_org_profile(reading, &profile),
                        .parent = NONE,
                        .population = NONE,
                        .size = (uint32_t)size};
    OrgId org_id = world_add_org(reading->builder, &org);
    if (name_table_add(&reading->orgs, name_of(id), org_id) != org_id)
        return json_fail(object, reading->error,
                         "another organisation has the id \"%s\"; give each an id of its own", id);
    return read_assets(reading, object, id, name);
}

static bool read_org(Reading *reading, Json object) {
    const char *id;
    bool ok =
        json_only(
            object,
            "id name label kind title country sector size tags time_zone working_hours workdays night_rate "
            "weekend_rate holidays posture assets",
            reading->error) &&
        read_id(reading, object, &id) && add_org(reading, object, id);
    arena_clear(&reading->arena);
    return ok;
}

/* What joins them. */

static bool find_org(Reading *reading, Json object, const char *key, OrgId *out) {
    const char *id;
    Json value;
    if (!json_text(object, key, &id, reading->error)) return false;
    *out = name_table_find(&reading->orgs, name_of(id));
    if (*out != NAME_TABLE_NONE) return true;
    json_get(object, key, &value);
    return fail_no_such(reading, value, "organisation", "organisations");
}

/* The organisation is not there, or has no such asset. */
static bool fail_no_asset(Reading *reading, Json value, const char *org, const char *asset) {
    Json list = {0}, assets = {0};
    OrgId id = name_table_find(&reading->orgs, name_of(org));
    json_get(reading->root, "organisations", &list);
    if (id != NAME_TABLE_NONE) json_get(json_item(list, id), "assets", &assets);
    const char **ids = ids_of(id == NAME_TABLE_NONE ? list : assets);
    const char *nearest = text_nearest(id == NAME_TABLE_NONE ? org : asset, ids,
                                       json_count(id == NAME_TABLE_NONE ? list : assets));
    const char *ask = nearest ? "; did you mean \"" : "", *end = nearest ? "\"?" : "";
    if (id == NAME_TABLE_NONE)
        json_fail(value, reading->error, "unknown organisation \"%s\"%s%s%s", org, ask,
                  nearest ? nearest : "", end);
    else
        json_fail(value, reading->error, "\"%s\" has no asset \"%s\"%s%s%s", org, asset, ask,
                  nearest ? nearest : "", end);
    free(ids);
    return false;
}

static bool find_asset(Reading *reading, Json object, const char *key, AssetId *out) {
    const char *id;
    Json value;
    if (!json_text(object, key, &id, reading->error)) return false;
    json_get(object, key, &value);
    const char *slash = strchr(id, '/');
    if (!slash)
        return json_fail(value, reading->error, "\"%s\" names no asset; write \"organisation/asset\"", id);
    Name org = name_of_n(id, (size_t)(slash - id));
    *out = name_table_find(&reading->assets, name_join(org, name_of(slash + 1)));
    if (*out != NAME_TABLE_NONE) return true;
    const char *owner = arena_text_n(&reading->arena, id, (size_t)(slash - id));
    return fail_no_asset(reading, value, owner, slash + 1);
}

/* Refuses what is there twice. */
static bool add_link(Reading *reading, Json object, const char *list, uint64_t from, uint64_t to,
                     uint32_t kind, uint32_t position) {
    Name key = name_at(name_join(name_of(list), from << 32 | to), kind);
    uint32_t earlier = name_table_add(&reading->links, key, position);
    return earlier == position ||
           json_fail(object, reading->error, "is there twice: $.%s[%u] says the same; keep one", list,
                     earlier);
}

static bool read_access_profile(Reading *reading, Json object, AccessProfile *profile) {
    uint32_t kind, privilege;
    double share = 1;
    if (!read_word(reading, object, "kind", "kind of access", access_kind_names, ACCESS_KIND_COUNT, &kind) ||
        !read_word(reading, object, "privilege", "privilege", privilege_names, PRIVILEGE_COUNT, &privilege))
        return false;
    profile->has_share = json_has(object, "share");
    if (profile->has_share && !json_number(object, "share", 0, 1, &share, reading->error)) return false;
    profile->kind = (AccessKind)kind;
    profile->privilege = (Privilege)privilege;
    profile->share = (Number){PARAMETER_NONE, share};
    return true;
}

static uint32_t keep_access_profile(Reading *reading, const AccessProfile *profile) {
    double numbers[] = {profile->kind, profile->privilege, profile->has_share, profile->share.scale};
    Name key = name_of_n((const char *)numbers, sizeof numbers);
    uint32_t kept = name_table_find(&reading->access_profiles, key);
    if (kept != NAME_TABLE_NONE) return kept;
    return name_table_add(&reading->access_profiles, key,
                          world_add_access_profile(reading->builder, profile));
}

static bool read_access(Reading *reading, Json object, uint32_t position) {
    AssetId from, to;
    AccessProfile profile;
    if (!json_only(object, "from to kind privilege share", reading->error) ||
        !find_asset(reading, object, "from", &from) || !find_asset(reading, object, "to", &to) ||
        !read_access_profile(reading, object, &profile))
        return false;
    if (from == to)
        return json_fail(object, reading->error,
                         "goes from an asset to itself; take it out, it adds nothing");
    if (!add_link(reading, object, "access", from, to, profile.kind, position)) return false;
    world_add_access(reading->builder, from, to, keep_access_profile(reading, &profile));
    return true;
}

static bool read_serves(Reading *reading, Json object, uint32_t position) {
    OrgId provider, client;
    if (!json_only(object, "provider client", reading->error) ||
        !find_org(reading, object, "provider", &provider) || !find_org(reading, object, "client", &client))
        return false;
    if (provider == client)
        return json_fail(object, reading->error, "makes an organisation serve itself; take it out");
    if (!add_link(reading, object, "serves", provider, client, 0, position)) return false;
    world_add_serves(reading->builder, provider, client);
    return true;
}

static bool read_host(Reading *reading, Json object, uint32_t position) {
    AssetId asset;
    OrgId org;
    if (!json_only(object, "asset organisation", reading->error) ||
        !find_asset(reading, object, "asset", &asset) || !find_org(reading, object, "organisation", &org) ||
        !add_link(reading, object, "hosts", asset, org, 0, position))
        return false;
    world_add_hosted(reading->builder, asset, org);
    return true;
}

/* The whole. */

static bool read_flaws(Reading *reading) {
    Json list;
    if (!json_has(reading->root, "flaws")) return true;
    if (!json_array(reading->root, "flaws", &list, reading->error)) return false;
    for (uint32_t i = 0; i < json_count(list); i++)
        if (!read_flaw(reading, json_item(list, i))) return false;
    return true;
}

static bool read_orgs(Reading *reading) {
    Json list;
    if (!json_array(reading->root, "organisations", &list, reading->error)) return false;
    if (!json_count(list))
        return json_fail(list, reading->error, "is empty; a world has at least one organisation");
    for (uint32_t i = 0; i < json_count(list); i++)
        if (!read_org(reading, json_item(list, i))) return false;
    return true;
}

static bool read_links(Reading *reading, const char *key, bool read(Reading *, Json, uint32_t)) {
    Json list;
    if (!json_has(reading->root, key)) return true;
    if (!json_array(reading->root, key, &list, reading->error)) return false;
    for (uint32_t i = 0; i < json_count(list); i++)
        if (!read(reading, json_item(list, i), i)) return false;
    return true;
}

static bool read_world(Reading *reading, Error *error) {
    uint64_t seed;
    if (!json_expect_format(reading->root, "keyfall.world", 1, error) ||
        !json_only(reading->root, "format version seed flaws organisations access serves hosts", error) ||
        !json_unsigned64(reading->root, "seed", &seed, error))
        return false;
    reading->builder = world_builder_create(seed);
    return read_flaws(reading) && read_orgs(reading) && read_links(reading, "access", read_access) &&
           read_links(reading, "serves", read_serves) && read_links(reading, "hosts", read_host);
}

static void release(Reading *reading) {
    NameTable *tables[] = {&reading->flaws,          &reading->orgs,         &reading->assets,
                           &reading->links,          &reading->org_profiles, &reading->asset_profiles,
                           &reading->access_profiles};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) name_table_clear(tables[i]);
    arena_clear(&reading->arena);
    world_builder_destroy(reading->builder);
}

bool world_json_load(const char *path, const Catalogue *catalogue, World **out, Error *error) {
    JsonDocument *document;
    if (!json_load(path, &document, error)) return false;
    Reading reading = {.catalogue = catalogue, .root = json_root(document), .error = error};
    arena_init(&reading.arena);
    bool ok = read_world(&reading, error);
    if (ok && !world_build(reading.builder, out, error)) ok = error_at(error, "%s: $: ", path);
    release(&reading);
    json_destroy(document);
    return ok;
}
