#include "world/calendar_json.h"
#include "world/date.h"
#include "world/name_table.h"
#include "world/world_json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef struct Writing {
    const World *world;
    const Catalogue *catalogue;
    const QuantileKit *kit;
    const ParameterDraw *draw;
    JsonWriter *writer;
    uint32_t *sizes;                   /* [population] */
    QuantileTable *counts, *records;   /* [asset profile], of those that have them */
    const char **org_ids, **asset_ids; /* NULL for who is absent */
    Arena arena;                       /* of the ids */
} Writing;

/* Ids: unique texts without "/", the label itself where that is one. */

static const char *without_slash(Arena *arena, const char *text) {
    Text copy = {0};
    for (; *text; text++) text_add(&copy, *text == '/' ? "⁄" : "%c", *text);
    const char *kept = arena_text(arena, copy.length ? text_of(&copy) : "unnamed");
    text_clear(&copy);
    return kept;
}

/* `prefix` keeps the ids of different organisations' assets apart in one table. */
static const char *unique_id(Arena *arena, NameTable *taken, Name prefix, const char *text) {
    const char *id = without_slash(arena, text);
    Text numbered = {0};
    for (uint32_t n = 2; name_table_find(taken, name_join(prefix, name_of(id))) != NAME_TABLE_NONE; n++) {
        text_clear(&numbered);
        text_add(&numbered, "%s (%u)", without_slash(arena, text), n);
        id = arena_text(arena, text_of(&numbered));
    }
    name_table_add(taken, name_join(prefix, name_of(id)), 0);
    text_clear(&numbered);
    return id;
}

static bool is_present(const Writing *writing, OrgId org) {
    return writing->org_ids[org] != NULL;
}

/* How often a label stands in the world, up to 2. */
static void count_labels(const Writing *writing, NameTable *once, NameTable *twice) {
    for (OrgId org = 0; org < writing->world->org_count; org++) {
        if (!world_present(writing->world, writing->sizes, org)) continue;
        Name label = name_of(world_org_profile(writing->world, org)->label);
        if (name_table_add(once, label, org) != org) name_table_add(twice, label, org);
    }
}

static void name_orgs(Writing *writing) {
    const World *world = writing->world;
    NameTable once = {0}, twice = {0}, taken = {0};
    Text text = {0};
    count_labels(writing, &once, &twice);
    for (OrgId org = 0; org < world->org_count; org++) {
        if (!world_present(world, writing->sizes, org)) continue;
        const char *label = world_org_profile(world, org)->label;
        text_clear(&text);
        if (name_table_find(&twice, name_of(label)) == NAME_TABLE_NONE)
            text_add(&text, "%s", label);
        else
            world_org_label(world, org, &text);
        writing->org_ids[org] = unique_id(&writing->arena, &taken, 0, text_of(&text));
    }
    text_clear(&text);
    name_table_clear(&once);
    name_table_clear(&twice);
    name_table_clear(&taken);
}

static void name_assets(Writing *writing) {
    const World *world = writing->world;
    NameTable taken = {0};
    for (AssetId asset = 0; asset < world->asset_count; asset++) {
        OrgId owner = world->assets[asset].owner;
        if (is_present(writing, owner))
            writing->asset_ids[asset] = unique_id(&writing->arena, &taken, name_at(1, owner),
                                                  world_asset_profile(world, asset)->label);
    }
    name_table_clear(&taken);
}

/* Writing. */

static void write_text_given(JsonWriter *writer, const char *key, const char *text) {
    if (text[0]) json_write_text(writer, key, text);
}

static void write_name(JsonWriter *writer, Name name, Name formed) {
    char text[17];
    if (name == formed) return;
    snprintf(text, sizeof text, "%016" PRIx64, name);
    json_write_text(writer, "name", text);
}

static void write_flaws(const Writing *writing) {
    Text date = {0};
    json_begin_array(writing->writer, "flaws");
    for (uint32_t i = 0; i < writing->world->flaw_count; i++) {
        const Flaw *flaw = &writing->world->flaws[i];
        json_begin_object(writing->writer, NULL);
        json_write_text(writing->writer, "id", flaw->label);
        text_clear(&date);
        if (flaw->fixed) date_add_moment(&date, flaw->fixed_at);
        if (flaw->fixed)
            json_write_text(writing->writer, "fixed", text_of(&date));
        else
            json_write_null(writing->writer, "fixed");
        json_end_object(writing->writer);
    }
    json_end_array(writing->writer);
    text_clear(&date);
}

