#include "script/api.h"

const ApiModule api_modules[API_MODULES] = {
    {"keyfall.host", api_host_functions, api_host_open},
    {"keyfall.world", api_world_functions, api_world_open},
    {"keyfall.attack", api_attack_functions, api_attack_open},
    {"keyfall.defence", api_defence_functions, api_defence_open},
    {"keyfall.study", api_study_functions, api_study_open},
    {"keyfall.tabletop", api_exercise_functions, api_exercise_open},
};
