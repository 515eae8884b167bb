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
                     uint32_t futures, Spread *score) {
    Spread saved = {0}, own = {0};
    for (uint32_t future = 1; future <= futures; future++) {
        int64_t then = stage_forecast(stage, with, cut, future);
        spread_add(&own, then);
        spread_add(&saved, stage_forecast(stage, without, cut, future) - then);
    }
    if (score) *score = own;
    return saved;
}

bool watch_goes_on(Watch watch) {
    return !watch.goes_on || watch.goes_on(watch.context);
}

/* What was decided so far, and this option at a second from now on; one that changes nothing is `none`. */
static Spread when_taken(const Room *room, const OutlookRow *row, uint32_t at, uint32_t futures,
                         const Spread *none) {
    GivenVec given = {0};
    const GivenVec *so_far = &room->teams[row->team].given;
    for (uint32_t i = 0; i < so_far->count; i++) vec_push(&given, so_far->items[i]);
    RoomEvent event = room_event(ROOM_COMMIT, team_name(row->team));
    event.subject = row->decision;
    event.choice = row->option;
    event.second = at;
    room_event_give(&event, room->definition, &given);
    bool changes = given.count > so_far->count;
    Spread spread = changes ? outlook_score(room->stage, &given, room->now, futures) : *none;
    vec_clear(&given);
    return spread;
}

static bool outlook_decision(const Room *room, uint32_t team, uint32_t decision, uint32_t futures,
                             Watch watch, OutlookRowVec *out) {
    const Spread none = outlook_score(room->stage, &room->teams[team].given, room->now, futures);
    for (uint32_t i = 0; i < room->definition->decisions.items[decision].options.count; i++) {
        OutlookRow row = {.team = team, .decision = decision, .option = i};
        if (!watch_goes_on(watch)) return false;
        row.now = when_taken(room, &row, room->now, futures, &none);
        row.later = when_taken(room, &row, room->now + OUTLOOK_LATER, futures, &none);
        vec_push(out, row);
    }
    vec_push(out, ((OutlookRow){team, decision, NONE, none, none}));
    return true;
}

bool outlook_open(const Room *room, uint32_t futures, Watch watch, OutlookRowVec *out) {
    bool good = true;
    out->count = 0;
    for (uint32_t team = 0; good && team < room->team_count; team++)
        for (uint32_t i = 0; good && i < room->definition->decisions.count; i++)
            if (room_decision_open(room, team, i))
                good = outlook_decision(room, team, i, futures, watch, out);
    if (!good) out->count = 0;
    return good;
}
