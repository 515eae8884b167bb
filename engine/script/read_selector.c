/* Selectors, conditions and lists of controls: who and what a statement speaks of. */
#include "base/text.h"
#include "script/reader.h"

#include <stdio.h>
#include <string.h>

int value_kind(const Reader *reader, const char *field, int index, const char *class,
               const char *const *names, uint32_t count) {
    char what[96];
    const char *kind = value_is(reader->L, index, class) ? value_member(reader->L, index, "kind") : NULL;
    int found = kind ? kind_find(kind, names, count) : -1;
    if (found < 0)
        reader_fail(reader, field, "expected %s %s such as %s, not %s", strchr("aeiou", *class) ? "an" : "a",
                    class, names[0], value_describe(reader->L, index, what));
    return found;
}

static Name share_key(const Reader *reader, const char *field) {
    char label[400];
    snprintf(label, sizeof label, "%.300s: %s", reader->sentence ? reader->sentence : reader->verb, field);
    return name_of(label);
}

/* Opens the fields of a word that was narrowed down; false when it was not. */
static bool open_fields(const Reader *reader, int index, Reader *nested) {
    *nested = *reader;
    lua_pushliteral(reader->L, "fields");
    lua_rawget(reader->L, index);
    nested->table = lua_gettop(reader->L);
    return lua_istable(reader->L, -1);
}

/* A statement of an organisation, kept in a local variable, selects by its name alone. */
static bool is_declared(lua_State *L, int index) {
    lua_pushliteral(L, "id");
    lua_rawget(L, index);
    bool declared = !lua_isnil(L, -1);
    lua_pop(L, 1);
    return declared;
}

/* One organisation, or all under it, by the name that an exercise has put there. */
static Name name_member(lua_State *L, int index, const char *member) {
    lua_pushstring(L, member);
    lua_rawget(L, index);
    Name name = lua_isinteger(L, -1) ? (Name)lua_tointeger(L, -1) : 0;
    lua_pop(L, 1);
    return name;
}

static OrgSelector org_node(const Reader *reader, const char *field, int index) {
    lua_State *L = reader->L;
    OrgSelector selector = org_selector_all();
    const char *kind = value_member(L, index, "kind"), *label = value_member(L, index, "sentence");
    if (kind) selector.kinds = (uint8_t)(1u << kind_find(kind, org_kind_names, ORG_KIND_COUNT));
    if (label) selector.label = reader_keep(reader, label);
    selector.only = name_member(L, index, "only");
    selector.under = name_member(L, index, "under");
    Reader fields;
    if (open_fields(reader, index, &fields) && !is_declared(L, index)) {
        fields.inside = "";
        reader_only(&fields, "tag country sector share", false);
        selector.tag = reader_text(&fields, "tag", NULL);
        selector.country = reader_text(&fields, "country", NULL);
        selector.sector = reader_text(&fields, "sector", NULL);
        selector.share = reader_exact(&fields, "share", RULE_SHARE, 1);
        selector.share_key = share_key(reader, field);
    }
    lua_pop(L, 1);
    return selector;
}

/* {msp, customer}: several kinds. */
static OrgSelector org_list(const Reader *reader, const char *field, int index) {
    OrgSelector selector = org_selector_all();
    uint32_t count = (uint32_t)lua_rawlen(reader->L, index);
    for (uint32_t i = 1; i <= count; i++) {
        lua_rawgeti(reader->L, index, i);
        int kind =
            value_kind(reader, field, lua_gettop(reader->L), "organisation", org_kind_names, ORG_KIND_COUNT);
        if (value_member(reader->L, -1, "sentence"))
            reader_fail(reader, field,
                        "a list holds kinds alone, such as { msp, customer }; give named ones a tag");
        selector.kinds |= (uint8_t)(1u << kind);
        lua_pop(reader->L, 1);
    }
    return selector;
}

OrgSelector value_orgs(const Reader *reader, const char *field, int index) {
    lua_State *L = reader->L;
    char what[96];
    index = lua_absindex(L, index);
    if (lua_type(L, index) == LUA_TSTRING) {
        OrgSelector selector = org_selector_all();
        selector.label = reader_keep(reader, lua_tostring(L, index));
        return selector;
    }
    if (value_is(L, index, "organisation")) return org_node(reader, field, index);
    if (lua_istable(L, index) && !value_class(L, index) && lua_rawlen(L, index) > 0)
        return org_list(reader, field, index);
    reader_fail(reader, field,
                "expected organisations, such as msp, msp \"name\" or msp { tag = \"…\" }, not %s",
                value_describe(L, index, what));
}

