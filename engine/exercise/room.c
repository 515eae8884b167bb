#include "exercise/room.h"

#include <string.h>

/* ------------------------------------------------------------------ making and clearing */

static uint32_t *seconds_taken(uint32_t count) {
    uint32_t *seconds = heap_take(count, sizeof *seconds);
    for (uint32_t i = 0; i < count; i++) seconds[i] = NEVER;
    return seconds;
}

static void team_init(Team *team, const Definition *definition) {
    uint32_t decisions = definition->decisions.count;
    *team = (Team){.released_at = seconds_taken(definition->injects.count),
                   .decided_at = seconds_taken(decisions),
                   .option = seconds_taken(decisions),
                   .commit = heap_take(decisions, sizeof(uint64_t)),
                   .undecided_at = seconds_taken(decisions)};
}

static void team_clear(Team *team) {
    vec_clear(&team->given);
    branch_clear(&team->branch);
    free(team->released_at);
    free(team->decided_at);
    free(team->option);
    free(team->commit);
    free(team->undecided_at);
}

void room_init(Room *room, const Definition *definition, Stage *stage, uint32_t team_count) {
    *room = (Room){.definition = definition, .stage = stage, .team_count = team_count};
    arena_init(&room->arena);
    room->now = (uint32_t)definition->startex;
    room->teams = heap_take(team_count, sizeof *room->teams);
    for (uint32_t i = 0; i < team_count; i++) {
        team_init(&room->teams[i], definition);
        stage_run(stage, &room->teams[i].given, &room->teams[i].branch);
    }
    room->held = heap_take(definition->injects.count, sizeof(bool));
    room->skipped = heap_take(definition->injects.count, sizeof(bool));
    room->opened = heap_take(definition->decisions.count, sizeof(bool));
    room->called = heap_take(definition->decisions.count, sizeof(bool));
}

void room_clear(Room *room) {
    for (uint32_t i = 0; i < room->team_count; i++) team_clear(&room->teams[i]);
    free(room->teams);
    free(room->held);
    free(room->skipped);
    free(room->opened);
    free(room->called);
    free(room->undone);
    vec_clear(&room->events);
    arena_clear(&room->arena);
    memset(room, 0, sizeof *room);
}

/* ------------------------------------------------------------------ what is due and open */

uint32_t room_condition_due(const Room *room, uint32_t team_index, ConditionId condition, uint32_t by) {
    const Team *team = &room->teams[team_index];
    const Definition *definition = room->definition;
    uint32_t casts[EXERCISE_BITS_MAX];
    for (uint32_t i = 0; i < definition->casts.count; i++) casts[i] = definition->casts.items[i].org;
    Circumstances circumstances = {.world = race_world(room->stage->race),
                                   .conditions = definition->conditions.items,
                                   .log = &team->branch.log,
                                   .cast_orgs = casts,
                                   .hit_at = team->branch.hit_at,
                                   .hit_orgs = team->branch.hit_orgs,
                                   .hit_count = team->branch.hit_count,
                                   .released_at = team->released_at,
                                   .decided_at = team->decided_at,
                                   .decided_option = team->option,
                                   .undecided_at = team->undecided_at};
    return condition_due(&circumstances, condition, by);
}

uint32_t room_inject_due(const Room *room, uint32_t team, uint32_t inject, uint32_t by) {
    return room_condition_due(room, team, room->definition->injects.items[inject].when, by);
}

uint32_t room_decision_opens(const Room *room, uint32_t team, uint32_t decision, uint32_t by) {
    if (room->opened[decision]) return room->now;
    return room_condition_due(room, team, room->definition->decisions.items[decision].opens, by);
}

bool room_decision_open(const Room *room, uint32_t team, uint32_t decision) {
    const Team *t = &room->teams[team];
    if (!room->begun || room->ended || t->decided_at[decision] != NEVER || t->undecided_at[decision] != NEVER)
        return false;
    return room_decision_opens(room, team, decision, room->now) != NEVER;
}

uint32_t room_due_teams(const Room *room, uint32_t inject) {
    uint32_t teams = 0;
    if (!room->begun || room->held[inject] || room->skipped[inject]) return 0;
    for (uint32_t i = 0; i < room->team_count; i++)
        if (room->teams[i].released_at[inject] == NEVER &&
            room_inject_due(room, i, inject, room->now) != NEVER)
            teams |= 1u << i;
    return teams;
}

/* ------------------------------------------------------------------ checking */

static bool is_one_team(const Room *room, const RoomEvent *event) {
    return event->teams && !(event->teams & (event->teams - 1)) && !(event->teams >> room->team_count);
}

static uint32_t the_team(const RoomEvent *event) {
    return (uint32_t)__builtin_ctz(event->teams);
}