static void write_attributes(const AssetProfile *profile, JsonWriter *writer) {
    if (!profile->attribute_count) return;
    json_begin_object(writer, "attributes");
    for (uint32_t i = 0; i < profile->attribute_count; i++) {
        const Attribute *attribute = &profile->attributes[i];
        bool yes = strcmp(attribute->value, "true") == 0, no = strcmp(attribute->value, "false") == 0;
        if (yes || no)
            json_write_flag(writer, attribute->key, yes);
        else
            json_write_text(writer, attribute->key, attribute->value);
    }
    json_end_object(writer);
}

static void write_asset(const Writing *writing, AssetId id) {
    const World *world = writing->world;
    const Asset *asset = &world->assets[id];
    const AssetProfile *profile = world_asset_profile(world, id);
    JsonWriter *writer = writing->writer;
    json_begin_object(writer, NULL);
    json_write_text(writer, "id", writing->asset_ids[id]);
    write_name(writer, asset->name, world_asset_name(world->orgs[asset->owner].name, writing->asset_ids[id]));
    json_write_text(writer, "kind", asset_kind_names[profile->kind]);
    if (profile->is_group)
        json_write_integer(writer, "count",
                           (int64_t)quantile_whole(&writing->counts[asset->profile],
                                                   world_count_bits(world, id), INT32_MAX));
    if (profile->has_records)
        json_write_integer(writer, "records",
                           (int64_t)quantile_whole(&writing->records[asset->profile],
                                                   world_records_bits(world, id), UINT64_C(1) << 40));
    write_attributes(profile, writer);
    if (profile->flaw != NONE) json_write_text(writer, "flaw", world->flaws[profile->flaw].label);
    json_end_object(writer);
}

static void write_posture(const Writing *writing, const Posture *posture) {
    json_begin_object(writing->writer, "posture");
    for (uint32_t i = 0; i < writing->catalogue->count; i++)
        if (posture->level[i])
            json_write_integer(writing->writer, writing->catalogue->controls[i].id, posture->level[i]);
    json_end_object(writing->writer);
}

static void write_tags(const OrgProfile *profile, JsonWriter *writer) {
    if (!profile->tag_count) return;
    json_begin_flat_array(writer, "tags");
    for (uint32_t i = 0; i < profile->tag_count; i++) json_write_text(writer, NULL, profile->tags[i]);
    json_end_array(writer);
}

static void write_titles(const Writing *writing, OrgId org) {
    const OrgProfile *profile = world_org_profile(writing->world, org);
    const char *id = writing->org_ids[org];
    Text title = {0};
    world_org_label(writing->world, org, &title);
    if (strcmp(profile->label, id) != 0) json_write_text(writing->writer, "label", profile->label);
    if (strcmp(text_of(&title), id) != 0) json_write_text(writing->writer, "title", text_of(&title));
    text_clear(&title);
}

static void write_org(const Writing *writing, OrgId id) {
    const World *world = writing->world;
    const Organisation *org = &world->orgs[id];
    const OrgProfile *profile = world_org_profile(world, id);
    JsonWriter *writer = writing->writer;
    json_begin_object(writer, NULL);
    json_write_text(writer, "id", writing->org_ids[id]);
    write_name(writer, org->name, world_org_name(0, writing->org_ids[id], 0));
    json_write_text(writer, "kind", org_kind_names[profile->kind]);
    write_titles(writing, id);
    write_text_given(writer, "country", profile->country);
    write_text_given(writer, "sector", profile->sector);
    if (org->size) json_write_integer(writer, "size", org->size);
    write_tags(profile, writer);
    calendar_json_write(&profile->calendar, writer);
    write_posture(writing, &profile->posture);
    json_begin_array(writer, "assets");
    for (uint32_t i = 0; i < org->asset_count; i++) write_asset(writing, org->first_asset + i);
    json_end_array(writer);
    json_end_object(writer);
}

static void write_reference(const Writing *writing, const char *key, AssetId asset) {
    Text text = {0};
    text_add(&text, "%s/%s", writing->org_ids[writing->world->assets[asset].owner],
             writing->asset_ids[asset]);
    json_write_text(writing->writer, key, text_of(&text));
    text_clear(&text);
}

