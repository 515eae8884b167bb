/* keyfall.attack: choices, shocks and rules, into the adversary. */
#include "base/text.h"
#include "script/api.h"
#include "script/reader.h"

#include <string.h>

static Adversary *adversary_of(const Reader *reader) {
    return &reader->scenario->adversary;
}

static int f_choose(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(&reader, "among take weight exponent displacement waves wave_every reads read_at source",
                false);
    Choice choice = {.key = name_of(reader.sentence), .sentence = reader.sentence, .where = reader.where};
    reader_push(&reader, "among");
    if (value_is(L, -1, "organisation") || lua_type(L, -1) == LUA_TSTRING) {
        choice.among = asset_selector_all();
        choice.among.owner = value_orgs(&reader, "among", -1);
    } else
        choice.among = value_assets(&reader, "among", -1);
    if (!reader_has(&reader, "take")) reader_fail(&reader, "take", "is missing: how many are chosen");
    choice.take = reader_quantity(&reader, "take", RULE_COUNT("targets"), 1);
    reader_push(&reader, "weight");
    if (value_is_word(L, -1, "by_customers"))
        choice.weight = WEIGHT_CUSTOMERS;
    else if (value_is_word(L, -1, "by_machines"))
        choice.weight = WEIGHT_MACHINES;
    else if (!lua_isnil(L, -1) && !value_is_word(L, -1, "equal_odds"))
        reader_fail(&reader, "weight", "expected equal_odds, by_customers or by_machines");
    choice.exponent = reader_number(&reader, "exponent", (NumberRule){"", DIMENSION_NONE, 0, 4}, 1);
    choice.displacement = reader_flag(&reader, "displacement", false);
    choice.has_waves = reader_has(&reader, "waves");
    choice.waves = reader_number(&reader, "waves", (NumberRule){"waves", DIMENSION_NONE, 1, 1000}, 1);
    choice.wave_every = reader_quantity(&reader, "wave_every", RULE_TIME, 0);
    choice.has_read = reader_has(&reader, "reads");
    if (choice.has_read) {
        reader_push(&reader, "reads");
        choice.read_state = value_state(&reader, "reads", lua_gettop(L));
        choice.read_at = reader_moment(&reader, "read_at", 0);
    }
    vec_push(&adversary_of(&reader)->choices, choice);
    return 0;
}

static int read_org_kind(const Reader *reader, const char *field) {
    int kind = -1;
    reader_push(reader, field);
    if (!lua_isnil(reader->L, -1))
        kind =
            value_kind(reader, field, lua_gettop(reader->L), "organisation", org_kind_names, ORG_KIND_COUNT);
    lua_pop(reader->L, 1);
    return kind;
}

static int f_shock(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(&reader, "odds per source", false);
    Shock shock = {.key = name_of(reader.sentence), .sentence = reader.sentence, .where = reader.where};
    if (!reader_has(&reader, "odds")) reader_fail(&reader, "odds", "is missing");
    shock.odds = reader_number(&reader, "odds", RULE_SHARE, 1);
    shock.per = read_org_kind(&reader, "per");
    vec_push(&adversary_of(&reader)->shocks, shock);
    return 0;
}

/* How a field names another statement: its place in a list of sentences. */
static uint32_t find_sentence(const Reader *reader, const char *field, const char *verb,
                              const char *const *sentences, uint32_t count) {
    const char *wanted = reader_text(reader, field, NULL);
    if (!wanted) return NONE;
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(sentences[i], wanted) == 0) return i;
    const char *near = text_nearest(wanted, sentences, count);
    reader_fail(reader, field, "no statement %s \"%s\"%s%s%s", verb, wanted, near ? "; did you mean \"" : "",
                near ? near : "", near ? "\"?" : "");
}

