#include "exercise/outlook.h"

#include <string.h>

void spread_add(Spread *spread, int64_t value) {
    if (spread->lucks == 0 || value < spread->least) spread->least = value;
    if (spread->lucks == 0 || value > spread->most) spread->most = value;
    spread->mean = (spread->mean * spread->lucks + (double)value) / (spread->lucks + 1);
    spread->lucks++;
}

/* ------------------------------------------------------------------ lines of play over open futures */

Futures futures_from(Stage *stage, uint32_t cut) {
    return (Futures){.stage = stage, .cut = cut};
}

void futures_clear(Futures *futures) {
    for (uint32_t i = 0; i < futures->tried.count; i++) vec_clear(&futures->tried.items[i].given);
    vec_clear(&futures->tried);
}

static bool same_line(const GivenVec *a, const GivenVec *b) {
    bool same = a->count == b->count;
    for (uint32_t i = 0; same && i < a->count; i++)
        same = a->items[i].action == b->items[i].action && a->items[i].at == b->items[i].at;
    return same;
}

static const TriedLine *try_line(Futures *futures, const GivenVec *line) {
    TriedLine tried = {.given = {0}};
    for (uint32_t i = 0; i < futures->tried.count; i++)
        if (same_line(&futures->tried.items[i].given, line)) return &futures->tried.items[i];
    for (uint32_t i = 0; i < line->count; i++) vec_push(&tried.given, line->items[i]);
    for (uint32_t i = 0; i < OUTLOOK_FUTURES; i++)
        tried.scores[i] = stage_forecast(futures->stage, line, futures->cut, i + 1);
    vec_push(&futures->tried, tried);
    return &futures->tried.items[futures->tried.count - 1];
}

Spread futures_score(Futures *futures, const GivenVec *line) {
    const TriedLine *tried = try_line(futures, line);
    Spread spread = {0};
    for (uint32_t i = 0; i < OUTLOOK_FUTURES; i++) spread_add(&spread, tried->scores[i]);
    return spread;
}

Spread futures_saved(Futures *futures, const GivenVec *without, const GivenVec *with) {
    int64_t left[OUTLOOK_FUTURES];
    Spread saved = {0};
    memcpy(left, try_line(futures, without)->scores, sizeof left);
    const TriedLine *tried = try_line(futures, with);
    for (uint32_t i = 0; i < OUTLOOK_FUTURES; i++) spread_add(&saved, left[i] - tried->scores[i]);
    return saved;
}

/* ------------------------------------------------------------------ what is open in a room */

bool watch_goes_on(Watch watch) {
    return !watch.goes_on || watch.goes_on(watch.context);
}

/* What was decided so far, and this option at a second from now on. */
static Spread when_taken(const Room *room, const OutlookRow *row, uint32_t at, Futures *futures) {
    GivenVec given = {0};
    const GivenVec *so_far = &room->teams[row->team].given;
    for (uint32_t i = 0; i < so_far->count; i++) vec_push(&given, so_far->items[i]);
    RoomEvent event = room_event(ROOM_COMMIT, team_name(row->team));
    event.subject = row->decision;
    event.choice = row->option;
    event.second = at;
    if (row->option != NONE) room_event_give(&event, room->definition, &given);
    Spread spread = futures_score(futures, &given);
    vec_clear(&given);
    return spread;
}

static bool outlook_decision(const Room *room, uint32_t team, uint32_t decision, Futures *futures,
                             Watch watch, OutlookRowVec *out) {
    uint32_t options = room->definition->decisions.items[decision].options.count;
    for (uint32_t i = 0; i <= options; i++) {
        OutlookRow row = {.team = team, .decision = decision, .option = i < options ? i : NONE};
        if (!watch_goes_on(watch)) return false;
        row.now = when_taken(room, &row, room->now, futures);
        row.later = when_taken(room, &row, room->now + OUTLOOK_LATER, futures);
        vec_push(out, row);
    }
    return true;
}

bool outlook_open(const Room *room, Watch watch, OutlookRowVec *out) {
    Futures futures = futures_from(room->stage, room->now);
    bool good = true;
    out->count = 0;
    for (uint32_t team = 0; good && team < room->team_count; team++)
        for (uint32_t i = 0; good && i < room->definition->decisions.count; i++)
            if (room_decision_open(room, team, i))
                good = outlook_decision(room, team, i, &futures, watch, out);
    futures_clear(&futures);
    if (!good) out->count = 0;
    return good;
}