static void add_test(const Reader *fields, AssetSelector *selector, const char *key) {
    lua_State *L = fields->L;
    if (selector->test_count == SELECTOR_TESTS)
        reader_fail(fields, NULL, "at most %d attributes can be tested", SELECTOR_TESTS);
    AttributeTest test = {.key = reader_keep(fields, key)};
    reader_push(fields, key);
    if (value_is_word(L, -1, "other_than")) {
        test.differs = true;
        lua_pushliteral(L, "what");
        lua_rawget(L, -2);
    }
    if (lua_isboolean(L, -1)) {
        test.value = "true";
        test.differs ^= !lua_toboolean(L, -1);
    } else if (lua_type(L, -1) == LUA_TSTRING)
        test.value = reader_keep(fields, lua_tostring(L, -1));
    else
        reader_fail(fields, key, "an attribute is tested against a text, true or false");
    selector->tests[selector->test_count++] = test;
}

static AssetSelector asset_node(const Reader *reader, const char *field, int index) {
    lua_State *L = reader->L;
    AssetSelector selector = asset_selector_all();
    const char *kind = value_member(L, index, "kind"), *label = value_member(L, index, "sentence");
    if (kind) selector.kinds = 1u << kind_find(kind, asset_kind_names, ASSET_KIND_COUNT);
    if (label) selector.label = reader_keep(reader, label);
    Reader fields;
    if (open_fields(reader, index, &fields)) {
        uint32_t keys = sandbox_push_keys(L, fields.table);
        int list = lua_gettop(L);
        for (uint32_t i = 1; i <= keys; i++) {
            lua_rawgeti(L, list, i);
            if (lua_type(L, -1) != LUA_TSTRING) reader_fail(reader, field, "an attribute needs a name");
            const char *key = lua_tostring(L, -1);
            if (strcmp(key, "owner") == 0)
                selector.owner = reader_orgs(&fields, "owner");
            else
                add_test(&fields, &selector, key);
            lua_settop(L, list);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return selector;
}

AssetSelector value_assets(const Reader *reader, const char *field, int index) {
    lua_State *L = reader->L;
    char what[96];
    index = lua_absindex(L, index);
    if (value_is_word(L, index, "own")) return asset_selector_all();
    if (value_is(L, index, "asset")) return asset_node(reader, field, index);
    if (!lua_istable(L, index) || value_class(L, index) || lua_rawlen(L, index) == 0)
        reader_fail(reader, field,
                    "expected assets, such as rmm_server or rmm_server { internet_facing = true }, not %s",
                    value_describe(L, index, what));
    AssetSelector selector = asset_selector_all();
    for (uint32_t i = 1, count = (uint32_t)lua_rawlen(L, index); i <= count; i++) {
        lua_rawgeti(L, index, i);
        int kind = value_kind(reader, field, lua_gettop(L), "asset", asset_kind_names, ASSET_KIND_COUNT);
        selector.kinds |= 1u << kind;
        lua_pop(L, 1);
    }
    return selector;
}

OrgSelector reader_orgs(const Reader *reader, const char *field) {
    reader_push(reader, field);
    OrgSelector selector = lua_isnil(reader->L, -1) ? org_selector_all() : value_orgs(reader, field, -1);
    lua_pop(reader->L, 1);
    return selector;
}

AssetSelector reader_assets(const Reader *reader, const char *field) {
    reader_push(reader, field);
    AssetSelector selector =
        lua_isnil(reader->L, -1) ? asset_selector_all() : value_assets(reader, field, -1);
    lua_pop(reader->L, 1);
    return selector;
}

State value_state(const Reader *reader, const char *field, int index) {
    return (State)value_kind(reader, field, index, "state", state_names, STATE_COUNT);
}

State value_condition(const Reader *reader, const char *field, int index, AssetSelector *assets) {
    lua_State *L = reader->L;
    char what[96];
    index = lua_absindex(L, index);
    const char *word = value_is(L, index, "condition") ? value_member(L, index, "state") : NULL;
    if (!word)
        reader_fail(reader, field, "expected a state of an asset, such as control(rmm_server), not %s",
                    value_describe(L, index, what));
    lua_pushliteral(L, "asset");
    lua_rawget(L, index);
    *assets = value_assets(reader, field, -1);
    lua_pop(L, 1);
    return (State)kind_find(word, state_names, STATE_COUNT);
}

State reader_condition(const Reader *reader, const char *field, AssetSelector *assets) {
    reader_push(reader, field);
    State state = value_condition(reader, field, -1, assets);
    lua_pop(reader->L, 1);
    return state;
}

static uint32_t access_bit(const Reader *reader, const char *field, int index) {
    return 1u << value_kind(reader, field, index, "access", access_kind_names, ACCESS_KIND_COUNT);
}

uint32_t reader_access_kinds(const Reader *reader, const char *field) {
    lua_State *L = reader->L;
    reader_push(reader, field);
    int index = lua_gettop(L);
    uint32_t kinds = 0;
    if (lua_istable(L, index) && !value_class(L, index))
        for (uint32_t i = 1, count = (uint32_t)lua_rawlen(L, index); i <= count; i++) {
            lua_rawgeti(L, index, i);
            kinds |= access_bit(reader, field, lua_gettop(L));
            lua_pop(L, 1);
        }
    else if (!lua_isnil(L, index))
        kinds = access_bit(reader, field, index);
    lua_settop(L, index - 1);
    return kinds;
}

uint32_t value_control(const Reader *reader, const char *field, int index) {
    lua_State *L = reader->L;
    char what[96];
    const char *id = value_is(L, index, "control")       ? value_member(L, index, "kind")
                     : lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index)
                                                         : NULL;
    if (!id)
        reader_fail(reader, field, "expected a control such as patching, not %s",
                    value_describe(L, index, what));
    int control = catalogue_find(&reader->scenario->catalogue, id);
    if (control >= 0) return (uint32_t)control;
    const char *near = catalogue_nearest(&reader->scenario->catalogue, id);
    reader_fail(reader, field, "unknown control '%s'%s%s%s", id, near ? "; did you mean '" : "",
                near ? near : "", near ? "'?" : "");
}

/* A control acts only through mechanisms that the catalogue gives it. */
static void check_mechanism(const Reader *reader, const char *field, uint32_t control, Mechanism mechanism) {
    const Control *known = &reader->scenario->catalogue.controls[control];
    if (control_effect(known, mechanism)) return;
    char has[128] = "";
    for (uint32_t i = 0; i < known->effect_count; i++)
        snprintf(has + strlen(has), sizeof has - strlen(has), "%s%s", i ? ", " : "",
                 mechanism_name(known->effects[i].mechanism));
    reader_fail(reader, field, "the catalogue gives control '%s' no effect '%s'; it has %s", known->id,
                mechanism_name(mechanism), has);
}

static void read_use_fields(const Reader *reader, const char *field, int index, ControlUse *use) {
    Reader fields;
    if (open_fields(reader, index, &fields)) {
        char inside[96];
        snprintf(inside, sizeof inside, "%s.", field);
        fields.inside = reader_keep(reader, inside);
        reader_only(&fields, "share on of", false);
        use->share = reader_exact(&fields, "share", RULE_SHARE, 1);
        reader_push(&fields, "of");
        if (value_is_word(reader->L, -1, "source"))
            use->of = EFFECT_OF_SOURCE;
        else if (!lua_isnil(reader->L, -1) && !value_is_word(reader->L, -1, "target"))
            reader_fail(&fields, "of", "expected source or target: whose level counts");
        reader_push(&fields, "on");
        if (value_is_word(reader->L, -1, "machines"))
            use->on_machines = true;
        else if (!lua_isnil(reader->L, -1))
            reader_fail(&fields, "on", "expected machines, or nothing");
        lua_pop(reader->L, 2);
    }
    lua_pop(reader->L, 1);
}

void reader_uses(const Reader *reader, const char *field, Mechanism mechanism, ControlUseVec *uses) {
    lua_State *L = reader->L;
    if (!reader_has(reader, field)) return;
    reader_push(reader, field);
    int list = lua_gettop(L);
    if (!lua_istable(L, list) || value_class(L, list))
        reader_fail(reader, field, "expected a list of controls, such as { patching }");
    uint32_t count = (uint32_t)lua_rawlen(L, list);
    if (sandbox_push_keys(L, list) != count)
        reader_fail(reader, field, "list controls alone: { patching, mfa { share = assumed(0.5) } }");
    ControlUse *items = arena_new(&reader->scenario->adversary.arena, ControlUse, uses->count + count);
    if (uses->count) memcpy(items, uses->items, uses->count * sizeof *items);
    uses->items = items;
    for (uint32_t i = 1; i <= count; i++) {
        lua_rawgeti(L, list, i);
        int index = lua_gettop(L);
        ControlUse use = {.control = value_control(reader, field, index), .mechanism = mechanism, .share = 1};
        check_mechanism(reader, field, use.control, mechanism);
        if (lua_istable(L, index)) read_use_fields(reader, field, index, &use);
        if (use.on_machines && mechanism != MECHANISM_BLOCK)
            reader_fail(reader, field, "on = machines is for controls that block");
        items[uses->count++] = use;
        lua_settop(L, list + 1);
    }
    lua_settop(L, list - 1);
}
