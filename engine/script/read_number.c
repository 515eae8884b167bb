/* Numbers with provenance: from a Lua table to a Parameter of the scenario. */
#include "script/facts.h"
#include "script/iso_date.h"
#include "script/reader.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct LuaNumber { /* as numbers.lua makes them, texts borrowed */
    double low, mode, high, scale;
    const char *unit, *dimension, *source, *provenance, *shared, *fact;
} LuaNumber;

static const char *const dimension_words[] = {"", "time", "money", "records", "share", "rate"};
static const char *const dimension_hints[] = {
    "a plain count, without a unit", "a time: write minutes(…), hours(…) or days(…)",
    "money: write usd(…)",           "records: write records(…)",
    "a share, without a unit",       "a rate: write records_per(hours(1), …)"};

static double member_number(lua_State *L, int index, const char *name, double fallback) {
    index = lua_absindex(L, index);
    lua_pushstring(L, name);
    lua_rawget(L, index);
    double value = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : fallback;
    lua_pop(L, 1);
    return value;
}

static LuaNumber number_from(const Reader *reader, const char *field, int index) {
    lua_State *L = reader->L;
    char what[96];
    if (lua_type(L, index) == LUA_TNUMBER) {
        double value = lua_tonumber(L, index);
        return (LuaNumber){.low = value, .mode = value, .high = value, .scale = 1, .provenance = "plain"};
    }
    if (!value_is(L, index, "number"))
        reader_fail(reader, field, "expected a number, not %s", value_describe(L, index, what));
    LuaNumber number = {.low = member_number(L, index, "low", 0),
                        .mode = member_number(L, index, "mode", 0),
                        .high = member_number(L, index, "high", 0),
                        .scale = member_number(L, index, "scale", 1),
                        .unit = value_member(L, index, "unit"),
                        .dimension = value_member(L, index, "dimension"),
                        .source = value_member(L, index, "source"),
                        .provenance = value_member(L, index, "provenance"),
                        .shared = value_member(L, index, "shared"),
                        .fact = value_member(L, index, "fact")};
    if (!number.provenance) number.provenance = "plain";
    return number;
}

static void check_dimension(const Reader *reader, const char *field, const LuaNumber *number,
                            NumberRule rule) {
    const char *own = number->dimension ? number->dimension : "";
    if (strcmp(own, dimension_words[rule.dimension]) == 0) return;
    if (!*own && (rule.dimension == DIMENSION_SHARE || number->mode == 0)) return;
    if (*own && rule.dimension == DIMENSION_NONE && strcmp(own, "share") != 0 && strcmp(rule.unit, own) == 0)
        return;
    reader_fail(reader, field, "is %s", dimension_hints[rule.dimension]);
}

static void check_bounds(const Reader *reader, const char *field, const LuaNumber *number, NumberRule rule) {
    double low = number->low * number->scale, high = number->high * number->scale;
    if (!isfinite(low) || !isfinite(high)) reader_fail(reader, field, "is no finite number");
    if (low >= rule.low && high <= rule.high) return;
    if (rule.dimension == DIMENSION_TIME)
        reader_fail(reader, field, "a time must lie between 0 and 100 years");
    reader_fail(reader, field, "must lie between %g and %g, not %g", rule.low, rule.high,
                low < rule.low ? low : high);
}

static bool by_definition(const LuaNumber *number) {
    return strcmp(number->provenance, "plain") == 0 &&
           (number->mode == 0 || (number->mode == 1 && !number->dimension));
}

Number number_exactly(const Reader *reader, double value) {
    ParameterSet *set = &reader->scenario->parameters;
    /* The first parameter of every scenario is the one: what is 0, 1 or 5 by definition is a multiple of it.
     */
    if (!set->list.count)
        parameters_add(set, &(Parameter){.key = name_of("by definition"),
                                         .label = "by definition",
                                         .unit = "",
                                         .low = 1,
                                         .mode = 1,
                                         .high = 1,
                                         .provenance = PROVENANCE_SOURCED,
                                         .source = "true by definition",
                                         .where = ""});
    return (Number){0, value};
}

