/* keyfall.world: flaws, organisations, assets and accesses, into the blueprint. Indices go back to the
 * library as whole numbers, opaque to it. */
#include "script/api.h"
#include "script/loading.h"
#include "script/reader.h"

#include <string.h>

static Blueprint *blueprint_of(const Reader *reader) {
    return &reader->scenario->blueprint;
}

static const char *keep(const Reader *reader, const char *text) {
    return arena_text(&reader->scenario->blueprint.arena, text);
}

static const char *kept_text(const Reader *reader, const char *field, const char *fallback) {
    const char *text = reader_text(reader, field, NULL);
    return text ? keep(reader, text) : fallback;
}

static int f_flaw(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(&reader, "fixed lag source", false);
    Flaw flaw = {.name = name_of(reader.sentence), .label = keep(&reader, reader.sentence)};
    flaw.fixed = reader_has(&reader, "fixed");
    flaw.fixed_at = reader_date(&reader, "fixed", 0);
    flaw.has_lag = reader_has(&reader, "lag");
    flaw.lag = reader_quantity(&reader, "lag", RULE_TIME, 0);
    if (flaw.has_lag && !flaw.fixed)
        reader_fail(&reader, "lag", "a flaw without a fix has no patch lag; give fixed = a date");
    vec_push(&blueprint_of(&reader)->flaws, flaw);
    return 0;
}

static void read_posture(const Reader *reader, Posture *posture) {
    lua_State *L = reader->L;
    if (!reader_has(reader, "posture")) return;
    Reader nested = reader_open_field(reader, "posture", "posture.");
    uint32_t count = sandbox_push_keys(L, nested.table);
    int list = lua_gettop(L);
    for (uint32_t i = 1; i <= count; i++) {
        if (lua_rawgeti(L, list, i) != LUA_TSTRING) reader_fail(&nested, NULL, "expected control = level");
        uint32_t control = value_control(reader, "posture", lua_gettop(L));
        posture->level[control] = (uint8_t)reader_integer(&nested, lua_tostring(L, -1), 0, LEVELS - 1, 0);
        lua_settop(L, list);
    }
    reader_close(&nested);
}

