/* keyfall.tabletop: the statements of exercise.lua, into the definition. Casts come first and are chosen
 * at once, so that every selector after them can name an organisation. */
#include "script/api.h"
#include "script/loading.h"
#include "script/read_exercise.h"

#include <string.h>

static void check_new(const Reader *reader, FindById find, uint32_t count, uint32_t most) {
    if (!reader->sentence) reader_fail(reader, NULL, "needs a name first");
    if (find(reader_definition(reader), reader->sentence) != NONE)
        reader_fail(reader, NULL, "another %s has this name", reader->verb);
    if (count >= most) reader_fail(reader, NULL, "at most %u of them", most);
}

static int64_t needed_moment(const Reader *reader, const char *field) {
    if (!reader_has(reader, field))
        reader_fail(reader, field, "is missing: a date such as \"2021-07-02T16:00Z\"");
    return reader_moment(reader, field, 0);
}

static uint32_t minutes_of(const Reader *reader, const char *field) {
    Reader structural = *reader;
    structural.source = "the room's time";
    return (uint32_t)(reader_exact(&structural, field, RULE_TIME, 0) / 60);
}

static const char *read_tlp(const Reader *reader) {
    static const char *const known[] = {"TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"};
    const char *tlp = reader_text(reader, "tlp", "TLP:AMBER");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i], tlp) == 0) return known[i];
    reader_fail(reader, "tlp",
                "expected TLP:RED, TLP:AMBER+STRICT, TLP:AMBER, TLP:GREEN or TLP:CLEAR, not '%.40s'", tlp);
}

static int f_exercise(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(
        &reader,
        "title summary scope sponsor threat mission_area tlp lasts startex endex score margin least rules",
        false);
    Definition *definition = reader_definition(&reader);
    definition->id = reader.sentence;
    definition->where = reader.where;
    definition->version = reader_keep(&reader, ((const Loading *)sandbox_host(L))->version);
    definition->title = reader_wording(&reader, "title", true);
    definition->summary = reader_wording(&reader, "summary", true);
    definition->scope = reader_wording(&reader, "scope", false);
    definition->sponsor = reader_wording(&reader, "sponsor", false);
    definition->threat = reader_wording(&reader, "threat", false);
    definition->mission_area = reader_wording(&reader, "mission_area", false);
    definition->tlp = read_tlp(&reader);
    definition->minutes = minutes_of(&reader, "lasts");
    definition->startex = needed_moment(&reader, "startex");
    definition->endex = needed_moment(&reader, "endex");
    definition->rules = reader_wordings(&reader, "rules");
    Reader structural = reader;
    structural.source = "what a truth must show to be worth a room's time";
    definition->margin = reader_exact(&structural, "margin", RULE_SHARE, 0.2);
    definition->least = reader_integer(&reader, "least", 1, INT32_MAX, 1);
    return 0;
}

/* The probe is declared by a measure, of the scenario or of this file, and found once those are read. */
static int f_score(lua_State *L) {
    Reader reader = reader_open(L, 1);
    Definition *definition = reader_definition(&reader);
    const char *id = reader_text(&reader, "score", NULL);
    if (!id) reader_fail(&reader, "score", "is missing: the measure by which lines of play are compared");
    const Adversary *adversary = &reader.scenario->adversary;
    for (uint32_t i = 0; i < adversary->probes.count; i++)
        if (strcmp(adversary->probes.items[i].id, id) == 0) {
            definition->score = i;
            return 0;
        }
    reader_fail(&reader, "score", "there is no measure \"%.100s\"", id);
}

static int f_version(lua_State *L) {
    Reader reader = reader_open(L, 1);
    vec_push(&reader_definition(&reader)->versions, reader.sentence);
    return 0;
}

static void read_clients(const Reader *reader, Cast *cast) {
    cast->clients_most = UINT32_MAX;
    if (!reader_has(reader, "clients")) return;
    Reader nested = reader_open_field(reader, "clients", "clients.");
    reader_only(&nested, "least most", false);
    cast->clients_least = (uint32_t)reader_integer(&nested, "least", 0, UINT32_MAX, 0);
    cast->clients_most = (uint32_t)reader_integer(&nested, "most", 0, UINT32_MAX, UINT32_MAX);
    reader_close(&nested);
}

/* The version that was asked for: "full", or one that exercise.lua declares. */
static int f_asked(lua_State *L) {
    lua_pushstring(L, ((const Loading *)sandbox_host(L))->version);
    return 1;
}

