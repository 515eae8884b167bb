#include "console/console_internal.h"

#include <stdlib.h>
#include <string.h>

static void wake(void *context) {
    Console *console = context;
    Server *server = atomic_load(&console->server);
    if (server) server_wake_streams(server);
}

static bool open_desk(Console *console, const ConsoleOptions *options, Error *error) {
    const ConsoleExercise *exercise = options->exercise;
    if (!exercise) return true;
    console->desk = heap_take(1, sizeof *console->desk);
    *console->desk = (Desk){
        .room = exercise->room, .setup = exercise->setup, .wall = exercise->wall, .opened = options->listen};
    if (!desk_open(console->desk, exercise->key_path, error)) return false;
    passes_set_key(console->passes, console->desk->seats.key);
    return true;
}

static bool start(Console *console, const ConsoleOptions *options, Error *error) {
    if (!files_load(&console->files, options->page, error) ||
        !library_create(options->root, &console->library, error))
        return false;
    console->cabinet = cabinet_create(options->root);
    console->passes = passes_create();
    if (!console->passes) return error_set(error, "the system gives no random numbers");
    console->runs = runs_create(wake, console);
    if (!console->runs) return error_set(error, "no thread could be started");
    if (!open_desk(console, options, error)) return false;
    ServerOptions server = {.port = options->port,
                            .listen = options->listen,
                            .passes = console->passes,
                            .handle = routes_answer,
                            .context = console};
    Server *started;
    if (!server_start(&server, &started, error)) return false;
    atomic_store(&console->server, started);
    return true;
}

bool console_start(const ConsoleOptions *options, Console **out, Error *error) {
    Console *console = heap_take(1, sizeof *console);
    if (start(console, options, error)) {
        *out = console;
        return true;
    }
    console_stop(console);
    return false;
}

void console_link(Console *console, const char *scenario, Text *out) {
    char token[PASS_BYTES];
    passes_issue(console->passes, ROLE_LAB, token);
    text_add(out, "http://127.0.0.1:%u/join/%s", server_port(console->server), token);
    if (*scenario) text_add(out, "/%s", scenario);
}

static void seat_line(const Console *console, const SeatCode *entry, Text *out) {
    const Room *room = console->desk->room;
    Text who = {0};
    if (entry->seat.kind == SEAT_TEAM)
        text_add(&who, "team %s, %s", team_name(entry->seat.team),
                 room->definition->roles.items[__builtin_ctz(entry->seat.roles)].id);
    else
        text_add(&who, "%s", seat_names[entry->seat.kind]);
    text_add(out, "%-30s %s\n", text_of(&who), entry->code);
    text_clear(&who);
}

void console_seats(const Console *console, Text *out) {
    const SeatCodeVec *codes = &console->desk->seats.codes;
    unsigned port = server_port(console->server);
    const char *opened = console->desk->opened;
    text_add(out, "http://127.0.0.1:%u/#join=%s\n", port, codes->items[0].code);
    text_add(out, "everybody else: http://%s:%u/ and a code\n", opened ? opened : "127.0.0.1", port);
    for (uint32_t i = 1; i < codes->count; i++) seat_line(console, &codes->items[i], out);
}

bool console_has(const Console *console, const char *scenario) {
    const ScenarioEntryVec *entries = library_entries(console->library);
    for (uint32_t i = 0; i < entries->count; i++) {
        if (strcmp(entries->items[i].name, scenario) == 0) return true;
    }
    return false;
}

void console_stop(Console *console) {
    if (!console) return;
    /* Runs wake the server, and its streams hold runs: first the one goes quiet, then the other. */
    if (console->runs) runs_stop(console->runs);
    server_stop(atomic_load(&console->server));
    runs_destroy(console->runs);
    if (console->desk) desk_close(console->desk);
    free(console->desk);
    passes_destroy(console->passes);
    cabinet_destroy(console->cabinet);
    library_destroy(console->library);
    files_clear(&console->files);
    free(console);
}