static bool check_inject(const Room *room, const RoomEvent *event, Error *error) {
    const char *id = room->definition->injects.items[event->subject].id;
    if (event->kind == ROOM_SKIP && !*event->text)
        return error_set(error, "skipping inject \"%s\" needs a reason", id);
    uint32_t all = room->team_count == 32 ? UINT32_MAX : (1u << room->team_count) - 1;
    uint32_t wanted = event->teams ? event->teams : all;
    if (wanted & ~all) return error_set(error, "there are %u teams here", room->team_count);
    bool some = false;
    for (uint32_t i = 0; i < room->team_count; i++)
        some |= (wanted >> i & 1u) && room->teams[i].released_at[event->subject] == NEVER;
    return some || error_set(error, "inject \"%s\" has been released already", id);
}

static bool check_commit(const Room *room, const RoomEvent *event, Error *error) {
    const Decision *decision = &room->definition->decisions.items[event->subject];
    if (!is_one_team(room, event)) return error_set(error, "a decision is committed by one team");
    uint32_t team = the_team(event);
    if (room->teams[team].decided_at[event->subject] != NEVER)
        return error_set(error, "team %s has decided \"%s\" already; take it back first", team_name(team),
                         decision->id);
    if (event->choice >= decision->options.count)
        return error_set(error, "decision \"%s\" has options 1 to %u", decision->id, decision->options.count);
    return room_decision_open(room, team, event->subject) ||
           error_set(error, "decision \"%s\" is not open for team %s", decision->id, team_name(team));
}

static bool check_take_back(const Room *room, const RoomEvent *event, Error *error) {
    if (event->undoes == 0 || event->undoes > room->events.count)
        return error_set(error, "there is no event %llu", (unsigned long long)event->undoes);
    const RoomEvent *undone = &room->events.items[event->undoes - 1];
    if (undone->kind != ROOM_COMMIT && undone->kind != ROOM_ENTER)
        return error_set(error, "event %llu is no decision; decisions and entered actions can be taken back",
                         (unsigned long long)event->undoes);
    return !room->undone[event->undoes - 1] ||
           error_set(error, "event %llu was taken back already", (unsigned long long)event->undoes);
}

static bool check_jump(const Room *room, const RoomEvent *event, Error *error) {
    if (event->to <= room->now) return error_set(error, "the scenario's clock only goes forward");
    return event->to <= (uint32_t)room->definition->endex ||
           error_set(error, "the exercise ends before that; end it instead");
}

static bool check_phase(const Room *room, const RoomEvent *event, Error *error) {
    bool paper = event->kind == ROOM_NOTE || event->kind == ROOM_RATE || event->kind == ROOM_FINDING ||
                 event->kind == ROOM_IMPROVE || event->kind == ROOM_ATTEND || event->kind == ROOM_PEN;
    if (paper) return true;
    if (event->kind == ROOM_DEBRIEF)
        return room->ended || error_set(error, "the debrief opens when the exercise has ended");
    if (room->stopped && event->kind != ROOM_RESUME && event->kind != ROOM_END)
        return error_set(error, "the exercise is stopped for a real emergency; resume or end it");
    if (event->kind == ROOM_RESUME && !room->stopped) return error_set(error, "the exercise is not stopped");
    if (event->kind == ROOM_BEGIN) return !room->begun || error_set(error, "the exercise has begun already");
    if (event->kind == ROOM_STOP) return true;
    if (!room->begun) return error_set(error, "the exercise has not begun");
    return !room->ended || error_set(error, "the exercise has ended; notes and ratings can still be written");
}

static bool check(const Room *room, const RoomEvent *event, Error *error) {
    if (!check_phase(room, event, error)) return false;
    switch (event->kind) {
    case ROOM_JUMP:
        return check_jump(room, event, error);
    case ROOM_RELEASE:
    case ROOM_HOLD:
    case ROOM_SKIP:
        return check_inject(room, event, error);
    case ROOM_COMMIT:
        return check_commit(room, event, error);
    case ROOM_ENTER:
        return is_one_team(room, event) || error_set(error, "an action is entered for one team");
    case ROOM_PEN:
        return is_one_team(room, event) || error_set(error, "a pen is one team's");
    case ROOM_RATE:
        return is_one_team(room, event) || error_set(error, "a rating is given to one team");
    case ROOM_TAKE_BACK:
        return check_take_back(room, event, error);
    case ROOM_RULING:
    case ROOM_NOTE:
        return *event->text || error_set(error, "write what is to be said");
    default:
        return true;
    }
}

/* ------------------------------------------------------------------ applying */

/* A team's line of play is what its decisions say that have not been taken back. */
static void play_again(Room *room, uint32_t index) {
    Team *team = &room->teams[index];
    team->given.count = 0;
    for (uint32_t i = 0; i < room->events.count; i++) {
        const RoomEvent *event = &room->events.items[i];
        bool acts = event->kind == ROOM_COMMIT || event->kind == ROOM_ENTER;
        if (!acts || room->undone[i] || the_team(event) != index) continue;
        room_event_give(event, room->definition, &team->given);
    }
    stage_run(room->stage, &team->given, &team->branch);
}

