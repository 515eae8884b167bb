#include "console/cabinet.h"

#include "base/text.h"

#include <pthread.h>
#include <stdlib.h>

struct Cabinet {
    Arena arena;
    const char *root;
    pthread_mutex_t lock; /* of what follows */
    Papers *papers;       /* NULL until asked for */
};

Cabinet *cabinet_create(const char *root) {
    Cabinet *cabinet = heap_take(1, sizeof *cabinet);
    arena_init(&cabinet->arena);
    cabinet->root = arena_text(&cabinet->arena, root);
    pthread_mutex_init(&cabinet->lock, NULL);
    return cabinet;
}

static void papers_destroy(Papers *papers) {
    if (!papers) return;
    families_clear(&papers->families);
    questionnaire_clear(&papers->questionnaire);
    catalogue_clear(&papers->catalogue);
    free(papers);
}

void cabinet_destroy(Cabinet *cabinet) {
    if (!cabinet) return;
    papers_destroy(cabinet->papers);
    pthread_mutex_destroy(&cabinet->lock);
    arena_clear(&cabinet->arena);
    free(cabinet);
}

static bool load(Papers *papers, const char *root, Error *error) {
    Text catalogue = {0}, questionnaire = {0};
    text_add(&catalogue, "%s/engine/control/catalogue.json", root);
    text_add(&questionnaire, "%s/engine/control/questionnaire.json", root);
    bool good =
        catalogue_load(&papers->catalogue, text_of(&catalogue), error) &&
        questionnaire_load(&papers->questionnaire, text_of(&questionnaire), &papers->catalogue, error) &&
        families_load(&papers->families, root, NULL, 0, &papers->questionnaire, error);
    text_clear(&catalogue);
    text_clear(&questionnaire);
    return good;
}

bool cabinet_papers(Cabinet *cabinet, const Papers **out, Error *error) {
    pthread_mutex_lock(&cabinet->lock);
    if (!cabinet->papers) {
        Papers *papers = heap_take(1, sizeof *papers);
        if (load(papers, cabinet->root, error))
            cabinet->papers = papers;
        else
            papers_destroy(papers);
    }
    *out = cabinet->papers;
    pthread_mutex_unlock(&cabinet->lock);
    return *out != NULL;
}
