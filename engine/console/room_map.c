/* The map of those who concern the room: the organisations that are played, whom they serve, and who serves
 * them. The positions are everybody's and say who hangs from whom; the marks on them are what a seat knows,
 * or, for those who may see it, what is so. */
#include "console/room_json.h"
#include "report/spread.h"

#include <stdlib.h>

/* ------------------------------------------------------------------ who is on it */

static OrgId above(const World *world, OrgId org) {
    if (world->orgs[org].parent != NONE) return world->orgs[org].parent;
    const uint32_t *first = world->providers.first;
    return first[org] < first[org + 1] ? world->providers.items[first[org]] : NONE;
}

/* On the map of a cast: itself, those it serves, and who stands over it. */
static void mark_cast(const World *world, OrgId cast, uint32_t bit, uint32_t *casts) {
    for (OrgId org = 0; org < world->org_count; org++)
        if (org == cast || world->orgs[org].parent == cast) casts[org] |= bit;
    for (OrgId org = above(world, cast); org != NONE && !(casts[org] & bit); org = above(world, org))
        casts[org] |= bit;
}

void room_map_init(RoomMap *map, const Room *room) {
    const World *world = race_world(room->stage->race);
    uint32_t count = world->org_count, *casts = heap_take(count, sizeof *casts);
    bool *present = heap_take(count, sizeof *present);
    int32_t *x = heap_take(count, sizeof *x), *y = heap_take(count, sizeof *y);
    *map = (RoomMap){{0}};
    for (uint32_t i = 0; i < room->definition->casts.count; i++)
        mark_cast(world, room->definition->casts.items[i].org, 1u << i, casts);
    for (OrgId org = 0; org < count; org++) present[org] = casts[org] != 0;
    spread_layout(world, present, x, y);
    for (OrgId org = 0; org < count; org++)
        if (present[org]) vec_push(&map->places, (MapPlace){org, x[org], y[org], casts[org]});
    free(casts);
    free(present);
    free(x);
    free(y);
}

void room_map_clear(RoomMap *map) {
    vec_clear(&map->places);
}

/* ------------------------------------------------------------------ the map */

static uint32_t place_of(const RoomMap *map, OrgId org) {
    uint32_t low = 0, high = map->places.count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (map->places.items[middle].org < org)
            low = middle + 1;
        else
            high = middle;
    }
    return low < map->places.count && map->places.items[low].org == org ? low : NONE;
}

static void write_name(const RoomView *view, OrgId org) {
    json_begin_object(view->writer, "name");
    for (Language language = 0; language < LANGUAGE_COUNT; language++) {
        Text text = {0};
        ExerciseView words = {view->room, view->desk->setup, language, {0}};
        exercise_org(&words, org, &text);
        json_write_text(view->writer, room_languages[language], text_of(&text));
        text_clear(&text);
    }
    json_end_object(view->writer);
}

static void write_place(const RoomView *view, uint32_t number, uint32_t casts) {
    const RoomMap *map = &view->desk->map;
    const World *world = race_world(view->room->stage->race);
    const MapPlace *place = &map->places.items[number];
    OrgId over = above(world, place->org);
    uint32_t over_place = over == NONE ? NONE : place_of(map, over);
    json_begin_object(view->writer, NULL);
    json_write_integer(view->writer, "number", number);
    json_write_text(view->writer, "kind", org_kind_names[world_org_profile(world, place->org)->kind]);
    json_write_integer(view->writer, "x", place->x);
    json_write_integer(view->writer, "y", place->y);
    if (over_place != NONE && (map->places.items[over_place].casts & casts))
        json_write_integer(view->writer, "above", over_place);
    write_name(view, place->org);
    json_end_object(view->writer);
}

/* The casts that a seat's roles see; all of them for who has none. */
static uint32_t casts_of(const RoomView *view) {
    uint32_t casts = 0;
    if (view->seat.kind != SEAT_TEAM) return UINT32_MAX;
    for (uint32_t role = 0; role < view->room->definition->roles.count; role++)
        if (view->seat.roles >> role & 1u) casts |= view->room->definition->roles.items[role].casts;
    return casts;
}

