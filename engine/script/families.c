#include "script/families.h"

static const char *const shipped[] = {"msp-vendor-flaw", "msp-credential-push", "msp-delegated-admin"};

static bool add(Families *families, const char *root, const char *name, const Questionnaire *questionnaire,
                Error *error) {
    Scenario *scenario = &families->scenarios[families->count];
    AssessFamily *family = &families->items[families->count];
    if (!scenario_read(scenario, root, name, error)) return false;
    families->count++;
    if (!scenario->has_per_year)
        return error_set(error, "scenario %s: says no per_year, the attempts a year that assess needs",
                         scenario->name);
    *family = (AssessFamily){.id = scenario->name,
                             .title = scenario->adversary.title,
                             .blueprint = &scenario->blueprint,
                             .adversary = &scenario->adversary,
                             .parameters = &scenario->parameters,
                             .catalogue = &scenario->catalogue,
                             .kit = scenario->kit,
                             .per_year = scenario->per_year};
    return assess_family_init(family, questionnaire, error);
}

bool families_load(Families *families, const char *root, const char *const *names, uint32_t count,
                   const Questionnaire *questionnaire, Error *error) {
    bool good = true;
    if (count == 0) {
        names = shipped;
        count = sizeof shipped / sizeof *shipped;
    }
    families->count = 0;
    for (uint32_t i = 0; good && i < count; i++) good = add(families, root, names[i], questionnaire, error);
    if (!good) families_clear(families);
    return good;
}

void families_clear(Families *families) {
    for (uint32_t i = 0; i < families->count; i++) scenario_clear(&families->scenarios[i]);
    families->count = 0;
}
