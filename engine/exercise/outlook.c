#include "exercise/outlook.h"

void spread_add(Spread *spread, int64_t value) {
    if (spread->lucks == 0 || value < spread->least) spread->least = value;
    if (spread->lucks == 0 || value > spread->most) spread->most = value;
    spread->mean = (spread->mean * spread->lucks + (double)value) / (spread->lucks + 1);
    spread->lucks++;
}

Spread outlook_score(Stage *stage, const GivenVec *given, uint32_t cut, uint32_t futures) {
    Spread spread = {0};
    for (uint32_t future = 1; future <= futures; future++)
        spread_add(&spread, stage_forecast(stage, given, cut, future));
    return spread;
}

Spread outlook_saved(Stage *stage, const GivenVec *without, const GivenVec *with, uint32_t cut,
                     uint32_t futures) {
    Spread spread = {0};
    for (uint32_t future = 1; future <= futures; future++) {
        int64_t score = stage_forecast(stage, without, cut, future);
        spread_add(&spread, score - stage_forecast(stage, with, cut, future));
    }
    return spread;
}

Spread outlook_option(const Room *room, uint32_t team, uint32_t decision, uint32_t option, uint32_t futures) {
    GivenVec given = {0};
    const GivenVec *so_far = &room->teams[team].given;
    for (uint32_t i = 0; i < so_far->count; i++) vec_push(&given, so_far->items[i]);
    RoomEvent event = room_event(ROOM_COMMIT, team_name(team));
    event.subject = decision;
    event.choice = option;
    event.second = room->now;
    if (option != NONE) room_event_give(&event, room->definition, &given);
    Spread spread = outlook_score(room->stage, &given, room->now, futures);
    vec_clear(&given);
    return spread;
}
