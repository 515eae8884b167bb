/* keyfall.defence: responses, false alarms and events, into the adversary. */
#include "script/api.h"
#include "script/reader.h"

#include <string.h>

static Adversary *adversary_of(const Reader *reader) {
    return &reader->scenario->adversary;
}

static void read_trigger(const Reader *reader, Response *response) {
    lua_State *L = reader->L;
    bool counts = reader_has(reader, "reports");
    reader_push(reader, "on");
    if (counts)
        response->trigger = TRIGGER_REPORTS;
    else if (value_is_word(L, -1, "noticed"))
        response->trigger = TRIGGER_NOTICE;
    else if (value_is_word(L, -1, "warned"))
        response->trigger = TRIGGER_WARNING;
    else if (value_is(L, -1, "state")) {
        response->trigger = TRIGGER_STATE;
        response->state = value_state(reader, "on", lua_gettop(L));
    } else
        reader_fail(reader, "on",
                    "expected noticed, warned or a state such as encrypted (or reports = how many)");
    if (counts && !lua_isnil(L, -1)) reader_fail(reader, "on", "give either on = … or reports = …, not both");
    lua_pop(L, 1);
    response->reports = reader_number(reader, "reports", (NumberRule){"reports", DIMENSION_NONE, 0, 1e6}, 1);
    response->from = reader_orgs(reader, "from");
    if (reader_has(reader, "from") && response->trigger != TRIGGER_REPORTS &&
        response->trigger != TRIGGER_WARNING)
        reader_fail(reader, "from", "only warnings and reports come from somebody");
}

static void read_contain(const Reader *reader, Response *response) {
    lua_State *L = reader->L;
    response->contained = asset_selector_all();
    reader_push(reader, "contain");
    int index = lua_gettop(L);
    if (value_is_word(L, index, "provider_access"))
        response->contain = CONTAIN_PROVIDER_ACCESS;
    else if (value_is_word(L, index, "clients")) {
        response->contain = CONTAIN_CLIENTS;
        lua_pushliteral(L, "what");
        lua_rawget(L, index);
        if (lua_isnil(L, -1)) reader_fail(reader, "contain", "say what of theirs: clients(rmm_server)");
        response->contained = value_assets(reader, "contain", -1);
    } else if (!lua_isnil(L, index)) {
        response->contain = CONTAIN_OWN;
        response->contained = value_assets(reader, "contain", index);
    }
    lua_settop(L, index - 1);
}

static void add_listener(const Reader *reader, Response *response, int index) {
    lua_State *L = reader->L;
    char what[96];
    if (value_is_word(L, index, "provider"))
        response->tell |= TELL_PROVIDERS;
    else if (value_is_word(L, index, "clients"))
        response->tell |= TELL_CLIENTS;
    else if (value_is_word(L, index, "everybody")) {
        response->tell |= TELL_EVERYBODY;
        lua_pushliteral(L, "what");
        lua_rawget(L, index);
        if (!lua_isnil(L, -1)) response->audience = value_orgs(reader, "tell", -1);
        lua_pop(L, 1);
    } else if (lua_type(L, index) == LUA_TSTRING) {
        if (response->named) reader_fail(reader, "tell", "at most one organisation by name");
        response->tell |= TELL_NAMED;
        response->named = reader_keep(reader, lua_tostring(L, index));
    } else
        reader_fail(reader, "tell",
                    "expected provider, clients, everybody(…) or the name of an organisation, not %s",
                    value_describe(L, index, what));
}

static void read_tell(const Reader *reader, Response *response) {
    lua_State *L = reader->L;
    response->audience = org_selector_all();
    reader_push(reader, "tell");
    int index = lua_gettop(L);
    if (lua_istable(L, index) && !value_class(L, index))
        for (uint32_t i = 1, count = (uint32_t)lua_rawlen(L, index); i <= count; i++) {
            lua_rawgeti(L, index, i);
            add_listener(reader, response, lua_gettop(L));
            lua_pop(L, 1);
        }
    else if (!lua_isnil(L, index))
        add_listener(reader, response, index);
    lua_settop(L, index - 1);
    response->weight = reader_number(reader, "weight", (NumberRule){"reports", DIMENSION_NONE, 0, 1e6}, 1);
}

static RestoreSpec read_restore(const Reader *reader, bool *restores) {
    *restores = reader_has(reader, "restore");
    RestoreSpec spec = {.what = reader_assets(reader, "restore"),
                        .share = reader_number(reader, "share", RULE_SHARE, 1),
                        .eviction = reader_number(reader, "eviction", RULE_SHARE, 1),
                        .stages = (uint32_t)reader_integer(reader, "stages", 1, 1000, 1)};
    if (!*restores &&
        (reader_has(reader, "share") || reader_has(reader, "eviction") || reader_has(reader, "stages")))
        reader_fail(reader, "restore", "is missing: what comes back, such as restore = own");
    return spec;
}

