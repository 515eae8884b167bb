/* The paper of an exercise, as HTML that prints: situation manuals, inject cards, evaluation guides, a
 * feedback form, the after-action report. Every page carries EXERCISE ONLY and the exercise's TLP marking. */
#pragma once

#include "exercise/debrief.h"
#include "report/exercise_page.h"

typedef enum PaperKind {
    PAPER_SITMAN_PLAYERS,     /* without spoilers: no injects, no decisions, no options */
    PAPER_SITMAN_FACILITATOR, /* with everything but the truth */
    PAPER_CARDS,
    PAPER_EEG,
    PAPER_FEEDBACK,
    PAPER_AAR, /* needs a debrief */
    PAPER_KINDS
} PaperKind;
extern const char *const paper_files[PAPER_KINDS]; /* "sitman-players", … */

typedef struct Paper { /* all borrowed */
    const ExerciseView *view;
    const Debrief *debrief; /* of an exercise that has ended, or NULL */
    bool final;             /* after the After-Action Meeting; else a draft */
    bool without_names;     /* people and organisations that attended are left out */
    bool letter;            /* US Letter; else A4 */
} Paper;

/* "EXERCISE ONLY · TLP:GREEN", in the arena. */
const char *paper_marking(const Paper *paper, Arena *arena);
void paper_write(const Paper *paper, PaperKind kind, Text *out);