static uint32_t find_choice(const Reader *reader) {
    const Adversary *adversary = adversary_of(reader);
    const char **sentences = arena_new(&adversary_of(reader)->arena, const char *, adversary->choices.count);
    for (uint32_t i = 0; i < adversary->choices.count; i++)
        sentences[i] = adversary->choices.items[i].sentence;
    return find_sentence(reader, "among", "choose", sentences, adversary->choices.count);
}

static uint32_t find_shock(const Reader *reader) {
    const Adversary *adversary = adversary_of(reader);
    const char **sentences = arena_new(&adversary_of(reader)->arena, const char *, adversary->shocks.count);
    for (uint32_t i = 0; i < adversary->shocks.count; i++) sentences[i] = adversary->shocks.items[i].sentence;
    return find_sentence(reader, "shock", "shock", sentences, adversary->shocks.count);
}

static uint32_t find_flaw(const Reader *reader) {
    const Blueprint *blueprint = &reader->scenario->blueprint;
    const char **labels = arena_new(&adversary_of(reader)->arena, const char *, blueprint->flaws.count);
    for (uint32_t i = 0; i < blueprint->flaws.count; i++) labels[i] = blueprint->flaws.items[i].label;
    return find_sentence(reader, "exploits", "flaw", labels, blueprint->flaws.count);
}

static void read_via(const Reader *reader, Rule *rule) {
    lua_State *L = reader->L;
    reader_push(reader, "via");
    if (value_is_word(L, -1, "inside"))
        rule->scope = RULE_INSIDE;
    else if (value_is_word(L, -1, "itself"))
        rule->scope = RULE_SAME;
    else if (!lua_isnil(L, -1)) {
        rule->scope = RULE_VIA;
        rule->access_kinds = reader_access_kinds(reader, "via");
    } else
        reader_fail(
            reader, "via",
            "is missing: an access such as rmm_agent, or inside (the organisation), or itself (the asset)");
    reader_push(reader, "privilege");
    if (!lua_isnil(L, -1))
        rule->privilege = (Privilege)value_kind(reader, "privilege", lua_gettop(L), "privilege",
                                                privilege_names, PRIVILEGE_COUNT);
    lua_pop(L, 2);
}

static void read_ends(const Reader *reader, Rule *rule) {
    if (!reader_has(reader, "to"))
        reader_fail(reader, "to", "is missing: what falls, such as control(rmm_server)");
    rule->to_state = reader_condition(reader, "to", &rule->to);
    rule->from = asset_selector_all();
    rule->scope = RULE_ENTRY;
    if (reader_has(reader, "from")) {
        rule->from_state = reader_condition(reader, "from", &rule->from);
        read_via(reader, rule);
    } else if (reader_has(reader, "via"))
        reader_fail(reader, "via", "a rule without from is an entry from outside; it travels along nothing");
}

static void add_premise(const Reader *reader, Rule *rule, int index) {
    lua_State *L = reader->L;
    if (rule->premise_count == RULE_PREMISES) reader_fail(reader, "needs", "at most %d", RULE_PREMISES);
    Premise *premise = &rule->premises[rule->premise_count++];
    premise->place = value_is_word(L, index, "at_target")  ? PREMISE_IN_TARGET_ORG
                     : value_is_word(L, index, "anywhere") ? PREMISE_ANYWHERE
                     : rule->scope == RULE_ENTRY           ? PREMISE_IN_TARGET_ORG
                                                           : PREMISE_IN_SOURCE_ORG;
    if (value_is(L, index, "word")) {
        lua_pushliteral(L, "what");
        lua_rawget(L, index);
        premise->state = value_condition(reader, "needs", -1, &premise->asset);
        lua_pop(L, 1);
    } else
        premise->state = value_condition(reader, "needs", index, &premise->asset);
}