static int f_cast(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(&reader, "title plays served_by clients must_be_hit", false);
    Definition *definition = reader_definition(&reader);
    check_new(&reader, definition_cast, definition->casts.count, EXERCISE_BITS_MAX);
    Cast cast = {.id = reader.sentence, .where = reader.where, .org = NONE};
    cast.title = reader_wording(&reader, "title", true);
    if (!reader_has(&reader, "plays"))
        reader_fail(&reader, "plays", "is missing: which organisations it can be");
    cast.who = reader_orgs(&reader, "plays");
    cast.served_by = reader_id(&reader, "served_by", "cast", definition_cast, false);
    cast.must_be_hit = reader_flag(&reader, "must_be_hit", true);
    read_clients(&reader, &cast);
    vec_push(&definition->casts, cast);
    return 0;
}

static int f_choose_casts(lua_State *L) {
    const Loading *loading = sandbox_host(L);
    Error error = {{0}};
    if (!cast_choose(loading->definition, loading->scenario->world, loading->cast_seed, &error))
        sandbox_fail(L, "%s", error.text);
    return 0;
}

/* The name of a cast's organisation, for selectors; as a whole number, all of whose bits count. */
static int f_cast_name(lua_State *L) {
    const Loading *loading = sandbox_host(L);
    const char *where = luaL_checkstring(L, 1), *id = luaL_checkstring(L, 2);
    uint32_t cast = definition_cast(loading->definition, id);
    if (cast == NONE) sandbox_fail(L, "%s: there is no cast \"%s\"", where, id);
    OrgId org = loading->definition->casts.items[cast].org;
    lua_pushinteger(L, (lua_Integer)loading->scenario->world->orgs[org].name);
    return 1;
}

static int f_role(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(&reader, "title brief sees", false);
    Definition *definition = reader_definition(&reader);
    check_new(&reader, definition_role, definition->roles.count, EXERCISE_BITS_MAX);
    Role role = {.id = reader.sentence, .where = reader.where};
    role.title = reader_wording(&reader, "title", true);
    role.brief = reader_wording(&reader, "brief", true);
    role.casts = reader_id_bits(&reader, "sees", "cast", definition_cast);
    vec_push(&definition->roles, role);
    return 0;
}

static int f_sign(lua_State *L) {
    Reader reader = reader_open(L, 1);
    const Adversary *adversary = &reader.scenario->adversary;
    uint32_t rule = 0;
    while (rule < adversary->rules.count &&
           strcmp(adversary->rules.items[rule].sentence, reader.sentence) != 0)
        rule++;
    if (rule == adversary->rules.count) reader_fail(&reader, NULL, "the scenario has no rule of this name");
    Sign sign = {.rule = rule, .text = value_wording(&reader, NULL, reader.table)};
    vec_push(&reader_definition(&reader)->signs, sign);
    return 0;
}

static int f_module(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(&reader, "title summary from lasts", false);
    Definition *definition = reader_definition(&reader);
    check_new(&reader, definition_module, definition->modules.count, EXERCISE_LIST_MAX);
    Module module = {.id = reader.sentence, .where = reader.where};
    module.title = reader_wording(&reader, "title", true);
    module.summary = reader_wording(&reader, "summary", true);
    module.from = needed_moment(&reader, "from");
    module.minutes = minutes_of(&reader, "lasts");
    if (definition->modules.count &&
        definition->modules.items[definition->modules.count - 1].from > module.from)
        reader_fail(&reader, "from", "lies before the module that is declared before it");
    vec_push(&definition->modules, module);
    return 0;
}

static Task read_task(const Reader *reader, int index) {
    Reader nested = *reader;
    nested.table = index;
    nested.inside = "tasks.";
    reader_only(&nested, "text expected", false);
    return (Task){reader_wording(&nested, "text", true), reader_wordings(&nested, "expected")};
}

static void read_tasks(const Reader *reader, Objective *objective) {
    lua_State *L = reader->L;
    reader_push(reader, "tasks");
    int list = lua_gettop(L);
    uint32_t count = lua_istable(L, list) ? (uint32_t)lua_rawlen(L, list) : 0;
    if (count == 0 || count > EXERCISE_LIST_MAX)
        reader_fail(reader, "tasks", "expected critical tasks: { { text = …, expected = { … } }, … }");
    objective->tasks.items = arena_take(&reader_definition(reader)->arena, count, sizeof(Task));
    objective->tasks.count = objective->tasks.capacity = count;
    for (uint32_t i = 0; i < count; i++) {
        if (lua_rawgeti(L, list, i + 1) != LUA_TTABLE)
            reader_fail(reader, "tasks", "expected { text = …, expected = { … } }");
        objective->tasks.items[i] = read_task(reader, lua_gettop(L));
        lua_settop(L, list);
    }
    lua_settop(L, list - 1);
}