void room_json_map(const RoomView *view) {
    const RoomMap *map = &view->desk->map;
    uint32_t casts = casts_of(view);
    json_begin_object(view->writer, "map");
    json_write_integer(view->writer, "radius", SPREAD_RADIUS);
    json_begin_array(view->writer, "places");
    for (uint32_t i = 0; i < map->places.count; i++)
        if (map->places.items[i].casts & casts) write_place(view, i, casts);
    json_end_array(view->writer);
    json_end_object(view->writer);
}

/* ------------------------------------------------------------------ marks */

typedef enum MapMark { MAP_TROUBLE, MAP_WARNED, MAP_OFF, MAP_MARKS } MapMark;
static const char *const mark_names[MAP_MARKS] = {"trouble", "warned", "off"};
typedef struct Marked {
    const RoomMap *map;
    bool *marks[MAP_MARKS]; /* [place] */
} Marked;

static Marked marked_none(const RoomMap *map) {
    Marked marked = {.map = map};
    for (int mark = 0; mark < MAP_MARKS; mark++)
        marked.marks[mark] = heap_take(map->places.count, sizeof *marked.marks[mark]);
    return marked;
}

static void mark(Marked *marked, MapMark mark, OrgId org, bool is) {
    uint32_t place = org == NONE ? NONE : place_of(marked->map, org);
    if (place != NONE) marked->marks[mark][place] = is;
}

/* Writes and clears. */
static void write_marks(const RoomView *view, Marked *marked) {
    json_begin_object(view->writer, "marks");
    for (int mark = 0; mark < MAP_MARKS; mark++) {
        json_begin_flat_array(view->writer, mark_names[mark]);
        for (uint32_t i = 0; i < marked->map->places.count; i++)
            if (marked->marks[mark][i]) json_write_integer(view->writer, NULL, i);
        json_end_array(view->writer);
        free(marked->marks[mark]);
    }
    json_end_object(view->writer);
}

static void mark_known(Marked *marked, const Known *known) {
    switch (known->kind) {
    case KNOWN_NOTICED:
        mark(marked, MAP_TROUBLE, known->org, true);
        break;
    case KNOWN_CALLED:
        mark(marked, MAP_TROUBLE, known->object, true);
        break;
    case KNOWN_WARNED:
        mark(marked, MAP_WARNED, known->org, true);
        break;
    case KNOWN_STOPPED:
    case KNOWN_RETURNED:
        mark(marked, MAP_OFF, known->org, known->kind == KNOWN_STOPPED);
        break;
    }
}

void room_json_marks_known(const RoomView *view) {
    const Room *room = view->room;
    Marked marked = marked_none(&view->desk->map);
    for (uint32_t role = 0; room->begun && role < room->definition->roles.count; role++) {
        KnownVec known = {0};
        if (!(view->seat.roles >> role & 1u)) continue;
        knowledge_of(room->definition, race_world(room->stage->race), &room->teams[view->seat.team].branch,
                     role, room->now, &known);
        for (uint32_t i = 0; i < known.count; i++) mark_known(&marked, &known.items[i]);
        vec_clear(&known);
    }
    write_marks(view, &marked);
}

void room_json_marks_true(const RoomView *view, uint32_t team, uint32_t by) {
    const World *world = race_world(view->room->stage->race);
    const Branch *branch = &view->room->teams[team].branch;
    Marked marked = marked_none(&view->desk->map);
    for (uint32_t i = 0; i < branch->hit_count && branch->hit_at[i] <= by; i++)
        mark(&marked, MAP_TROUBLE, branch->hit_orgs[i], true);
    for (uint32_t i = 0; i < branch->log.count && branch->log.items[i].at <= by; i++) {
        const Happening *h = &branch->log.items[i];
        if (h->kind == HAPPENED_WARNED) mark(&marked, MAP_WARNED, h->subject, true);
        if (h->kind == HAPPENED_CONTAINED || h->kind == HAPPENED_RESTORED)
            mark(&marked, MAP_OFF, world->assets[h->subject].owner, h->kind == HAPPENED_CONTAINED);
    }
    write_marks(view, &marked);
}