static void read_premises(const Reader *reader, Rule *rule) {
    lua_State *L = reader->L;
    reader_push(reader, "needs");
    int index = lua_gettop(L);
    if (!lua_isnil(L, index) && (!lua_istable(L, index) || value_class(L, index)))
        add_premise(reader, rule, index);
    else if (lua_istable(L, index))
        for (uint32_t i = 1, count = (uint32_t)lua_rawlen(L, index); i <= count; i++) {
            lua_rawgeti(L, index, i);
            add_premise(reader, rule, lua_gettop(L));
            lua_pop(L, 1);
        }
    lua_settop(L, index - 1);
}

static void read_notice_by(const Reader *reader, Notice *notice) {
    lua_State *L = reader->L;
    reader_push(reader, "by");
    if (value_is_word(L, -1, "source"))
        notice->by = NOTICE_BY_SOURCE;
    else if (value_is_word(L, -1, "provider"))
        notice->by = NOTICE_BY_PROVIDER;
    else if (lua_type(L, -1) == LUA_TSTRING) {
        notice->by = NOTICE_BY_NAMED;
        notice->named = reader_keep(reader, lua_tostring(L, -1));
    } else if (!lua_isnil(L, -1) && !value_is_word(L, -1, "target"))
        reader_fail(reader, "by", "expected target, source, provider or the name of an organisation");
    lua_pop(L, 1);
}

static void read_notice(const Reader *reader, Rule *rule) {
    if (rule->notice_count == RULE_NOTICES)
        reader_fail(reader, NULL, "a rule has at most %d notices", RULE_NOTICES);
    Notice notice = {.by = NOTICE_BY_TARGET};
    reader_only(reader, "on by odds after controls_raise source", false);
    reader_push(reader, "on");
    notice.on_attempt = value_is_word(reader->L, -1, "attempt");
    if (!lua_isnil(reader->L, -1) && !notice.on_attempt && !value_is_word(reader->L, -1, "success"))
        reader_fail(reader, "on", "expected attempt or success");
    lua_pop(reader->L, 1);
    read_notice_by(reader, &notice);
    notice.odds = reader_number(reader, "odds", RULE_SHARE, 1);
    notice.after = reader_quantity(reader, "after", RULE_TIME, 0);
    notice.controls_raise = reader_flag(reader, "controls_raise", notice.by != NOTICE_BY_NAMED);
    rule->notices[rule->notice_count++] = notice;
}

/* noticed = { … }, or noticed = { { … }, { … } }. */
static void read_notices(const Reader *reader, Rule *rule) {
    lua_State *L = reader->L;
    if (!reader_has(reader, "noticed")) return;
    Reader nested = reader_open_field(reader, "noticed", "noticed.");
    uint32_t count = (uint32_t)lua_rawlen(L, nested.table);
    if (!count) read_notice(&nested, rule);
    for (uint32_t i = 1; i <= count; i++) {
        Reader one = nested;
        if (lua_rawgeti(L, nested.table, i) != LUA_TTABLE || value_class(L, -1))
            reader_fail(reader, "noticed", "expected { by = …, odds = …, after = … }");
        one.table = lua_gettop(L);
        const char *own = reader_source(&one);
        if (own) one.source = own;
        read_notice(&one, rule);
        lua_pop(L, 1);
    }
    reader_close(&nested);
}

static void read_uses(const Reader *reader, Rule *rule) {
    ControlUseVec uses = {0}; /* its items lie in the arena */
    reader_uses(reader, "blocked_by", MECHANISM_BLOCK, &uses);
    reader_uses(reader, "slowed_by", MECHANISM_SLOW, &uses);
    reader_uses(reader, "limited_by", MECHANISM_LIMIT, &uses);
    reader_uses(reader, "seen_by", MECHANISM_NOTICE, &uses);
    rule->uses = uses.items;
    rule->use_count = uses.count;
}

static void read_needs_source(const Reader *reader, Rule *rule) {
    char what[96];
    reader_push(reader, "needs_source");
    rule->needs_source_at_arrival = value_is_word(reader->L, -1, "arrival");
    if (!lua_isnil(reader->L, -1) && !rule->needs_source_at_arrival &&
        !value_is_word(reader->L, -1, "launch"))
        reader_fail(reader, "needs_source", "expected launch or arrival, not %s",
                    value_describe(reader->L, -1, what));
    lua_pop(reader->L, 1);
}

