/* The facilitator's page: everything. The truth beside what each team knows stands here and nowhere else. */
#include "console/room_json.h"
#include "report/figure.h"

/* ------------------------------------------------------------------ injects */

/* The first second, now or later, at which it is due for a team that has not had it; the teams that wait. */
static uint32_t due_for(const Room *room, uint32_t inject, uint32_t *waiting) {
    uint32_t first = NEVER;
    *waiting = 0;
    for (uint32_t team = 0; team < room->team_count; team++) {
        if (room->teams[team].released_at[inject] != NEVER) continue;
        *waiting |= 1u << team;
        uint32_t due = room_inject_due(room, team, inject, (uint32_t)room->definition->endex);
        if (due < first) first = due;
    }
    return first;
}

static const char *state_of(const Room *room, uint32_t inject, uint32_t waiting, uint32_t due) {
    if (!waiting) return "done";
    if (room->skipped[inject]) return "skipped";
    if (room->held[inject]) return "held";
    if (room_due_teams(room, inject)) return "now";
    if (room->definition->injects.items[inject].type == INJECT_CONTINGENCY) return "pool";
    return due == NEVER ? "waiting" : "upcoming";
}

static void write_inject(const RoomView *view, uint32_t index) {
    const Inject *inject = &view->room->definition->injects.items[index];
    uint32_t waiting, due = due_for(view->room, index, &waiting);
    Reader reader = {0, inject->to ? (uint32_t)__builtin_ctz(inject->to) : 0, view->room->now};
    json_begin_object(view->writer, NULL);
    json_write_text(view->writer, "id", inject->id);
    json_write_integer(view->writer, "number", index + 1);
    json_write_text(view->writer, "state", state_of(view->room, index, waiting, due));
    json_write_text(view->writer, "type", inject_type_names[inject->type]);
    json_write_text(view->writer, "purpose", inject->purpose);
    room_json_moment(view, "due", due);
    room_json_teams(view, "due_teams", room_due_teams(view->room, index));
    room_json_teams(view, "waiting", waiting);
    room_json_roles(view, "to", inject->to);
    room_json_words(view, "title", inject->title, reader);
    room_json_words(view, "from", inject->from, reader);
    room_json_words(view, "method", inject->method, reader);
    room_json_words(view, "text", inject->text, reader);
    room_json_attachment(view, inject, reader);
    room_json_words(view, "expected", inject->expected, NOBODY);
    room_json_words(view, "notes", inject->notes, NOBODY);
    json_end_object(view->writer);
}

static void write_injects(const RoomView *view) {
    json_begin_array(view->writer, "injects");
    for (uint32_t i = 0; i < view->room->definition->injects.count; i++) write_inject(view, i);
    json_end_array(view->writer);
}

/* ------------------------------------------------------------------ truth beside knowledge */

static void write_truth(const RoomView *view, const Team *team) {
    const Adversary *adversary = race_adversary(view->room->stage->race);
    uint32_t hit = 0;
    for (uint32_t i = 0; i < team->branch.hit_count && team->branch.hit_at[i] <= view->room->now; i++)
        hit += room_concerns(view->room, team->branch.hit_orgs[i]);
    json_write_integer(view->writer, "hit_now", hit);
    json_begin_array(view->writer, "truth");
    for (uint32_t i = 0; i < adversary->probes.count; i++) {
        if (!exercise_shows_probe(view->room, i)) continue;
        json_begin_object(view->writer, NULL);
        room_json_words(view, "title", wording_of_measure(&adversary->probes.items[i]), NOBODY);
        json_write_text(view->writer, "value",
                        figure_brief(&adversary->probes.items[i], (double)team->branch.metrics[i]).text);
        json_end_object(view->writer);
    }
    json_end_array(view->writer);
}

