#include "control/questionnaire.h"

#include "base/json.h"
#include "base/text.h"
#include "base/vec.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static const char *const KIND_NAMES[] = {"level", "choice", "text"};
static const char *const PARTY_NAMES[] = {"msp", "vendor", "company"};
static const char *const STATUS_KEYS[] = {"claimed", "shown", "checked"};

const char *part_name(Part part) {
    return part == PART_COMPANY ? "company" : "msp";
}

typedef struct Loader {
    Questionnaire *into;
    const Catalogue *catalogue;
    Error *error;
} Loader;

static bool keep_text(Loader *loader, Json object, const char *key, const char **out) {
    const char *text;
    if (!json_text(object, key, &text, loader->error)) return false;
    *out = arena_text(&loader->into->arena, text);
    return true;
}

static bool keep_optional(Loader *loader, Json object, const char *key, const char **out) {
    *out = "";
    return !json_has(object, key) || keep_text(loader, object, key, out);
}

static bool read_phrase_at(Loader *loader, Json value, Phrase *out) {
    return keep_text(loader, value, "en", &out->en) && keep_text(loader, value, "ja", &out->ja);
}

static bool read_phrase(Loader *loader, Json object, const char *key, Phrase *out) {
    Json value;
    return json_object(object, key, &value, loader->error) && json_only(value, "en ja", loader->error) &&
           read_phrase_at(loader, value, out);
}

static bool read_word(Json object, const char *key, const char *const *words, int count, int *out,
                      Error *error) {
    const char *text;
    if (!json_text(object, key, &text, error)) return false;
    for (*out = 0; *out < count; ++*out)
        if (strcmp(words[*out], text) == 0) return true;
    return json_fail(object, error, "%s: \"%s\" is none of %s, %s, %s", key, text, words[0], words[1],
                     words[2]);
}

/* A list of `count` numbers from 0 to 1; `whole`: they sum to 1. */
static bool read_shares(Json object, const char *key, uint32_t count, bool whole, double *out, Error *error) {
    Json list;
    double sum = 0;
    if (!json_array(object, key, &list, error)) return false;
    if (json_count(list) != count)
        return json_fail(list, error, "must hold %u shares, not %u", count, json_count(list));
    for (uint32_t i = 0; i < count; i++) {
        if (!json_as_number(json_item(list, i), 0, 1, &out[i], error)) return false;
        sum += out[i];
    }
    return !whole || fabs(sum - 1) < 1e-9 || json_fail(list, error, "must sum to 1, not %g", sum);
}

/* ------------------------------------------------------------------ questions */

static bool read_control(Loader *loader, Json object, uint32_t *out) {
    const char *id;
    if (!json_text(object, "control", &id, loader->error)) return false;
    int found = catalogue_find(loader->catalogue, id);
    if (found < 0) return json_fail(object, loader->error, "control \"%s\" is not in the catalogue", id);
    *out = (uint32_t)found;
    return true;
}

static bool read_range(Json object, double *low, double *mode, double *high, Error *error) {
    if (!json_number(object, "low", 0, 1e6, low, error) ||
        !json_number(object, "mode", *low, 1e6, mode, error))
        return false;
    return json_number(object, "high", *mode, 1e6, high, error);
}

static bool read_effect(Loader *loader, Json item, OptionEffect *effect) {
    *effect = (OptionEffect){.control = QUESTION_NONE};
    if (!json_only(item, "do what key value low mode high control level", loader->error) ||
        !keep_text(loader, item, "do", &effect->act) || !keep_optional(loader, item, "what", &effect->what) ||
        !keep_optional(loader, item, "key", &effect->key) ||
        !keep_optional(loader, item, "value", &effect->value))
        return false;
    if (json_has(item, "low") && !read_range(item, &effect->low, &effect->mode, &effect->high, loader->error))
        return false;
    if (strcmp(effect->act, "level") != 0) return true;
    int64_t level;
    if (!read_control(loader, item, &effect->control) ||
        !json_integer(item, "level", 0, LEVELS - 1, &level, loader->error))
        return false;
    effect->level = (uint8_t)level;
    return true;
}

static bool read_option(Loader *loader, Json item, QuestionOption *option) {
    *option = (QuestionOption){0};
    Json list;
    if (!json_only(item, "en ja effects", loader->error) || !read_phrase_at(loader, item, &option->text))
        return false;
    if (!json_has(item, "effects")) return true;
    if (!json_array(item, "effects", &list, loader->error)) return false;
    OptionEffect *effects = arena_new(&loader->into->arena, OptionEffect, json_count(list));
    option->effects = effects;
    for (; option->effect_count < json_count(list); option->effect_count++)
        if (!read_effect(loader, json_item(list, option->effect_count), &effects[option->effect_count]))
            return false;
    return true;
}