static void apply_release(Room *room, const RoomEvent *event) {
    for (uint32_t i = 0; i < room->team_count; i++) {
        bool wanted = !event->teams || (event->teams >> i & 1u);
        uint32_t *at = &room->teams[i].released_at[event->subject];
        if (wanted && *at == NEVER) *at = event->second;
    }
    room->held[event->subject] = false;
}

static void apply_commit(Room *room, const RoomEvent *event) {
    Team *team = &room->teams[the_team(event)];
    team->decided_at[event->subject] = event->second;
    team->option[event->subject] = event->choice;
    team->commit[event->subject] = event->sequence;
    play_again(room, the_team(event));
}

static void apply_close(Room *room, const RoomEvent *event) {
    for (uint32_t i = 0; i < room->team_count; i++) {
        Team *team = &room->teams[i];
        bool silent =
            team->decided_at[event->subject] == NEVER && team->undecided_at[event->subject] == NEVER;
        if (silent) team->undecided_at[event->subject] = event->second;
    }
}

static void apply_take_back(Room *room, const RoomEvent *event) {
    const RoomEvent *undone = &room->events.items[event->undoes - 1];
    room->undone[event->undoes - 1] = true;
    Team *team = &room->teams[the_team(undone)];
    if (undone->kind == ROOM_COMMIT) {
        team->decided_at[undone->subject] = NEVER;
        team->option[undone->subject] = NONE;
        team->commit[undone->subject] = 0;
    }
    play_again(room, the_team(undone));
}

static void keep(Room *room, const RoomEvent *event) {
    RoomEvent kept = *event;
    kept.who = arena_text(&room->arena, event->who);
    kept.text = arena_text(&room->arena, event->text);
    for (uint32_t i = 0; i < ROOM_EVENT_DETAILS; i++)
        kept.details[i] = arena_text(&room->arena, event->details[i]);
    vec_push(&room->events, kept);
    if (room->undone_capacity < room->events.count) {
        room->undone_capacity = room->events.capacity;
        room->undone = heap_resize(room->undone, room->undone_capacity, sizeof *room->undone);
    }
    room->undone[room->events.count - 1] = false;
}

static void apply(Room *room, const RoomEvent *event) {
    keep(room, event);
    switch (event->kind) {
    case ROOM_BEGIN:
        room->begun = true;
        break;
    case ROOM_JUMP:
        room->now = event->to;
        break;
    case ROOM_RELEASE:
        apply_release(room, event);
        break;
    case ROOM_HOLD:
        room->held[event->subject] = true;
        break;
    case ROOM_SKIP:
        room->skipped[event->subject] = true;
        break;
    case ROOM_OPEN:
        room->opened[event->subject] = true;
        break;
    case ROOM_LAST_CALL:
        room->called[event->subject] = true;
        break;
    case ROOM_CLOSE:
        apply_close(room, event);
        break;
    case ROOM_COMMIT:
        apply_commit(room, event);
        break;
    case ROOM_ENTER:
        play_again(room, the_team(event));
        break;
    case ROOM_TAKE_BACK:
        apply_take_back(room, event);
        break;
    case ROOM_PEN:
        room->teams[the_team(event)].pen = event->sequence;
        break;
    case ROOM_DEBRIEF:
        room->debriefed = true;
        break;
    case ROOM_STOP:
        room->stopped = true;
        break;
    case ROOM_RESUME:
        room->stopped = false;
        break;
    case ROOM_END:
        room->ended = true;
        room->stopped = false;
        break;
    default:
        break;
    }
}

static bool write_first(Room *room, const RoomEvent *event, Error *error) {
    return !room->journal || journal_append(room->journal, event, room->definition, error);
}

static void acknowledge(Room *room, const RoomEvent *event) {
    if (room->acknowledge) room->acknowledge(room->context, event);
}

bool room_submit(Room *room, RoomEvent event, Error *error) {
    event.sequence = room->events.count + 1;
    event.second = room->now;
    if (!check(room, &event, error)) return false;
    if (!write_first(room, &event, error)) return false;
    apply(room, &event);
    acknowledge(room, &event);
    return true;
}

bool room_replay(Room *room, const RoomEvent *event, Error *error) {
    if (event->sequence != room->events.count + 1 || event->second != room->now)
        return error_set(error, "does not follow from the events before it");
    if (!check(room, event, error)) return false;
    apply(room, event);
    return true;
}

uint64_t room_hash(const Room *room) {
    uint64_t hash = name_mix(room->now + 1);
    for (uint32_t i = 0; i < room->team_count; i++) {
        const Team *team = &room->teams[i];
        hash = name_join(hash, team->branch.hash);
        for (uint32_t k = 0; k < room->definition->injects.count; k++)
            hash = name_join(hash, team->released_at[k]);
        for (uint32_t k = 0; k < room->definition->decisions.count; k++)
            hash = name_join(hash, (uint64_t)team->decided_at[k] << 32 | team->option[k]);
    }
    return name_join(hash, room->events.count);
}