static int f_objective(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(&reader, "text capability tasks", false);
    Definition *definition = reader_definition(&reader);
    check_new(&reader, definition_objective, definition->objectives.count, EXERCISE_BITS_MAX);
    Objective objective = {.id = reader.sentence, .where = reader.where};
    objective.text = reader_wording(&reader, "text", true);
    objective.capability = reader_wording(&reader, "capability", true);
    read_tasks(&reader, &objective);
    vec_push(&definition->objectives, objective);
    return 0;
}

static uint32_t word_index(const Reader *reader, const char *field, const char *const *words, uint32_t count,
                           uint32_t fallback) {
    const char *text = reader_text(reader, field, NULL);
    if (!text) return fallback;
    int found = kind_find(text, words, count);
    if (found < 0) reader_fail(reader, field, "expected %s, …, not '%.40s'", words[0], text);
    return (uint32_t)found;
}

static int f_inject(lua_State *L) {
    static const char *const purposes[] = {"help", "pressure", "redirect"};
    Reader reader = reader_open(L, 1);
    reader_only(&reader,
                "title text from to method kind purpose attachment expected notes objectives module when",
                false);
    Definition *definition = reader_definition(&reader);
    check_new(&reader, definition_inject, definition->injects.count, EXERCISE_LIST_MAX);
    Inject inject = {.id = reader.sentence, .where = reader.where};
    inject.title = reader_wording(&reader, "title", true);
    inject.text = reader_wording(&reader, "text", true);
    inject.from = reader_wording(&reader, "from", true);
    inject.method = reader_wording(&reader, "method", true);
    inject.attachment = reader_attachment(&reader, "attachment");
    inject.expected = reader_wording(&reader, "expected", false);
    inject.notes = reader_wording(&reader, "notes", false);
    inject.to = reader_id_bits(&reader, "to", "role", definition_role);
    inject.objectives = reader_id_bits(&reader, "objectives", "objective", definition_objective);
    inject.module = reader_id(&reader, "module", "module", definition_module, true);
    inject.type =
        (InjectType)word_index(&reader, "kind", inject_type_names, INJECT_TYPE_COUNT, INJECT_STANDARD);
    uint32_t purpose = word_index(&reader, "purpose", purposes, 3, NONE);
    inject.purpose = purpose == NONE ? "" : purposes[purpose];
    inject.when = NONE;
    vec_push(&definition->injects, inject);
    return 0;
}

/* Conditions may name injects and decisions that stand further down, so they are read when all are known. */
static int f_inject_when(lua_State *L) {
    Reader reader = reader_open(L, 1);
    Definition *definition = reader_definition(&reader);
    uint32_t inject = definition_inject(definition, reader.sentence);
    ConditionId when = reader_condition_tree(&reader, "when");
    definition->injects.items[inject].when = when;
    return 0;
}

static uint32_t announced_delay(const Reader *reader, const Quantity *after) {
    const ParameterSet *parameters = &reader->scenario->parameters;
    double scale = after->a.scale;
    if (after->a.parameter != PARAMETER_NONE) scale *= parameters->list.items[after->a.parameter].mode;
    return (uint32_t)scale;
}

static int f_lever(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(&reader, "title after costs without_effect source " READER_ACTION_FIELDS, false);
    Definition *definition = reader_definition(&reader);
    check_new(&reader, definition_lever, definition->levers.count, EXERCISE_LIST_MAX);
    Adversary *adversary = &reader.scenario->adversary;
    PlayerAction lever = {
        .id = reader.sentence, .where = reader.where, .first_action = adversary->actions.count};
    lever.title = reader_wording(&reader, "title", true);
    lever.cost = reader_exact(&reader, "costs", (NumberRule){"dollars", DIMENSION_MONEY, 0, 1e12}, 0);
    lever.without_effect = reader_text(&reader, "without_effect", NULL);
    if (!lever.without_effect) {
        Action action = reader_action(&reader);
        action.trigger = ACTION_GIVEN;
        action.after = reader_quantity(&reader, "after", RULE_TIME, 0);
        lever.delay = announced_delay(&reader, &action.after);
        lever.action_count = 1;
        vec_push(&adversary->actions, action);
    }
    vec_push(&definition->levers, lever);
    return 0;
}

