#include "exercise/robot.h"

#include "base/draw.h"

const char *const robot_names[ROBOT_KINDS] = {"good", "nothing", "random"};

static uint32_t sooner(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

static uint32_t next_inject(const Room *room, uint32_t team, uint32_t by) {
    uint32_t next = NEVER;
    for (uint32_t i = 0; i < room->definition->injects.count; i++) {
        if (room->held[i] || room->skipped[i] || room->teams[team].released_at[i] != NEVER) continue;
        uint32_t due = room_inject_due(room, team, i, by);
        if (due > room->now) next = sooner(next, due);
    }
    return next;
}

static uint32_t next_decision(const Room *room, uint32_t team, uint32_t by) {
    uint32_t next = NEVER;
    for (uint32_t i = 0; i < room->definition->decisions.count; i++) {
        if (room->teams[team].decided_at[i] != NEVER || room->teams[team].undecided_at[i] != NEVER) continue;
        uint32_t opens = room_decision_opens(room, team, i, by);
        if (opens > room->now) next = sooner(next, opens);
    }
    return next;
}

uint32_t room_next_moment(const Room *room) {
    uint32_t by = (uint32_t)room->definition->endex, next = NEVER;
    for (uint32_t team = 0; team < room->team_count; team++)
        next = sooner(next, sooner(next_inject(room, team, by), next_decision(room, team, by)));
    return next;
}

static uint32_t random_option(const Decision *decision, uint64_t seed, uint32_t team) {
    uint64_t bits = draw_bits(draw_context(seed, team, 0), draw_key(name_of(decision->id), DRAW_SUCCESS, 0));
    return (uint32_t)(((unsigned __int128)bits * decision->options.count) >> 64);
}

typedef struct Robots {
    const RobotKind *kinds; /* [team], or NULL */
    PlayLine line;          /* when kinds is NULL */
    uint64_t seed;
    int64_t wall;
} Robots;

static uint32_t choose(const Definition *definition, uint32_t index, const Robots *robots, uint32_t team) {
    const Decision *decision = &definition->decisions.items[index];
    if (!robots->kinds) return robots->line.options[index];
    RobotKind kind = robots->kinds[team];
    uint64_t seed = robots->seed;
    if (kind == ROBOT_RANDOM) return random_option(decision, seed, team);
    for (uint32_t i = 0; i < decision->options.count; i++) {
        const Option *option = &decision->options.items[i];
        if (kind == ROBOT_GOOD ? option->good : option->nothing) return i;
    }
    return NONE;
}

static bool submit(Room *room, RoomEvent event, int64_t wall, Error *error) {
    event.wall = wall;
    return room_submit(room, event, error);
}

static bool release_due(Room *room, int64_t wall, Error *error) {
    for (uint32_t i = 0; i < room->definition->injects.count; i++) {
        uint32_t teams = room_due_teams(room, i);
        if (!teams) continue;
        RoomEvent event = room_event(ROOM_RELEASE, "facilitator");
        event.subject = i;
        event.teams = teams;
        if (!submit(room, event, wall, error)) return false;
    }
    return true;
}

/* When a decision is ripe: some time after it opens, on a line of play that says so. */
static uint32_t ripe_at(const Room *room, uint32_t team, uint32_t decision, const Robots *robots) {
    uint32_t opens = room_decision_opens(room, team, decision, room->now);
    return robots->line.delays ? opens + robots->line.delays[decision] : opens;
}

/* The next second after now at which an open decision is ripe. */
static uint32_t next_ripe(const Room *room, const Robots *robots) {
    uint32_t next = NEVER, end = (uint32_t)room->definition->endex;
    for (uint32_t team = 0; team < room->team_count; team++)
        for (uint32_t i = 0; i < room->definition->decisions.count; i++) {
            if (!room_decision_open(room, team, i)) continue;
            uint32_t ripe = ripe_at(room, team, i, robots);
            if (ripe > room->now && ripe <= end) next = sooner(next, ripe);
        }
    return next;
}

static bool commit_open(Room *room, const Robots *robots, Error *error) {
    for (uint32_t team = 0; team < room->team_count; team++)
        for (uint32_t i = 0; i < room->definition->decisions.count; i++) {
            if (!room_decision_open(room, team, i) || ripe_at(room, team, i, robots) > room->now) continue;
            RoomEvent event = room_event(ROOM_COMMIT, team_name(team));
            event.teams = 1u << team;
            event.subject = i;
            event.choice = choose(room->definition, i, robots, team);
            if (event.choice != NONE && !submit(room, event, robots->wall, error)) return false;
        }
    return true;
}

static bool play(Room *room, const Robots *robots, Error *error) {
    int64_t wall = robots->wall;
    if (!room->begun && !submit(room, room_event(ROOM_BEGIN, "facilitator"), wall, error)) return false;
    for (;;) {
        if (!release_due(room, wall, error) || !commit_open(room, robots, error)) return false;
        RoomEvent jump = room_event(ROOM_JUMP, "facilitator");
        jump.to = sooner(room_next_moment(room), next_ripe(room, robots));
        if (jump.to == NEVER) break;
        if (!submit(room, jump, wall, error)) return false;
    }
    return submit(room, room_event(ROOM_END, "facilitator"), wall, error);
}

bool robot_play(Room *room, const RobotKind *kinds, uint64_t seed, int64_t wall, Error *error) {
    return play(room, &(Robots){.kinds = kinds, .seed = seed, .wall = wall}, error);
}

bool robot_line(Room *room, PlayLine line, Error *error) {
    return play(room, &(Robots){.line = line}, error);
}

bool robot_score(Stage *stage, PlayLine line, int64_t *score, Error *error) {
    Room room;
    room_init(&room, stage->definition, stage, 1);
    bool good = robot_line(&room, line, error);
    if (good) *score = room.teams[0].branch.metrics[stage->definition->score];
    room_clear(&room);
    return good;
}