static void write_known(const RoomView *view, uint32_t team) {
    const Definition *definition = view->room->definition;
    json_begin_array(view->writer, "known");
    for (uint32_t role = 0; role < definition->roles.count; role++) {
        KnownVec known = {0};
        if (view->room->begun)
            knowledge_of(definition, race_world(view->room->stage->race), &view->room->teams[team].branch,
                         role, view->room->now, &known);
        json_begin_object(view->writer, NULL);
        json_write_text(view->writer, "role", definition->roles.items[role].id);
        json_write_integer(view->writer, "callers", knowledge_callers(&known));
        json_write_integer(view->writer, "things", known.count);
        room_json_moment(view, "first", knowledge_first(&known));
        json_end_object(view->writer);
        vec_clear(&known);
    }
    json_end_array(view->writer);
}

static void write_teams(const RoomView *view) {
    json_begin_array(view->writer, "lines");
    for (uint32_t team = 0; team < view->room->team_count; team++) {
        json_begin_object(view->writer, NULL);
        json_write_text(view->writer, "team", team_name(team));
        write_truth(view, &view->room->teams[team]);
        write_known(view, team);
        room_json_marks_true(view, team, view->room->now);
        room_json_decisions(view, team, 0);
        json_end_object(view->writer);
    }
    json_end_array(view->writer);
}

/* ------------------------------------------------------------------ what can be done */

static void write_levers(const RoomView *view) {
    const Definition *definition = view->room->definition;
    json_begin_array(view->writer, "levers");
    for (uint32_t i = 0; i < definition->levers.count; i++) {
        const PlayerAction *lever = &definition->levers.items[i];
        json_begin_object(view->writer, NULL);
        json_write_text(view->writer, "id", lever->id);
        room_json_words(view, "title", lever->title, NOBODY);
        json_write_integer(view->writer, "delay", lever->delay);
        json_write_number(view->writer, "cost", lever->cost);
        json_end_object(view->writer);
    }
    json_end_array(view->writer);
}

/* What no team has decided or is asked to decide yet, with the second at which it opens for the first. */
static void write_ahead(const RoomView *view) {
    const Room *room = view->room;
    json_begin_array(view->writer, "ahead");
    for (uint32_t i = 0; i < room->definition->decisions.count; i++) {
        uint32_t first = NEVER;
        bool ahead = !room->ended;
        for (uint32_t team = 0; ahead && team < room->team_count; team++) {
            const Team *t = &room->teams[team];
            uint32_t opens = room_decision_opens(room, team, i, (uint32_t)room->definition->endex);
            ahead = t->decided_at[i] == NEVER && t->undecided_at[i] == NEVER &&
                    !room_decision_open(room, team, i);
            if (opens < first) first = opens;
        }
        if (!ahead) continue;
        json_begin_object(view->writer, NULL);
        json_write_text(view->writer, "id", room->definition->decisions.items[i].id);
        room_json_words(view, "question", room->definition->decisions.items[i].question, NOBODY);
        room_json_moment(view, "opens", first);
        json_end_object(view->writer);
    }
    json_end_array(view->writer);
}

static void write_codes(const RoomView *view) {
    const SeatCodeVec *codes = &view->desk->seats.codes;
    json_begin_array(view->writer, "codes");
    for (uint32_t i = 0; i < codes->count; i++) {
        const Seat *seat = &codes->items[i].seat;
        json_begin_object(view->writer, NULL);
        json_write_text(view->writer, "kind", seat_names[seat->kind]);
        if (seat->kind == SEAT_TEAM) json_write_text(view->writer, "team", team_name(seat->team));
        if (seat->kind == SEAT_TEAM) room_json_roles(view, "roles", seat->roles);
        json_write_text(view->writer, "code", codes->items[i].code);
        json_end_object(view->writer);
    }
    json_end_array(view->writer);
    if (view->desk->opened) json_write_text(view->writer, "opened", view->desk->opened);
}

void room_facilitator_view(const RoomView *view) {
    write_injects(view);
    write_teams(view);
    write_ahead(view);
    write_levers(view);
    write_codes(view);
    room_json_moment(view, "next", room_next_moment(view->room));
    room_json_module(view, true);
    room_json_map(view);
    room_json_people(view, UINT32_MAX, true);
    room_json_log(view, ~(1u << ROOM_ATTEND), NONE);
}
