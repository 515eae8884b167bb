#include "world/arrangement.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ the ranges as parameters */

static bool add_number(const Question *question, uint32_t option, const OptionEffect *effect,
                       ParameterSet *parameters, ParameterId *out, Error *error) {
    if (effect->high <= 0) return true;
    if (*out != PARAMETER_NONE)
        return error_set(error, "questionnaire: %s: option %u has two ranges; one is read", question->id,
                         option);
    Text label = {0};
    text_add(&label, "questionnaire: %s: option %u", question->id, option);
    Parameter parameter = {.label = text_of(&label),
                           .unit = effect->act,
                           .low = effect->low,
                           .mode = effect->mode,
                           .high = effect->high,
                           .provenance = PROVENANCE_ASSUMED,
                           .source = "assumed: within the band of the answer",
                           .where = "engine/control/questionnaire.json"};
    *out = parameters_add(parameters, &parameter);
    text_clear(&label);
    return true;
}

bool arrangement_prepare(const Questionnaire *questionnaire, ParameterSet *parameters,
                         ArrangementNumbers *out, Error *error) {
    for (uint32_t q = 0; q < questionnaire->question_count; q++) {
        const Question *question = &questionnaire->questions[q];
        for (uint32_t option = 0; option < OPTIONS_MAX; option++) {
            out->of[q][option] = PARAMETER_NONE;
            for (uint32_t k = 0; k < question->options[option].effect_count; k++)
                if (!add_number(question, option, &question->options[option].effects[k], parameters,
                                &out->of[q][option], error))
                    return false;
        }
    }
    return true;
}

/* ------------------------------------------------------------------ a blueprint of its own */

#define COPY_LIST(to, from, list)                                                                            \
    for (uint32_t i_ = 0; i_ < (from)->list.count; i_++) vec_push(&(to)->list, (from)->list.items[i_])

static void copy_blueprint(const Blueprint *from, Blueprint *to) {
    blueprint_init(to);
    COPY_LIST(to, from, orgs);
    COPY_LIST(to, from, assets);
    COPY_LIST(to, from, accesses);
    COPY_LIST(to, from, serves);
    COPY_LIST(to, from, hosted);
    COPY_LIST(to, from, flaws);
}

static uint32_t find_org(const Blueprint *blueprint, const char *label) {
    for (uint32_t i = 0; i < blueprint->orgs.count; i++)
        if (strcmp(blueprint->orgs.items[i].profile.label, label) == 0) return i;
    return NONE;
}

static Quantity quantity_of(ParameterId parameter) {
    return (Quantity){.kind = DISTRIBUTION_FIXED, .a = {.parameter = parameter, .scale = 1}};
}

/* ------------------------------------------------------------------ acts; each says how much it changed */

typedef struct Fitting {
    Blueprint *blueprint;
    const OptionEffect *effect;
    ParameterId number;
    uint32_t company; /* org spec */
} Fitting;

static void set_attribute(Arena *arena, AssetProfile *profile, const char *key, const char *value) {
    Attribute *attributes = arena_new(arena, Attribute, profile->attribute_count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < profile->attribute_count; i++)
        if (strcmp(profile->attributes[i].key, key) != 0) attributes[count++] = profile->attributes[i];
    attributes[count++] = (Attribute){key, value};
    profile->attributes = attributes;
    profile->attribute_count = count;
}

static uint32_t act_attribute(const Fitting *fitting) {
    Blueprint *blueprint = fitting->blueprint;
    int kind = kind_find(fitting->effect->what, asset_kind_names, ASSET_KIND_COUNT);
    uint32_t changed = 0;
    for (uint32_t i = 0; i < blueprint->assets.count; i++) {
        AssetProfile *profile = &blueprint->assets.items[i].profile;
        if ((int)profile->kind != kind) continue;
        set_attribute(&blueprint->arena, profile, fitting->effect->key, fitting->effect->value);
        changed++;
    }
    return changed;
}