static Provenance provenance_of(const LuaNumber *number) {
    if (strcmp(number->provenance, "assumed") == 0) return PROVENANCE_ASSUMED;
    return strcmp(number->provenance, "fitted") == 0 ? PROVENANCE_FITTED : PROVENANCE_SOURCED;
}

/* Remembers that other incidents know this number too. */
static void note_shared(const Reader *reader, const LuaNumber *number, NumberRule rule,
                        ParameterId parameter) {
    if (!number->shared) return;
    SharedNumber shared = {.name = reader_keep(reader, number->shared),
                           .dimension = dimension_words[rule.dimension],
                           .parameter = parameter,
                           .scale = number->scale,
                           .own = {number->low, number->mode, number->high}};
    vec_push(&reader->scenario->shared, shared);
}

static void note_fact(const Reader *reader, const LuaNumber *number) {
    FactUse use = {.kind = FACT_AS_NUMBER, .unit = number->unit ? number->unit : "", .where = reader->where};
    if (number->fact) facts_note(reader->scenario, number->fact, use);
}

/* What is read once and for all cannot come from another incident later. */
static void refuse_shared(const Reader *reader, const char *field, const LuaNumber *number) {
    if (number->shared)
        reader_fail(reader, field, "is fixed when the file is read, so it cannot be shared(…)");
}

static Number number_add(const Reader *reader, const char *field, const char *part, const LuaNumber *number,
                         NumberRule rule) {
    check_dimension(reader, field, number, rule);
    check_bounds(reader, field, number, rule);
    if (by_definition(number)) return number_exactly(reader, number->mode);
    bool plain = strcmp(number->provenance, "plain") == 0;
    if (plain && !reader->source)
        reader_fail(
            reader, field,
            "%g is a plain number; say where it comes from: fact.… for a published figure, assumed(…) for a "
            "guess, fitted(…), or give the statement a source",
            number->mode);
    number_exactly(reader, 1);
    char label[512];
    const char *sentence = reader->sentence ? reader->sentence : reader->verb;
    snprintf(label, sizeof label, "%.300s: %s%s%s%s", sentence, reader->inside, field, *part ? " " : "",
             part);
    Parameter parameter = {.key = name_of(label),
                           .label = label,
                           .statement = reader->verb,
                           .low = number->low,
                           .mode = number->mode,
                           .high = number->high,
                           .where = reader->where,
                           .unit = number->unit ? number->unit : rule.unit,
                           .provenance = plain ? PROVENANCE_SOURCED : provenance_of(number),
                           .source = plain            ? reader->source
                                     : number->source ? number->source
                                                      : ""};
    ParameterId added = parameters_add(&reader->scenario->parameters, &parameter);
    note_shared(reader, number, rule, added);
    note_fact(reader, number);
    return (Number){added, number->scale};
}

Number reader_number(const Reader *reader, const char *field, NumberRule rule, double fallback) {
    reader_push(reader, field);
    Number result;
    if (lua_isnil(reader->L, -1))
        result = number_exactly(reader, fallback);
    else {
        if (value_is(reader->L, -1, "quantity"))
            reader_fail(reader, field, "takes one number or a range, not a distribution");
        LuaNumber number = number_from(reader, field, -1);
        result = number_add(reader, field, "", &number, rule);
    }
    lua_pop(reader->L, 1);
    return result;
}

double reader_exact(const Reader *reader, const char *field, NumberRule rule, double fallback) {
    reader_push(reader, field);
    double value = fallback;
    if (!lua_isnil(reader->L, -1)) {
        LuaNumber number = number_from(reader, field, -1);
        if (number.low != number.high) reader_fail(reader, field, "takes one number, not a range");
        refuse_shared(reader, field, &number);
        number_add(reader, field, "", &number, rule);
        value = number.mode * number.scale;
    }
    lua_pop(reader->L, 1);
    return value;
}

