/* The catalogue of controls: what a control is, what each level means, and how strongly it acts. It is data
 * (engine/control/catalogue.json), not code; a scenario's rules say where a control acts.
 *
 * A control acts through mechanisms. Each effect is a range per level with a source:
 *   block    share of attempts that fail
 *   slow     share of the attacker's speed removed: the step takes 1 / (1 − e) times as long
 *   notice   odds that a step is seen, on top of what is seen anyway: 1 − (1 − p)(1 − e)
 *   react    share of the organisation's reaction time removed
 *   limit    share of a group's machines that is out of reach
 *   recover  share of the recovery time removed
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/name.h"

#include <stdbool.h>
#include <stdint.h>

#define LEVELS 4        /* 0 none, 1, 2, 3 */
#define CONTROLS_MAX 64 /* a posture is an array of this many levels */

typedef enum Mechanism {
    MECHANISM_BLOCK,
    MECHANISM_SLOW,
    MECHANISM_NOTICE,
    MECHANISM_REACT,
    MECHANISM_LIMIT,
    MECHANISM_RECOVER,
    MECHANISM_COUNT
} Mechanism;

/* Where a number comes from. */
typedef enum Provenance {
    PROVENANCE_SOURCED, /* a published figure, cited */
    PROVENANCE_ASSUMED, /* nobody has published it: our judgement, with a range */
    PROVENANCE_FITTED,  /* chosen so that a stated figure comes out */
} Provenance;

typedef struct Effect {
    Mechanism mechanism;
    double low[LEVELS], mode[LEVELS], high[LEVELS]; /* shares, 0 … 1; level 0 is all zero */
    Provenance provenance; /* of level 3; levels 1 and 2 are assumed fractions of it */
    const char *source;    /* who and what, or why we assume it */
} Effect;

typedef struct Control {
    Name key; /* of the id */
    const char *id, *title_en, *title_ja, *summary;
    const char *level_text[LEVELS]; /* what an organisation at this level does; [0] says what is missing */
    uint32_t article_lines;         /* bit n set: the article's line n (1 … 11) asks for it */
    const char *essential_eight;    /* the strategy it belongs to, or "" */
    const char *attack_mitigation;  /* ATT&CK mitigation ids, or "" */
    const char *relevance;          /* in which incidents it mattered, and where it is worth nothing */
    const Effect *effects;
    uint32_t effect_count;
} Control;

typedef struct Catalogue {
    Arena arena;             /* owns every text and array below */
    const Control *controls; /* in the file's order */
    uint32_t count;          /* at most CONTROLS_MAX */
} Catalogue;

bool catalogue_load(Catalogue *catalogue, const char *path, Error *error);
void catalogue_clear(Catalogue *catalogue);
/* Index of a control, or −1. */
int catalogue_find(const Catalogue *catalogue, const char *id);
/* The nearest id for "did you mean", or NULL. */
const char *catalogue_nearest(const Catalogue *catalogue, const char *id);
const Effect *control_effect(const Control *control, Mechanism mechanism); /* or NULL */
const char *mechanism_name(Mechanism mechanism);
const char *provenance_name(Provenance provenance);

/* The level of every control of one organisation. */
typedef struct Posture {
    uint8_t level[CONTROLS_MAX];
} Posture;
