/* What a role of a team has been told and come to know, as messages. */
#include "exercise/room.h"

static bool for_role(uint32_t bits, uint32_t role) {
    return !bits || (bits >> role & 1u);
}

static bool for_team(uint32_t bits, uint32_t team) {
    return !bits || (bits >> team & 1u);
}

/* A correction goes out only when somebody may have seen what came of it: the clock has moved since, or the
 * team was told something. */
static bool seen_since(const Room *room, const RoomEvent *event) {
    const RoomEvent *undone = &room->events.items[event->undoes - 1];
    if (event->second > undone->second) return true;
    for (uint64_t i = event->undoes; i + 1 < event->sequence; i++) {
        const RoomEvent *between = &room->events.items[i];
        bool tells = between->kind == ROOM_RELEASE || between->kind == ROOM_RULING;
        if (tells && (!between->teams || (between->teams & undone->teams))) return true;
    }
    return false;
}

static bool told(const Room *room, const RoomEvent *event, uint32_t team, uint32_t role, Message *message) {
    const Definition *definition = room->definition;
    *message = (Message){
        .at = event->second, .wall = event->wall, .inject = NONE, .decision = NONE, .text = event->text};
    switch (event->kind) {
    case ROOM_RELEASE:
        message->kind = MESSAGE_INJECT;
        message->inject = event->subject;
        return for_team(event->teams, team) && for_role(definition->injects.items[event->subject].to, role);
    case ROOM_RULING:
        message->kind = MESSAGE_RULING;
        return for_team(event->teams, team) && for_role(event->roles, role);
    case ROOM_LAST_CALL:
        message->kind = MESSAGE_LAST_CALL;
        message->decision = event->subject;
        return for_role(definition->decisions.items[event->subject].roles, role);
    case ROOM_TAKE_BACK:
        message->kind = MESSAGE_CORRECTION;
        return seen_since(room, event) && for_team(room->events.items[event->undoes - 1].teams, team);
    case ROOM_STOP:
        message->kind = MESSAGE_STOP;
        return true;
    default:
        return false;
    }
}

static int compare_messages(const void *x, const void *y) {
    const Message *a = x, *b = y;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    if (a->wall != b->wall) return a->wall < b->wall ? -1 : 1;
    if (a->kind != b->kind) return (int)a->kind - (int)b->kind;
    if (a->inject != b->inject) return a->inject < b->inject ? -1 : 1;
    if (a->known.kind != b->known.kind) return (int)a->known.kind - (int)b->known.kind;
    return a->known.object < b->known.object ? -1 : a->known.object > b->known.object;
}

void room_inbox(const Room *room, uint32_t team, uint32_t role, MessageVec *out) {
    if (!room->begun) return;
    KnownVec known = {0};
    knowledge_of(room->definition, race_world(room->stage->race), &room->teams[team].branch, role, room->now,
                 &known);
    for (uint32_t i = 0; i < known.count; i++)
        vec_push(out, (Message){.at = known.items[i].at,
                                .kind = MESSAGE_KNOWN,
                                .inject = NONE,
                                .decision = NONE,
                                .known = known.items[i],
                                .text = ""});
    vec_clear(&known);
    for (uint32_t i = 0; i < room->events.count; i++) {
        Message message;
        if (told(room, &room->events.items[i], team, role, &message)) vec_push(out, message);
    }
    if (out->count) qsort(out->items, out->count, sizeof *out->items, compare_messages);
}