Quantity quantity_exactly(const Reader *reader, double value) {
    Number one = number_exactly(reader, value), zero = number_exactly(reader, 0);
    return (Quantity){.kind = DISTRIBUTION_FIXED, .a = one, .b = zero, .c = zero};
}

typedef struct Shape {
    const char *word;
    DistributionKind kind;
    int arguments;
    const char *parts[3];
} Shape;

static const Shape shapes[] = {
    {"uniform", DISTRIBUTION_UNIFORM, 2, {"from", "to"}},
    {"exponential", DISTRIBUTION_EXPONENTIAL, 1, {"mean"}},
    {"lognormal", DISTRIBUTION_LOGNORMAL, 2, {"median", "P95"}},
    {"pert", DISTRIBUTION_PERT, 3, {"low", "mode", "high"}},
};

/* The arguments must be in order whatever a parameter draw gives. */
static void check_order(const Reader *reader, const char *field, const Shape *shape,
                        const LuaNumber *numbers) {
    for (int i = 0; i + 1 < shape->arguments; i++)
        if (numbers[i].high * numbers[i].scale > numbers[i + 1].low * numbers[i + 1].scale)
            reader_fail(reader, field, "its %s (up to %g) may not exceed its %s (from %g)", shape->parts[i],
                        numbers[i].high, shape->parts[i + 1], numbers[i + 1].low);
    if (shape->kind == DISTRIBUTION_LOGNORMAL && numbers[0].low <= 0)
        reader_fail(reader, field, "its median must be above 0");
}

static Quantity read_shape(const Reader *reader, const char *field, int index, const Shape *shape,
                           NumberRule rule) {
    LuaNumber numbers[3];
    Quantity quantity = quantity_exactly(reader, 0);
    Number *places[3] = {&quantity.a, &quantity.b, &quantity.c};
    for (int i = 0; i < shape->arguments; i++) {
        lua_rawgeti(reader->L, index, i + 1);
        numbers[i] = number_from(reader, field, -1);
        lua_pop(reader->L, 1);
    }
    check_order(reader, field, shape, numbers);
    quantity.kind = shape->kind;
    for (int i = 0; i < shape->arguments; i++)
        *places[i] = number_add(reader, field, shape->parts[i], &numbers[i], rule);
    return quantity;
}

/* A lognormal of which the mean is known: median and P95 are multiples of one parameter. */
static Quantity read_skewed(const Reader *reader, const char *field, int index, NumberRule rule) {
    lua_State *L = reader->L;
    lua_rawgeti(L, index, 1);
    lua_rawgeti(L, index, 2);
    LuaNumber mean = number_from(reader, field, -2), spread = number_from(reader, field, -1);
    lua_pop(L, 2);
    if (mean.low <= 0) reader_fail(reader, field, "its mean must be above 0");
    Number number = number_add(reader, field, "mean", &mean, rule);
    number_add(reader, field, "P95 over median", &spread, (NumberRule){"times", DIMENSION_NONE, 1, 1000});
    Quantity quantity = quantity_exactly(reader, 0);
    quantity.kind = DISTRIBUTION_LOGNORMAL;
    quantity.a = (Number){number.parameter, number.scale * member_number(L, index, "median", 1)};
    quantity.b = (Number){number.parameter, number.scale * member_number(L, index, "p95", 1)};
    return quantity;
}