static void read_levers(const Reader *reader, Option *option) {
    lua_State *L = reader->L;
    reader_push(reader, "does");
    int list = lua_gettop(L);
    uint32_t count = lua_istable(L, list) ? (uint32_t)lua_rawlen(L, list) : 0;
    if (count > sizeof option->levers / sizeof *option->levers)
        reader_fail(reader, "does", "at most 8 levers");
    for (uint32_t i = 0; i < count; i++) {
        lua_rawgeti(L, list, i + 1);
        const char *id = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
        uint32_t lever = definition_lever(reader_definition(reader), id);
        if (lever == NONE) reader_fail(reader, "does", "there is no lever \"%.100s\"", id);
        option->levers[option->lever_count++] = lever;
        lua_pop(L, 1);
    }
    lua_settop(L, list - 1);
}

static Option read_option(const Reader *reader, int index) {
    Reader nested = *reader;
    nested.table = index;
    nested.inside = "options.";
    reader_only(&nested, "id title does good nothing without_effect", false);
    Option option = {.where = reader->where};
    option.id = reader_text(&nested, "id", NULL);
    if (!option.id) reader_fail(&nested, "id", "is missing: a short name for the option");
    option.title = reader_wording(&nested, "title", true);
    option.good = reader_flag(&nested, "good", false);
    option.nothing = reader_flag(&nested, "nothing", false);
    option.without_effect = reader_text(&nested, "without_effect", NULL);
    read_levers(&nested, &option);
    return option;
}

static void read_options(const Reader *reader, Decision *decision) {
    lua_State *L = reader->L;
    reader_push(reader, "options");
    int list = lua_gettop(L);
    uint32_t count = lua_istable(L, list) ? (uint32_t)lua_rawlen(L, list) : 0;
    if (count < 2 || count > 26) reader_fail(reader, "options", "a decision has 2 to 26 options");
    decision->options.items = arena_take(&reader_definition(reader)->arena, count, sizeof(Option));
    decision->options.capacity = count;
    for (uint32_t i = 0; i < count; i++) {
        if (lua_rawgeti(L, list, i + 1) != LUA_TTABLE)
            reader_fail(reader, "options", "expected { id = …, title = …, does = { … } }");
        Option option = read_option(reader, lua_gettop(L));
        if (decision_option(decision, option.id) != NONE)
            reader_fail(reader, "options", "two options are called \"%s\"", option.id);
        decision->options.items[decision->options.count++] = option;
        lua_settop(L, list);
    }
    lua_settop(L, list - 1);
}

static int f_decision(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(&reader, "question by module objectives opens options", false);
    Definition *definition = reader_definition(&reader);
    check_new(&reader, definition_decision, definition->decisions.count, EXERCISE_LIST_MAX);
    Decision decision = {.id = reader.sentence, .where = reader.where, .opens = NONE};
    decision.question = reader_wording(&reader, "question", true);
    decision.roles = reader_id_bits(&reader, "by", "role", definition_role);
    if (!decision.roles) reader_fail(&reader, "by", "is missing: which roles may take it");
    decision.module = reader_id(&reader, "module", "module", definition_module, true);
    decision.objectives = reader_id_bits(&reader, "objectives", "objective", definition_objective);
    read_options(&reader, &decision);
    vec_push(&definition->decisions, decision);
    return 0;
}

static int f_decision_opens(lua_State *L) {
    Reader reader = reader_open(L, 1);
    Definition *definition = reader_definition(&reader);
    uint32_t decision = definition_decision(definition, reader.sentence);
    ConditionId opens = reader_condition_tree(&reader, "opens");
    definition->decisions.items[decision].opens = opens;
    return 0;
}

static int f_question(lua_State *L) {
    Reader reader = reader_open(L, 1);
    reader_only(&reader, "text module probes points", false);
    DiscussionQuestion question = {.where = reader.where, .text = reader_wording(&reader, "text", true)};
    question.module = reader_id(&reader, "module", "module", definition_module, false);
    question.probes = reader_wordings(&reader, "probes");
    question.points = reader_wordings(&reader, "points");
    vec_push(&reader_definition(&reader)->questions, question);
    return 0;
}

const luaL_Reg api_exercise_functions[] = {
    {"asked", f_asked},
    {"cast", f_cast},
    {"cast_name", f_cast_name},
    {"choose_casts", f_choose_casts},
    {"decision", f_decision},
    {"decision_opens", f_decision_opens},
    {"exercise", f_exercise},
    {"inject", f_inject},
    {"inject_when", f_inject_when},
    {"lever", f_lever},
    {"module", f_module},
    {"objective", f_objective},
    {"question", f_question},
    {"role", f_role},
    {"score", f_score},
    {"sign", f_sign},
    {"version", f_version},
    {NULL, NULL},
};

int api_exercise_open(lua_State *L) {
    lua_newtable(L);
    luaL_setfuncs(L, api_exercise_functions, 0);
    return 1;
}