static bool read_options(Loader *loader, Json object, Question *question) {
    Json list, base;
    if (!json_array(object, "options", &list, loader->error)) return false;
    question->option_count = json_count(list);
    uint32_t least = question->kind == QUESTION_LEVEL ? LEVELS : 2;
    if (question->option_count < least || question->option_count > OPTIONS_MAX)
        return json_fail(list, loader->error, "must hold %s options, not %u",
                         least == LEVELS ? "4" : "2 to 4", question->option_count);
    for (uint32_t i = 0; i < question->option_count; i++)
        if (!read_option(loader, json_item(list, i), &question->options[i])) return false;
    return json_object(object, "base", &base, loader->error) &&
           read_shares(base, "shares", question->option_count, true, question->base, loader->error) &&
           keep_text(loader, base, "source", &question->base_source);
}

static bool find_section(Loader *loader, Json object, uint32_t *out) {
    const char *id;
    if (!json_text(object, "section", &id, loader->error)) return false;
    for (*out = 0; *out < loader->into->section_count; ++*out)
        if (strcmp(loader->into->sections[*out].id, id) == 0) return true;
    return json_fail(object, loader->error, "there is no section \"%s\"", id);
}

static bool read_head(Loader *loader, Json item, Question *question) {
    int kind, party;
    if (!json_only(item, "id section kind about control ask evidence clause options base", loader->error) ||
        !keep_text(loader, item, "id", &question->id) || !find_section(loader, item, &question->section) ||
        !read_word(item, "kind", KIND_NAMES, 3, &kind, loader->error) ||
        !read_word(item, "about", PARTY_NAMES, PARTY_COUNT, &party, loader->error))
        return false;
    question->kind = (QuestionKind)kind;
    question->about = (Party)party;
    bool ours = strcmp(loader->into->sections[question->section].id, "company") == 0;
    question->part = ours ? PART_COMPANY : PART_MSP;
    if (questionnaire_find(loader->into, question->id) != QUESTION_NONE)
        return json_fail(item, loader->error, "the id \"%s\" is taken by an earlier question", question->id);
    return true;
}

static bool read_question(Loader *loader, Json item, Question *question) {
    *question = (Question){.control = QUESTION_NONE, .clause = {"", ""}, .base_source = ""};
    return read_head(loader, item, question) && read_phrase(loader, item, "ask", &question->ask) &&
           read_phrase(loader, item, "evidence", &question->evidence) &&
           (!json_has(item, "clause") || read_phrase(loader, item, "clause", &question->clause)) &&
           (question->kind != QUESTION_LEVEL || read_control(loader, item, &question->control)) &&
           (question->kind == QUESTION_TEXT || read_options(loader, item, question));
}

/* Level questions of one control and party share a topic. */
static uint32_t find_topic(const Questionnaire *questionnaire, const Question *question) {
    for (uint32_t i = 0; i < questionnaire->topic_count; i++) {
        const Topic *topic = &questionnaire->topics[i];
        if (question->kind == QUESTION_LEVEL && topic->control == question->control &&
            topic->about == question->about)
            return i;
    }
    return QUESTION_NONE;
}

static void add_topic(Questionnaire *questionnaire, Question *question) {
    question->topic = find_topic(questionnaire, question);
    if (question->topic != QUESTION_NONE) return;
    question->topic = questionnaire->topic_count++;
    /* The same luck for every candidate: nothing of the candidate is in the name. */
    questionnaire->topics[question->topic] =
        (Topic){.key = name_join(name_of("questionnaire"), name_of(question->id)),
                .about = question->about,
                .control = question->control,
                .first_question = questionnaire->question_count,
                .option_count = question->option_count};
}

static bool read_questions(Loader *loader, Json root) {
    Questionnaire *into = loader->into;
    Json list;
    if (!json_array(root, "questions", &list, loader->error)) return false;
    uint32_t count = json_count(list);
    if (count == 0 || count > QUESTIONS_MAX)
        return json_fail(list, loader->error, "holds %u questions; 1 to %d may be asked", count,
                         QUESTIONS_MAX);
    into->questions = arena_new(&into->arena, Question, count);
    into->topics = arena_new(&into->arena, Topic, count);
    for (uint32_t i = 0; i < count; i++) {
        if (!read_question(loader, json_item(list, i), &into->questions[i])) return false;
        add_topic(into, &into->questions[i]);
        into->question_count++;
    }
    return true;
}