/* requires = { kill_switch = 1 } */
static void read_requires(const Reader *reader, Response *response) {
    lua_State *L = reader->L;
    response->requires_control = NONE;
    if (!reader_has(reader, "requires")) return;
    Reader nested = reader_open_field(reader, "requires", "requires.");
    if (sandbox_push_keys(L, nested.table) != 1)
        reader_fail(reader, "requires", "expected one control = level");
    if (lua_rawgeti(L, -1, 1) != LUA_TSTRING) reader_fail(reader, "requires", "expected one control = level");
    response->requires_control = value_control(reader, "requires", lua_gettop(L));
    response->requires_level = (uint8_t)reader_integer(&nested, lua_tostring(L, -1), 1, LEVELS - 1, 1);
    reader_close(&nested);
}

static int f_response(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(
        &reader,
        "by on reports from odds after contain tell weight restore share eviction stages requires sped_by "
        "source",
        false);
    Response response = {.key = name_of(reader.sentence), .sentence = reader.sentence, .where = reader.where};
    if (!reader_has(&reader, "by")) reader_fail(&reader, "by", "is missing: who responds");
    response.by = reader_orgs(&reader, "by");
    read_trigger(&reader, &response);
    response.odds = reader_number(&reader, "odds", RULE_SHARE, 1);
    response.after = reader_quantity(&reader, "after", RULE_TIME, 0);
    read_contain(&reader, &response);
    read_tell(&reader, &response);
    response.restore = read_restore(&reader, &response.restores);
    if (response.contain == CONTAIN_NOTHING && !response.tell && !response.restores)
        reader_fail(&reader, NULL, "does nothing; say contain, tell or restore");
    read_requires(&reader, &response);
    ControlUseVec uses = {0}; /* its items lie in the arena */
    reader_uses(&reader, "sped_by", response.restores ? MECHANISM_RECOVER : MECHANISM_REACT, &uses);
    response.uses = uses.items;
    response.use_count = uses.count;
    vec_push(&adversary_of(&reader)->responses, response);
    return 0;
}

static int f_false_alarm(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(&reader, "by odds after source", false);
    FalseAlarm alarm = {.key = name_of(reader.sentence), .sentence = reader.sentence, .where = reader.where};
    if (!reader_has(&reader, "by")) reader_fail(&reader, "by", "is missing: who notices what is not there");
    if (!reader_has(&reader, "odds"))
        reader_fail(&reader, "odds", "is missing: that it happens in the scenario");
    alarm.by = reader_orgs(&reader, "by");
    alarm.odds = reader_number(&reader, "odds", RULE_SHARE, 0);
    alarm.after = reader_quantity(&reader, "after", RULE_TIME, 0);
    vec_push(&adversary_of(&reader)->false_alarms, alarm);
    return 0;
}

static void read_when(const Reader *reader, Action *action) {
    static const char *const fields[] = {"at", "when_hit", "when_noticed", "when_contained", "when_decided"};
    uint32_t given = 0;
    for (uint32_t i = 0; i < 5; i++)
        if (reader_has(reader, fields[i])) {
            given++;
            action->trigger = (ActionTrigger)i;
        }
    if (given != 1)
        reader_fail(reader, NULL,
                    "needs one of at = \"date\", when_hit, when_noticed or when_contained = who, or "
                    "when_decided = true");
    action->at = reader_moment(reader, "at", 0);
    action->counted = org_selector_all();
    if (action->trigger != ACTION_AT && action->trigger != ACTION_GIVEN)
        action->counted = reader_orgs(reader, fields[action->trigger]);
    action->count = (uint32_t)reader_integer(reader, "count", 1, UINT32_MAX - 1, 1);
    action->after = reader_quantity(reader, "after", RULE_TIME, 0);
}

static void read_set_control(const Reader *reader, Action *action) {
    lua_State *L = reader->L;
    Reader nested = reader_open_field(reader, "set", "set.");
    if (sandbox_push_keys(L, nested.table) != 1 || lua_rawgeti(L, -1, 1) != LUA_TSTRING)
        reader_fail(reader, "set", "expected one control = level, with by = who");
    action->control = value_control(reader, "set", lua_gettop(L));
    action->level = (uint8_t)reader_integer(&nested, lua_tostring(L, -1), 0, LEVELS - 1, 0);
    reader_close(&nested);
    action->orgs = reader_orgs(reader, "by");
}

