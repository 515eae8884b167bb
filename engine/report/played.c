#include "report/played.h"

#include <stdlib.h>

bool played_run(Played *played, const Race *race, const ParameterSet *parameters, const Catalogue *catalogue,
                const ControlSet *set, PlayedOptions options, Error *error) {
    Weights *weights = weights_create(race, set, error);
    if (!weights) return false;
    RaceOptions run = {.seed = options.seed,
                       .draw = options.replication / options.worlds_per_draw,
                       .replication = options.replication,
                       .response_off = options.response_off};
    ParameterDraw draw;
    *played = (Played){.race = race, .options = options, .weights = weights};
    played->state = race_state_create(race);
    played->metrics = heap_take(race_adversary(race)->probes.count, sizeof *played->metrics);
    parameter_draw_init(&draw, parameters, catalogue);
    parameter_draw_fill(&draw, parameters, catalogue, run.seed, run.draw, options.scope);
    weights_evaluate(weights, &draw);
    race_state_log(played->state, &played->log);
    race_run(race, weights, played->state, run, played->metrics);
    race_state_log(played->state, NULL);
    parameter_draw_clear(&draw);
    return true;
}

void played_clear(Played *played) {
    race_state_destroy(played->state);
    weights_destroy(played->weights);
    vec_clear(&played->log);
    free(played->metrics);
    *played = (Played){0};
}

Told played_told(const Played *played, const char *controls) {
    return (Told){.race = played->race,
                  .state = played->state,
                  .log = &played->log,
                  .metrics = played->metrics,
                  .controls = controls,
                  .seed = played->options.seed,
                  .replication = played->options.replication,
                  .response_off = played->options.response_off,
                  .parameters_fixed = played->options.scope == SCOPE_FIXED};
}