static void read_hours(const Reader *reader, Rule *rule) {
    reader_push(reader, "hours");
    if (value_is_word(reader->L, -1, "their_hours"))
        rule->hours = HOURS_ADVERSARY;
    else if (value_is_word(reader->L, -1, "victims_night"))
        rule->hours = HOURS_VICTIM_NIGHT;
    else if (!lua_isnil(reader->L, -1))
        reader_fail(reader, "hours", "expected their_hours or victims_night");
    lua_pop(reader->L, 1);
}

static void read_timing(const Reader *reader, Rule *rule) {
    rule->after = reader_quantity(reader, "after", RULE_TIME, 1);
    rule->has_over = reader_has(reader, "over");
    rule->over = reader_quantity(reader, "over", RULE_TIME, 0);
    rule->has_lasting = reader_has(reader, "lasting");
    rule->lasting = reader_quantity(reader, "lasting", RULE_TIME, 0);
    rule->has_rate = reader_has(reader, "rate");
    rule->rate = reader_number(reader, "rate", (NumberRule){"records a second", DIMENSION_RATE, 0, 1e9}, 0);
    rule->not_before = reader_moment(reader, "not_before", -1);
    rule->tries = (uint32_t)reader_integer(reader, "tries", 1, 10000, 1);
    rule->every = reader_quantity(reader, "every", RULE_TIME, 0);
    rule->again = reader_flag(reader, "again", false);
    if (rule->tries > 1 && !reader_has(reader, "every"))
        reader_fail(reader, "every", "is missing: the time between tries");
}

static void check_technique(const Reader *reader, const char *id) {
    if (!id) return;
    size_t digits = strspn(id + 1, "0123456789");
    bool good = id[0] == 'T' && digits == 4 &&
                (id[5] == '\0' || (id[5] == '.' && strspn(id + 6, "0123456789") == 3 && id[9] == '\0'));
    if (!good)
        reader_fail(reader, "technique", "'%.20s' is no ATT&CK technique; write \"T1190\" or \"T1059.001\"",
                    id);
}

static int f_rule(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(
        &reader,
        "technique from via privilege to needs among exploits shock odds machine_odds after over lasting "
        "rate "
        "shared_by needs_source not_before hours tries every again noticed blocked_by slowed_by limited_by "
        "seen_by source",
        false);
    Rule rule = {.key = name_of(reader.sentence), .sentence = reader.sentence, .where = reader.where};
    rule.technique = reader_text(&reader, "technique", "");
    check_technique(&reader, *rule.technique ? rule.technique : NULL);
    read_ends(&reader, &rule);
    read_premises(&reader, &rule);
    rule.among = find_choice(&reader);
    rule.exploits = find_flaw(&reader);
    rule.shock = find_shock(&reader);
    if (!reader_has(&reader, "odds")) reader_fail(&reader, "odds", "is missing: that the step succeeds");
    rule.odds = reader_number(&reader, "odds", RULE_SHARE, 1);
    rule.machine_odds = reader_number(&reader, "machine_odds", RULE_SHARE, 1);
    rule.shared_by = read_org_kind(&reader, "shared_by");
    read_timing(&reader, &rule);
    read_needs_source(&reader, &rule);
    read_hours(&reader, &rule);
    read_notices(&reader, &rule);
    read_uses(&reader, &rule);
    vec_push(&adversary_of(&reader)->rules, rule);
    return 0;
}

const luaL_Reg api_attack_functions[] = {
    {"choose", f_choose},
    {"rule", f_rule},
    {"shock", f_shock},
    {NULL, NULL},
};

int api_attack_open(lua_State *L) {
    lua_newtable(L);
    luaL_setfuncs(L, api_attack_functions, 0);
    return 1;
}
