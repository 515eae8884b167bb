/* Every text of an exercise that people may want to change without Lua, by kind, name and field: for a
 * spreadsheet out and in again. A changed text is kept in the journal, so that a room that is opened again
 * shows the same words. */
#pragma once

#include "exercise/definition.h"

typedef struct TextPlace {
    const char *kind, *id, *field; /* "inject", "third-customer", "text" */
    Wording *wording;              /* in the definition */
} TextPlace;
typedef Vec(TextPlace) TextPlaceVec;

/* In the order of the definition: the exercise, names of casts, roles, modules, objectives, decisions and
 * their options, injects, questions. Ids that are made up lie in the definition's arena. The caller clears
 * `out`. */
void texts_list(Definition *definition, TextPlaceVec *out);

typedef struct TextChange {
    const char *kind, *id, *field, *in[LANGUAGE_COUNT]; /* NULL: this language stays as it is */
} TextChange;
typedef Vec(TextChange) TextChangeVec;

/* Puts a text in its place (copied to the definition's arena); an error when there is no such place. What
 * inject_setup.h knows of an inject (when, to whom, …) counts as a text too. */
bool texts_apply(Definition *definition, const TextChange *change, Error *error);
