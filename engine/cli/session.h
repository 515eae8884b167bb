/* A scenario made ready to race: loaded, its control sets chosen, compiled. */
#pragma once

#include "cli/options.h"
#include "cli/terminal.h"
#include "measure/lattice.h"
#include "report/result.h"
#include "script/scenario.h"

typedef struct Session {
    Scenario scenario;
    ControlSetVec shipped;   /* of the scenario */
    ControlSetVec given;     /* read from paths */
    const ControlSet **sets; /* chosen, in order; NULL stands for the world as it is; owned */
    SetName *names;          /* likewise */
    uint32_t set_count;
    uint32_t beside; /* so many of the last sets were not asked for */
    Race *race;
} Session;

/* What to race when the user names no set: the incident as it was, or that and every other shipped one. */
typedef enum DefaultSets { SETS_AS_IT_WAS, SETS_ALL } DefaultSets;

bool session_open(Session *session, const char *scenario, const Options *options, DefaultSets sets,
                  Error *error);
/* As session_open, with the shared numbers taken from the other incidents of the pool. */
bool session_open_pooled(Session *session, const char *scenario, const Options *options, DefaultSets sets,
                         const Pool *pool, Error *error);
void session_close(Session *session);

/* The session's sets over the options' worlds, with progress. An interrupt leaves a partial ensemble. */
bool session_ensemble(const Session *session, const Options *options, Ensemble *out, Error *error);
EnsembleOptions session_ensemble_options(const Options *options);
/* Borrows the session and the ensemble; measured. */
Result session_result(const Session *session, const Options *options, const Ensemble *ensemble);

/* The probe of --metric (default customers), or false with the nearest name. */
bool session_probe(const Session *session, const Options *options, uint32_t *probe, Error *error);
/* Refuses a probe that may have no value: worths and shares of it would not add up. */
bool session_adds_up(const Session *session, uint32_t probe, Error *error);
bool session_lever_defaults(const Options *options, LeverDefaults *out, Error *error);
/* The levers of --vary, --on and --level, checked against the world; the caller clears them. */
bool session_levers(const Session *session, const Options *options, LeverList *out, Error *error);

/* What a lattice of those levers needs; borrows all of it. The base is the session's first set. */
Study session_study(const Session *session, const Options *options, const LeverList *levers,
                    Progress *progress);

/* Sizes of the populations with every unknown at its most likely value; the caller frees them. */
uint32_t *session_likely_sizes(const Session *session);

/* The folder that holds scenarios/, scripts/ and the catalogue: KEYFALL_ROOT, or beside the program, or where
 * it was built. `out` has PATH_MAX bytes. */
void session_root(char *out);
/* The folder of the console's built page: beside the program where it was built, or in an installed root. */
void session_page(const char *root, char *out, size_t size);
