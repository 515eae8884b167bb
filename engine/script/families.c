#include "script/families.h"

#include "base/json.h"
#include "base/text.h"

static const char *const shipped[] = {"msp-vendor-flaw", "msp-credential-push", "msp-delegated-admin"};

/* Where the scenarios that ship have their Japanese; another family has one title for both languages. */
static bool open_titles(const char *root, JsonDocument **document, Json *out, Error *error) {
    Text path = {0};
    text_add(&path, "%s/engine/report/texts/content.ja.json", root);
    bool good = json_load(text_of(&path), document, error) &&
                json_object(json_root(*document), "scenarios", out, error);
    text_clear(&path);
    return good;
}

static bool find_title(Scenario *scenario, Json titles, Phrase *out, Error *error) {
    Adversary *adversary = &scenario->adversary;
    Json texts;
    const char *japanese = adversary->title;
    if (json_get(titles, scenario->name, &texts) && !json_text(texts, "title", &japanese, error))
        return false;
    *out = (Phrase){adversary->title, arena_text(&adversary->arena, japanese)};
    return true;
}

static bool add(Families *families, const char *root, const char *name, Json titles,
                const Questionnaire *questionnaire, Error *error) {
    Scenario *scenario = &families->scenarios[families->count];
    AssessFamily *family = &families->items[families->count];
    if (!scenario_read(scenario, root, name, error)) return false;
    families->count++;
    if (!scenario->has_per_year)
        return error_set(error, "scenario %s: says no per_year, the attempts a year that assess needs",
                         scenario->name);
    *family = (AssessFamily){.id = scenario->name,
                             .blueprint = &scenario->blueprint,
                             .adversary = &scenario->adversary,
                             .parameters = &scenario->parameters,
                             .catalogue = &scenario->catalogue,
                             .kit = scenario->kit,
                             .per_year = scenario->per_year};
    return find_title(scenario, titles, &family->title, error) &&
           assess_family_init(family, questionnaire, error);
}

bool families_load(Families *families, const char *root, const char *const *names, uint32_t count,
                   const Questionnaire *questionnaire, Error *error) {
    JsonDocument *document = NULL;
    Json titles;
    if (count == 0) {
        names = shipped;
        count = sizeof shipped / sizeof *shipped;
    }
    families->count = 0;
    bool good = open_titles(root, &document, &titles, error);
    for (uint32_t i = 0; good && i < count; i++)
        good = add(families, root, names[i], titles, questionnaire, error);
    json_destroy(document);
    if (!good) families_clear(families);
    return good;
}

void families_clear(Families *families) {
    for (uint32_t i = 0; i < families->count; i++) scenario_clear(&families->scenarios[i]);
    families->count = 0;
}