static void read_mark(const Reader *reader, Action *action) {
    lua_State *L = reader->L;
    Reader nested = reader_open_field(reader, "mark", "mark.");
    if (sandbox_push_keys(L, nested.table) != 1 || lua_rawgeti(L, -1, 1) != LUA_TSTRING)
        reader_fail(reader, "mark", "expected one attribute = value, with on = assets");
    const char *key = reader_keep(reader, lua_tostring(L, -1));
    reader_push(&nested, key);
    action->attribute = (Attribute){key, lua_isboolean(L, -1) ? (lua_toboolean(L, -1) ? "true" : "false")
                                                              : reader_text(&nested, key, "")};
    reader_close(&nested);
    action->assets = reader_assets(reader, "on");
}

static void read_pay(const Reader *reader, Action *action) {
    bool restores;
    action->amount = reader_number(reader, "pay", (NumberRule){"dollars", DIMENSION_MONEY, 0, 1e12}, 0);
    action->odds = reader_number(reader, "odds", RULE_SHARE, 1);
    action->delay = reader_quantity(reader, "delay", RULE_TIME, 0);
    action->restore = read_restore(reader, &restores);
    if (!restores) reader_fail(reader, "restore", "is missing: what a payment brings back");
}

/* Each operation is a field whose value is what it acts on. */
static void read_operation(const Reader *reader, Action *action) {
    static const struct {
        const char *field;
        ActionKind kind;
    } operations[] = {{"contain", ACTION_CONTAIN}, {"release", ACTION_RELEASE},
                      {"cut", ACTION_CUT},         {"reconnect", ACTION_RECONNECT},
                      {"set", ACTION_SET_CONTROL}, {"mark", ACTION_SET_ATTRIBUTE},
                      {"rotate", ACTION_ROTATE},   {"pay", ACTION_PAY},
                      {"notify", ACTION_NOTIFY},   {"restore", ACTION_RESTORE}};
    const char *field = NULL;
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (!reader_has(reader, operations[i].field)) continue;
        if (field && !(action->kind == ACTION_PAY && operations[i].kind == ACTION_RESTORE))
            reader_fail(reader, operations[i].field, "one event does one thing; it already says %s", field);
        if (field) continue;
        field = operations[i].field;
        action->kind = operations[i].kind;
    }
    if (!field)
        reader_fail(
            reader, NULL,
            "does nothing; say contain, release, cut, reconnect, set, mark, rotate, pay, notify or restore");
    bool restores;
    switch (action->kind) {
    case ACTION_SET_CONTROL:
        read_set_control(reader, action);
        break;
    case ACTION_SET_ATTRIBUTE:
        read_mark(reader, action);
        break;
    case ACTION_PAY:
        read_pay(reader, action);
        break;
    case ACTION_NOTIFY:
        action->orgs = reader_orgs(reader, "notify");
        break;
    case ACTION_RESTORE:
        action->restore = read_restore(reader, &restores);
        break;
    case ACTION_CUT:
    case ACTION_RECONNECT:
        action->access_kinds = reader_access_kinds(reader, field);
        action->assets = reader_assets(reader, "into");
        break;
    default:
        action->assets = reader_assets(reader, field);
    }
}

Action reader_action(const Reader *reader) {
    Action action = {.key = name_of(reader->sentence), .sentence = reader->sentence, .where = reader->where};
    Number one = number_exactly(reader, 1);
    action.assets = asset_selector_all();
    action.orgs = action.counted = org_selector_all();
    action.amount = number_exactly(reader, 0);
    action.odds = action.restore.share = action.restore.eviction = one;
    action.restore.what = asset_selector_all();
    action.restore.stages = 1;
    action.after = action.delay = quantity_exactly(reader, 0);
    read_operation(reader, &action);
    action.named = reader_text(reader, "from", NULL);
    return action;
}

static int f_event(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(
        &reader,
        "at when_hit when_noticed when_contained when_decided count after source " READER_ACTION_FIELDS,
        false);
    Action action = reader_action(&reader);
    read_when(&reader, &action);
    vec_push(&adversary_of(&reader)->actions, action);
    return 0;
}

const luaL_Reg api_defence_functions[] = {
    {"event", f_event},
    {"false_alarm", f_false_alarm},
    {"response", f_response},
    {NULL, NULL},
};

int api_defence_open(lua_State *L) {
    lua_newtable(L);
    luaL_setfuncs(L, api_defence_functions, 0);
    return 1;
}