static void read_tags(const Reader *reader, OrgProfile *profile) {
    lua_State *L = reader->L;
    if (!reader_has(reader, "tags")) return;
    Reader nested = reader_open_field(reader, "tags", "tags");
    profile->tag_count = (uint32_t)lua_rawlen(L, nested.table);
    profile->tags = arena_new(&blueprint_of(reader)->arena, const char *, profile->tag_count);
    for (uint32_t i = 0; i < profile->tag_count; i++) {
        if (lua_rawgeti(L, nested.table, i + 1) != LUA_TSTRING)
            reader_fail(reader, "tags", "a tag is a text in quotes");
        profile->tags[i] = keep(reader, lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    reader_close(&nested);
}

static OrgProfile read_org_profile(const Reader *reader, OrgKind kind) {
    OrgProfile profile = {.kind = kind, .label = keep(reader, reader->sentence)};
    profile.title = kept_text(reader, "title", profile.label);
    profile.country = kept_text(reader, "country", "");
    profile.sector = kept_text(reader, "sector", "");
    read_tags(reader, &profile);
    read_posture(reader, &profile.posture);
    profile.calendar = reader_calendar(reader, "time_zone", "working_hours");
    return profile;
}

static uint32_t index_argument(lua_State *L, int argument) {
    return lua_isnoneornil(L, argument) ? NONE : (uint32_t)luaL_checkinteger(L, argument);
}

static int f_organisation(lua_State *L) {
    uint32_t parent = index_argument(L, 2);
    Reader reader = reader_open(L, 1);
    reader_only(&reader,
                "title country sector tags count size second_home homes time_zone working_hours holidays "
                "posture source",
                true);
    int kind = kind_find(reader.verb, org_kind_names, ORG_KIND_COUNT);
    if (kind < 0) reader_fail(&reader, NULL, "an organisation has a kind: vendor, msp, customer or observer");
    Blueprint *blueprint = blueprint_of(&reader);
    for (uint32_t i = 0; i < blueprint->orgs.count; i++)
        if (strcmp(blueprint->orgs.items[i].profile.label, reader.sentence) == 0)
            reader_fail(&reader, NULL, "another organisation has this name; rules could not tell them apart");
    OrgSpec spec = {.parent = parent, .profile = read_org_profile(&reader, (OrgKind)kind)};
    spec.is_population = reader_has(&reader, "count");
    spec.count = reader_quantity(&reader, "count", RULE_COUNT("organisations"), 1);
    spec.has_size = reader_has(&reader, "size");
    spec.size = reader_quantity(&reader, "size", RULE_COUNT("people"), 0);
    spec.has_second_home = reader_has(&reader, "second_home");
    spec.second_home = reader_number(&reader, "second_home", RULE_SHARE, 0);
    spec.has_homes = reader_has(&reader, "homes");
    spec.homes = reader_quantity(&reader, "homes", RULE_COUNT("providers"), 1);
    bool nested = parent < blueprint->orgs.count && blueprint->orgs.items[parent].is_population;
    if ((spec.has_homes || spec.has_second_home) && !nested)
        reader_fail(&reader, spec.has_homes ? "homes" : "second_home",
                    "takes further providers from the population that it is nested in; nest it in an "
                    "organisation with a count");
    vec_push(&blueprint->orgs, spec);
    lua_pushinteger(L, blueprint->orgs.count - 1);
    return 1;
}

static uint32_t find_flaw(const Reader *reader) {
    const char *label = reader_text(reader, "flaw", NULL);
    if (!label) return NONE;
    const Blueprint *blueprint = blueprint_of(reader);
    for (uint32_t i = 0; i < blueprint->flaws.count; i++)
        if (strcmp(blueprint->flaws.items[i].label, label) == 0) return i;
    reader_fail(reader, "flaw", "no statement flaw \"%s\" { … }", label);
}

/* split { on_prem = …, saas = … }, which stands on top of the stack. */
static Split read_split(const Reader *reader, const char *key) {
    lua_State *L = reader->L;
    int top = lua_gettop(L);
    Reader shares = *reader;
    double sum = 0;
    lua_pushliteral(L, "fields");
    lua_rawget(L, top);
    shares.table = lua_gettop(L);
    shares.inside = reader_keep(reader, lua_pushfstring(L, "%s.", key));
    uint32_t count = sandbox_push_keys(L, shares.table);
    int list = lua_gettop(L);
    Split split = {.key = keep(reader, key),
                   .values = arena_new(&blueprint_of(reader)->arena, const char *, count),
                   .shares = arena_new(&blueprint_of(reader)->arena, Number, count),
                   .count = count};
    for (uint32_t i = 0; i < count; i++, lua_settop(L, list)) {
        if (lua_rawgeti(L, list, i + 1) != LUA_TSTRING)
            reader_fail(reader, key, "write split { a_value = its share, another = … }");
        split.values[i] = keep(reader, lua_tostring(L, -1));
        split.shares[i] = reader_number(&shares, split.values[i], RULE_SHARE, 0);
        sum +=
            reader->scenario->parameters.list.items[split.shares[i].parameter].mode * split.shares[i].scale;
    }
    if (sum < 1 - 1e-9 || sum > 1 + 1e-9) reader_fail(reader, key, "its shares add up to %g, not to 1", sum);
    lua_settop(L, top);
    return split;
}

/* Whatever the asset's own fields are not is an attribute that rules can test. */
static void read_attributes(const Reader *reader, AssetProfile *profile, Split *split) {
    static const char *const own[] = {"count", "records", "flaw", "via", "needed_by", "source"};
    lua_State *L = reader->L;
    uint32_t keys = sandbox_push_keys(L, reader->table), count = 0;
    int list = lua_gettop(L);
    Attribute *attributes = arena_new(&blueprint_of(reader)->arena, Attribute, keys);
    for (uint32_t i = 1; i <= keys; i++, lua_settop(L, list)) {
        if (lua_rawgeti(L, list, i) != LUA_TSTRING)
            reader_fail(reader, NULL, "every entry of an asset needs a name");
        const char *key = lua_tostring(L, -1);
        if (kind_find(key, own, 6) >= 0) continue;
        reader_push(reader, key);
        if (lua_type(L, -1) == LUA_TSTRING || lua_isboolean(L, -1))
            attributes[count++] = (Attribute){keep(reader, key),
                                              lua_isboolean(L, -1) ? (lua_toboolean(L, -1) ? "true" : "false")
                                                                   : keep(reader, lua_tostring(L, -1))};
        else if (value_is(L, -1, "split") && !split->count)
            *split = read_split(reader, key);
        else if (value_is(L, -1, "split"))
            reader_fail(reader, key, "one attribute of an asset can be split, and '%s' is already",
                        split->key);
        else
            reader_fail(reader, key,
                        "an attribute is a text, true, false or split { … } (count, records, flaw, via and "
                        "needed_by are fields)");
    }
    lua_pop(L, 1);
    profile->attributes = attributes;
    profile->attribute_count = count;
}

static int f_asset(lua_State *L) {
    uint32_t org = index_argument(L, 2);
    Reader reader = reader_open(L, 1);
    Blueprint *blueprint = blueprint_of(&reader);
    const char *kind = reader.verb;
    AssetProfile profile = {.kind = (AssetKind)kind_find(kind, asset_kind_names, ASSET_KIND_COUNT)};
    profile.label = keep(&reader, reader.sentence ? reader.sentence : kind);
    /* Parameters are named after the owner too. */
    if (org >= blueprint->orgs.count) return luaL_error(L, "asset: no organisation %d", (int)org);
    lua_pushfstring(L, "%s of %s", profile.label, blueprint->orgs.items[org].profile.label);
    reader.sentence = reader_keep(&reader, lua_tostring(L, -1));
    reader.verb = "asset";
    lua_pop(L, 1);
    profile.flaw = find_flaw(&reader);
    profile.is_group = reader_has(&reader, "count");
    profile.count = reader_quantity(&reader, "count", RULE_COUNT("machines"), 1);
    profile.has_records = reader_has(&reader, "records");
    profile.records =
        reader_quantity(&reader, "records", (NumberRule){"records", DIMENSION_RECORDS, 0, 1e12}, 0);
    Split split = {.count = 0};
    read_attributes(&reader, &profile, &split);
    vec_push(&blueprint->assets, (AssetSpec){.org = org, .profile = profile, .split = split});
    lua_pushinteger(L, blueprint->assets.count - 1);
    return 1;
}

static Privilege read_privilege(const Reader *reader) {
    Privilege privilege = PRIVILEGE_admin;
    for (uint32_t i = 1, count = (uint32_t)lua_rawlen(reader->L, reader->table); i <= count; i++) {
        lua_rawgeti(reader->L, reader->table, i);
        privilege = (Privilege)value_kind(reader, NULL, lua_gettop(reader->L), "privilege", privilege_names,
                                          PRIVILEGE_COUNT);
        lua_pop(reader->L, 1);
    }
    return privilege;
}

static int f_access(lua_State *L) {
    uint32_t from = index_argument(L, 2), to = index_argument(L, 3);
    Reader reader = reader_open(L, 1);
    reader_only(&reader, "from share source", true);
    Blueprint *blueprint = blueprint_of(&reader);
    AccessSpec spec = {.from = from, .to = to};
    spec.profile.kind = (AccessKind)kind_find(reader.verb, access_kind_names, ACCESS_KIND_COUNT);
    spec.profile.privilege = read_privilege(&reader);
    spec.profile.has_share = reader_has(&reader, "share");
    spec.profile.share = reader_number(&reader, "share", RULE_SHARE, 1);
    vec_push(&blueprint->accesses, spec);
    return 0;
}

static int f_serves(lua_State *L) {
    Blueprint *blueprint = &((const Loading *)sandbox_host(L))->scenario->blueprint;
    const char *where = luaL_checkstring(L, 1);
    OrgPair pair = {index_argument(L, 2), index_argument(L, 3)};
    if (pair.provider >= blueprint->orgs.count || pair.client >= blueprint->orgs.count)
        return luaL_error(L, "serves: no such organisation");
    if (blueprint->orgs.items[pair.provider].is_population ||
        blueprint->orgs.items[pair.client].is_population)
        sandbox_fail(
            L, "%s: serves: takes single organisations; one with a count is a population, nest it instead",
            where);
    vec_push(&blueprint->serves, pair);
    return 0;
}

static int f_needs(lua_State *L) {
    Blueprint *blueprint = &((const Loading *)sandbox_host(L))->scenario->blueprint;
    HostedSpec spec = {index_argument(L, 1), index_argument(L, 2)};
    vec_push(&blueprint->hosted, spec);
    return 0;
}

const luaL_Reg api_world_functions[] = {
    {"access", f_access},
    {"asset", f_asset},
    {"flaw", f_flaw},
    {"needs", f_needs},
    {"organisation", f_organisation},
    {"serves", f_serves},
    {NULL, NULL},
};

int api_world_open(lua_State *L) {
    lua_newtable(L);
    luaL_setfuncs(L, api_world_functions, 0);
    return 1;
}