/* ------------------------------------------------------------------ the rest */

static bool read_section(Loader *loader, Json item, Section *section) {
    int64_t line;
    if (!json_only(item, "id line title", loader->error) || !keep_text(loader, item, "id", &section->id) ||
        !json_integer(item, "line", 0, 11, &line, loader->error))
        return false;
    section->line = (uint32_t)line;
    return read_phrase(loader, item, "title", &section->title);
}

static bool read_sections(Loader *loader, Json root) {
    Json list;
    if (!json_array(root, "sections", &list, loader->error)) return false;
    loader->into->sections = arena_new(&loader->into->arena, Section, json_count(list));
    for (uint32_t i = 0; i < json_count(list); i++, loader->into->section_count++)
        if (!read_section(loader, json_item(list, i), &loader->into->sections[i])) return false;
    return true;
}

static bool read_statuses(Json object, const char *key, double shares[3][OPTIONS_MAX], Error *error) {
    Json table;
    if (!json_object(object, key, &table, error) || !json_only(table, "claimed shown checked", error))
        return false;
    for (int status = 0; status < 3; status++)
        if (!read_shares(table, STATUS_KEYS[status], OPTIONS_MAX, true, shares[status], error)) return false;
    return true;
}

static bool read_claims(Loader *loader, Json root, Claims *claims) {
    Json object, trust;
    const char *note;
    return json_object(root, "claims", &object, loader->error) &&
           json_only(object, "note source level choice trust", loader->error) &&
           json_text(object, "note", &note, loader->error) &&
           keep_text(loader, object, "source", &claims->source) &&
           read_statuses(object, "level", claims->level, loader->error) &&
           read_statuses(object, "choice", claims->choice, loader->error) &&
           json_object(object, "trust", &trust, loader->error) &&
           read_shares(trust, "audit", LEVELS, false, claims->trust_audit, loader->error) &&
           read_shares(trust, "certification", LEVELS, false, claims->trust_certification, loader->error);
}

static bool read_attraction(Loader *loader, Json root, Attraction *attraction) {
    Json object;
    return json_object(root, "attraction", &object, loader->error) &&
           json_only(object, "low mode high reference source", loader->error) &&
           read_range(object, &attraction->low, &attraction->mode, &attraction->high, loader->error) &&
           json_number(object, "reference", 1, 1e6, &attraction->reference, loader->error) &&
           keep_text(loader, object, "source", &attraction->source);
}

static bool read_all(Loader *loader, Json root) {
    Questionnaire *into = loader->into;
    if (!json_expect_format(root, "keyfall.questionnaire", 1, loader->error) ||
        !json_only(root, "format version title source claims attraction sections questions", loader->error) ||
        !json_integer(root, "version", 1, 1, &into->version, loader->error) ||
        !read_phrase(loader, root, "title", &into->title) ||
        !keep_text(loader, root, "source", &into->source) || !read_claims(loader, root, &into->claims) ||
        !read_attraction(loader, root, &into->attraction) || !read_sections(loader, root) ||
        !read_questions(loader, root))
        return false;
    into->claims.audit = questionnaire_find(into, "audit");
    into->claims.certification = questionnaire_find(into, "certification");
    return true;
}

bool questionnaire_load(Questionnaire *out, const char *path, const Catalogue *catalogue, Error *error) {
    JsonDocument *document = NULL;
    if (!json_load(path, &document, error)) return false;
    Questionnaire loaded = {0};
    arena_init(&loaded.arena);
    Loader loader = {.into = &loaded, .catalogue = catalogue, .error = error};
    bool good = read_all(&loader, json_root(document));
    if (good)
        *out = loaded;
    else
        questionnaire_clear(&loaded);
    json_destroy(document);
    return good;
}

void questionnaire_clear(Questionnaire *questionnaire) {
    arena_clear(&questionnaire->arena);
    *questionnaire = (Questionnaire){0};
}

uint32_t questionnaire_find(const Questionnaire *questionnaire, const char *id) {
    for (uint32_t i = 0; i < questionnaire->question_count; i++)
        if (strcmp(questionnaire->questions[i].id, id) == 0) return i;
    return QUESTION_NONE;
}

const char *questionnaire_nearest(const Questionnaire *questionnaire, const char *id) {
    const char *ids[QUESTIONS_MAX];
    for (uint32_t i = 0; i < questionnaire->question_count; i++) ids[i] = questionnaire->questions[i].id;
    return text_nearest(id, ids, questionnaire->question_count);
}
