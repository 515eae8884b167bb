/* The Master Scenario Events List: out as a table, and in again with a preview. Headers are matched without
 * case, exactly first and then contained, and by the words that other tools use; rows by their title, then by
 * their inject number; a row that matches none is a new inject. Nothing is overwritten silently: reading
 * gives a list of changes, and applying takes that list. Cells that are empty change nothing. Names of casts
 * stand in the texts; {callers} and {clock} stay as they are. */
#pragma once

#include "base/sheet.h"
#include "exercise/texts.h"
#include "report/exercise_page.h"

#define MSEL_COLUMNS 19
/* Every inject, in order; with what was released when a room is given that has begun. */
void msel_write(const ExerciseView *view, Sheet *out);

typedef struct MselChange {
    uint32_t row;    /* of the sheet, from 1 */
    uint32_t inject; /* NONE: a new one */
    const char *column;
    const char *before, *after; /* in the changes' arena */
    TextChange change;          /* what does it; likewise */
} MselChange;

typedef struct MselChanges {
    Arena arena;
    Vec(MselChange) list;
    Vec(const char *) unread; /* headers that nothing was made of */
} MselChanges;

/* What would change; refuses a table without a number or a title, and two rows about one inject. */
bool msel_compare(const ExerciseView *view, const Sheet *sheet, const char *path, MselChanges *out,
                  Error *error);
/* Makes the changes; an error names the row, and what came before it has been made. */
bool msel_apply(Definition *definition, const MselChanges *changes, const char *path, Error *error);
void msel_changes_clear(MselChanges *changes);