static uint32_t act_count(const Fitting *fitting) {
    uint32_t org = find_org(fitting->blueprint, fitting->effect->what);
    if (org == NONE) return 0;
    Quantity count = {.kind = DISTRIBUTION_FIXED};
    count.a = (Number){.parameter = PARAMETER_NONE, .scale = strtod(fitting->effect->value, NULL)};
    fitting->blueprint->orgs.items[org].is_population = true;
    fitting->blueprint->orgs.items[org].count = count;
    return 1;
}

static uint32_t act_machines(const Fitting *fitting) {
    uint32_t changed = 0;
    for (uint32_t i = 0; i < fitting->blueprint->assets.count; i++) {
        AssetSpec *asset = &fitting->blueprint->assets.items[i];
        if (asset->org != fitting->company || !asset->profile.is_group) continue;
        asset->profile.count = quantity_of(fitting->number);
        changed++;
    }
    return changed;
}

static bool leads_into_company(const Fitting *fitting, const AccessSpec *access, int kind) {
    return (int)access->profile.kind == kind &&
           fitting->blueprint->assets.items[access->to].org == fitting->company;
}

static uint32_t act_share(const Fitting *fitting) {
    int kind = kind_find(fitting->effect->what, access_kind_names, ACCESS_KIND_COUNT);
    uint32_t changed = 0;
    for (uint32_t i = 0; i < fitting->blueprint->accesses.count; i++) {
        AccessSpec *access = &fitting->blueprint->accesses.items[i];
        if (!leads_into_company(fitting, access, kind) ||
            !fitting->blueprint->assets.items[access->to].profile.is_group)
            continue;
        access->profile.has_share = true;
        access->profile.share = (Number){.parameter = fitting->number, .scale = 1};
        changed++;
    }
    return changed;
}

/* A family that never had this access has nothing to lose. */
static uint32_t act_remove(const Fitting *fitting) {
    int kind = kind_find(fitting->effect->what, access_kind_names, ACCESS_KIND_COUNT);
    Blueprint *blueprint = fitting->blueprint;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < blueprint->accesses.count; i++)
        if (!leads_into_company(fitting, &blueprint->accesses.items[i], kind))
            blueprint->accesses.items[kept++] = blueprint->accesses.items[i];
    blueprint->accesses.count = kept;
    return kind >= 0;
}

static uint32_t act_elsewhere(const Fitting *fitting) {
    (void)fitting;
    return 1;
}

static const struct {
    const char *word;
    uint32_t (*act)(const Fitting *fitting);
} acts[] = {{"attribute", act_attribute}, {"count", act_count},         {"machines", act_machines},
            {"share", act_share},         {"remove", act_remove},       {"level", act_elsewhere},
            {"size", act_elsewhere},      {"dependence", act_elsewhere}};

static bool apply_effect(const Fitting *fitting, const Question *question, Error *error) {
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        if (strcmp(acts[i].word, fitting->effect->act) != 0) continue;
        return acts[i].act(fitting) > 0 ||
               error_set(error, "questionnaire: %s: \"%s\" \"%s\" finds nothing in this family's world",
                         question->id, fitting->effect->act, fitting->effect->what);
    }
    return error_set(error, "questionnaire: %s: there is no act \"%s\"", question->id, fitting->effect->act);
}

bool arrangement_apply(const Questionnaire *questionnaire, const ArrangementNumbers *numbers,
                       const uint8_t *options, const Blueprint *from, Blueprint *to, Error *error) {
    Blueprint made;
    copy_blueprint(from, &made);
    Fitting fitting = {.blueprint = &made, .company = find_org(&made, ARRANGEMENT_COMPANY)};
    bool good = true;
    if (fitting.company == NONE)
        good = error_set(error, "this scenario has no customer \"%s\"; assess reads what happens to it",
                         ARRANGEMENT_COMPANY);
    for (uint32_t q = 0; good && q < questionnaire->question_count; q++) {
        const Question *question = &questionnaire->questions[q];
        if (question->kind != QUESTION_CHOICE) continue;
        const QuestionOption *option = &question->options[options[q]];
        fitting.number = numbers->of[q][options[q]];
        for (uint32_t k = 0; good && k < option->effect_count; k++) {
            fitting.effect = &option->effects[k];
            good = apply_effect(&fitting, question, error);
        }
    }
    if (good)
        *to = made;
    else
        blueprint_clear(&made);
    return good;
}