static Quantity read_empirical(const Reader *reader, const char *field, int index, NumberRule rule) {
    lua_State *L = reader->L;
    uint32_t count = (uint32_t)lua_rawlen(L, index);
    if (!count) reader_fail(reader, field, "a list of values is empty");
    sandbox_charge(L, count);
    double *values = arena_new(&reader->scenario->adversary.arena, double, count);
    for (uint32_t i = 0; i < count; i++) {
        lua_rawgeti(L, index, i + 1);
        LuaNumber number = number_from(reader, field, -1);
        refuse_shared(reader, field, &number);
        number_add(reader, field, "value", &number, rule);
        values[i] = number.mode * number.scale;
        if (i && values[i] < values[i - 1]) reader_fail(reader, field, "a list of values must not fall");
        lua_pop(L, 1);
    }
    Quantity quantity = quantity_exactly(reader, 0);
    quantity.kind = DISTRIBUTION_EMPIRICAL;
    quantity.values = values;
    quantity.value_count = count;
    return quantity;
}

static Quantity read_quantity(const Reader *reader, const char *field, int index, NumberRule rule) {
    const char *word = value_member(reader->L, index, "shape");
    for (size_t i = 0; word && i < sizeof shapes / sizeof *shapes; i++)
        if (strcmp(word, shapes[i].word) == 0) return read_shape(reader, field, index, &shapes[i], rule);
    if (word && strcmp(word, "skewed") == 0) return read_skewed(reader, field, index, rule);
    return read_empirical(reader, field, index, rule);
}

Quantity reader_quantity(const Reader *reader, const char *field, NumberRule rule, double fallback) {
    reader_push(reader, field);
    int index = lua_gettop(reader->L);
    Quantity quantity = quantity_exactly(reader, fallback);
    if (value_is(reader->L, index, "quantity"))
        quantity = read_quantity(reader, field, index, rule);
    else if (!lua_isnil(reader->L, index)) {
        LuaNumber number = number_from(reader, field, index);
        quantity.a = number_add(reader, field, "", &number, rule);
    }
    lua_settop(reader->L, index - 1);
    return quantity;
}

const char *reader_source(const Reader *reader) {
    reader_push(reader, "source");
    lua_State *L = reader->L;
    const char *source = NULL;
    char what[96];
    if (lua_type(L, -1) == LUA_TSTRING)
        source = lua_tostring(L, -1);
    else if (lua_istable(L, -1))
        source = value_member(L, -1, "source");
    if (source)
        source = reader_keep(reader, source);
    else if (!lua_isnil(L, -1))
        reader_fail(reader, "source", "expected fact.… or a text that names the source, not %s",
                    value_describe(L, -1, what));
    lua_pop(L, 1);
    return source;
}

static double published_date(const Reader *reader, const char *field, int index) {
    Error error;
    int64_t seconds;
    if (!iso_date_parse(lua_tostring(reader->L, index), &seconds, &error))
        reader_fail(reader, field, "%s", error.text);
    return (double)(seconds - reader->scenario->adversary.start);
}

void reader_published(const Reader *reader, const char *field, double *low, double *high,
                      const char **source) {
    lua_State *L = reader->L;
    reader_push(reader, field);
    int index = lua_gettop(L);
    *source = reader->source;
    if (lua_type(L, index) == LUA_TSTRING)
        *low = *high = published_date(reader, field, index);
    else if (lua_istable(L, index) && !value_class(L, index) && lua_rawlen(L, index) == 2) {
        double ends[2];
        for (int i = 0; i < 2; i++) {
            if (lua_rawgeti(L, index, i + 1) != LUA_TSTRING)
                reader_fail(reader, field, "expected two dates in quotes");
            ends[i] = published_date(reader, field, -1);
        }
        *low = ends[0];
        *high = ends[1];
    } else {
        LuaNumber number = number_from(reader, field, index);
        *low = number.low * number.scale;
        *high = number.high * number.scale;
        if (number.source && *number.source) *source = reader_keep(reader, number.source);
    }
    if (*low > *high) reader_fail(reader, field, "its first end lies after its second");
    if (!*source) reader_fail(reader, field, "a published figure needs a source: fact.…, or source = …");
    lua_settop(L, index - 1);
}