static void write_access(const Writing *writing, const Access *access) {
    const AccessProfile *profile = &writing->world->access_profiles[access->profile];
    JsonWriter *writer = writing->writer;
    if (!writing->asset_ids[access->from] || !writing->asset_ids[access->to]) return;
    json_begin_object(writer, NULL);
    write_reference(writing, "from", access->from);
    write_reference(writing, "to", access->to);
    json_write_text(writer, "kind", access_kind_names[profile->kind]);
    json_write_text(writer, "privilege", privilege_names[profile->privilege]);
    if (profile->has_share) json_write_number(writer, "share", number_value(profile->share, writing->draw));
    json_end_object(writer);
}

static void write_serves(const Writing *writing, OrgId provider) {
    const Edges *clients = &writing->world->clients;
    if (!is_present(writing, provider)) return;
    for (uint32_t i = clients->first[provider]; i < clients->first[provider + 1]; i++) {
        if (!is_present(writing, clients->items[i])) continue;
        json_begin_object(writing->writer, NULL);
        json_write_text(writing->writer, "provider", writing->org_ids[provider]);
        json_write_text(writing->writer, "client", writing->org_ids[clients->items[i]]);
        json_end_object(writing->writer);
    }
}

static void write_hosts(const Writing *writing, AssetId asset) {
    const Edges *hosted = &writing->world->hosted;
    if (!writing->asset_ids[asset]) return;
    for (uint32_t i = hosted->first[asset]; i < hosted->first[asset + 1]; i++) {
        if (!is_present(writing, hosted->items[i])) continue;
        json_begin_object(writing->writer, NULL);
        write_reference(writing, "asset", asset);
        json_write_text(writing->writer, "organisation", writing->org_ids[hosted->items[i]]);
        json_end_object(writing->writer);
    }
}

static void write_lists(const Writing *writing) {
    const World *world = writing->world;
    write_flaws(writing);
    json_begin_array(writing->writer, "organisations");
    for (OrgId org = 0; org < world->org_count; org++)
        if (is_present(writing, org)) write_org(writing, org);
    json_end_array(writing->writer);
    json_begin_array(writing->writer, "access");
    for (AccessId id = 0; id < world->access_count; id++) write_access(writing, &world->accesses[id]);
    json_end_array(writing->writer);
    json_begin_array(writing->writer, "serves");
    for (OrgId org = 0; org < world->org_count; org++) write_serves(writing, org);
    json_end_array(writing->writer);
    json_begin_array(writing->writer, "hosts");
    for (AssetId asset = 0; asset < world->asset_count; asset++) write_hosts(writing, asset);
    json_end_array(writing->writer);
}

static void build_table(const Writing *writing, bool wanted, const Quantity *quantity, QuantileTable *table) {
    if (!wanted) return;
    Distribution distribution = quantity_distribution(quantity, writing->draw);
    quantile_build(table, writing->kit, &distribution);
}

static void prepare(Writing *writing) {
    const World *world = writing->world;
    arena_init(&writing->arena);
    writing->sizes = heap_take(world->population_count, sizeof *writing->sizes);
    writing->counts = heap_take(world->asset_profile_count, sizeof *writing->counts);
    writing->records = heap_take(world->asset_profile_count, sizeof *writing->records);
    writing->org_ids = heap_take(world->org_count, sizeof *writing->org_ids);
    writing->asset_ids = heap_take(world->asset_count, sizeof *writing->asset_ids);
    world_population_sizes(world, writing->kit, writing->draw, writing->sizes);
    for (uint32_t i = 0; i < world->asset_profile_count; i++) {
        const AssetProfile *profile = &world->asset_profiles[i];
        build_table(writing, profile->is_group, &profile->count, &writing->counts[i]);
        build_table(writing, profile->has_records, &profile->records, &writing->records[i]);
    }
    name_orgs(writing);
    name_assets(writing);
}

static void release(Writing *writing) {
    void *owned[] = {writing->sizes, writing->counts, writing->records, writing->org_ids, writing->asset_ids};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) free(owned[i]);
    arena_clear(&writing->arena);
}

void world_json_write(const World *world, const Catalogue *catalogue, const QuantileKit *kit,
                      const ParameterDraw *draw, JsonWriter *writer) {
    Writing writing = {.world = world, .catalogue = catalogue, .kit = kit, .draw = draw, .writer = writer};
    prepare(&writing);
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", "keyfall.world");
    json_write_integer(writer, "version", 1);
    json_write_unsigned64(writer, "seed", world->seed);
    write_lists(&writing);
    json_end_object(writer);
    release(&writing);
}
