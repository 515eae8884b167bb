/* What due diligence needs of the installation: the questionnaire, and the families of attacks fitted to it.
 * Loaded when first asked for and kept; immutable from then on and shared by all threads. */
#pragma once

#include "measure/assess.h"
#include "script/families.h"

typedef struct Papers {
    Catalogue catalogue; /* of the questionnaire; each family has its own copy */
    Questionnaire questionnaire;
    Families families;
} Papers;

typedef struct Cabinet Cabinet;

/* `root` as in scenario_load; copied. Reads nothing yet. */
Cabinet *cabinet_create(const char *root);
void cabinet_destroy(Cabinet *cabinet); /* NULL is fine */
/* The first call takes as long as loading does; one that failed is tried again. */
bool cabinet_papers(Cabinet *cabinet, const Papers **out, Error *error);
