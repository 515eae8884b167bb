#define _GNU_SOURCE
#include "exercise_try.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char trial_scenario[] =
    "local _ENV = require \"keyfall\"\n"
    "scenario \"small\" { starts = \"2021-01-01\", lasts = days(10), hit = { customer = encrypted } }\n"
    "vendor \"V\" { msp \"M\" { rmm_server {}, customer \"C\" { count = assumed(8),\n"
    "  endpoint_group { count = assumed(10), via = rmm_agent { system } } } } }\n"
    "rule \"break in\" { technique = \"T1190\", to = control(rmm_server), odds = 1, after = "
    "assumed(hours(1)) }\n"
    "rule \"push\" { technique = \"T1072\", from = control(rmm_server), via = rmm_agent, to = "
    "encrypted(endpoint_group),\n"
    "  needs_source = arrival, odds = assumed(0.9), after = assumed(minutes(60, 240)),\n"
    "  noticed = { by = target, odds = 1, after = assumed(minutes(10, 30)) } }\n";

const char trial_exercise[] =
    "local _ENV = require \"keyfall.exercise\"\n"
    "exercise \"small\" { title = { \"A trial\", ja = \"試行\" }, summary = \"Short.\", lasts = "
    "minutes(30),\n"
    "  startex = \"2021-01-01T01:00Z\", endex = \"2021-01-02\", score = \"ours\", margin = 0.2, least = 5 }\n"
    "version \"short\" { lasts = minutes(10), without = { \"inject late\" } }\n"
    "cast \"msp\" { title = \"Northgate\", plays = msp \"M\", must_be_hit = false }\n"
    "cast \"clinic\" { title = \"the clinic\", plays = customer \"C\", served_by = \"msp\" }\n"
    "measure \"ours\" { title = \"machines encrypted\", unit = \"machines\", machines = endpoint_group { "
    "owner = clients_of \"msp\" } }\n"
    "role \"lead\" { title = \"Lead of {msp}\", brief = \"You decide.\", sees = { \"msp\" } }\n"
    "role \"clinic\" { title = \"Manager of {clinic}\", brief = \"You wait.\", sees = { \"clinic\" } }\n"
    "role \"press\" { title = \"Press\", brief = \"You ask.\" }\n"
    "sign \"push\" { \"A note asks for money.\", ja = \"金銭の要求。\" }\n"
    "objective \"stop\" { text = \"Stop it.\", capability = \"Response\", tasks = { { text = \"Switch "
    "off.\", expected = { \"Does it\" } } } }\n"
    "module \"one\" { title = \"One\", summary = \"First.\", from = \"2021-01-01T01:00Z\", lasts = "
    "minutes(20) }\n"
    "lever \"stop\" { title = \"Switch the server off\", contain = rmm_server { owner = played \"msp\" }, "
    "after = assumed(minutes(5)) }\n"
    "lever \"cut-clinic\" { title = \"Cut the clinic off\", contain = endpoint_group { owner = played "
    "\"clinic\" }, after = assumed(minutes(5)) }\n"
    "lever \"police\" { title = \"Call the police\", without_effect = \"a duty\" }\n"
    "decision \"server\" { module = \"one\", by = \"lead\", objectives = \"stop\", question = \"Switch "
    "off?\", opens = called(\"msp\", 1),\n"
    "  options = { { id = \"off\", title = \"Off\", does = { \"stop\", \"police\" }, good = true },\n"
    "    { id = \"wait\", title = \"Wait\", nothing = true, without_effect = \"waiting\" } } }\n"
    "decision \"statement\" { module = \"one\", by = { \"lead\", \"press\" }, question = \"Say something?\", "
    "opens = by_hand,\n"
    "  options = { { id = \"yes\", title = \"Yes\", does = { \"police\" }, good = true }, { id = \"no\", "
    "title = \"No\", "
    "nothing = true, without_effect = \"silence\" } } }\n"
    "inject \"start\" { module = \"one\", title = \"Start\", text = \"Good morning, {msp}.\", from = "
    "\"Facilitator\", method = \"Voice\",\n"
    "  objectives = \"stop\", when = at \"2021-01-01T01:00Z\" }\n"
    "inject \"second-call\" { module = \"one\", title = \"Calls\", text = \"{callers} have called by "
    "{clock}.\", from = \"Desk\", method = \"Phone\",\n"
    "  to = \"lead\", when = called(\"msp\", 2) }\n"
    "inject \"after-off\" { module = \"one\", title = \"Off\", text = \"It is off.\", from = \"Desk\", "
    "method = \"Phone\", to = { \"lead\", \"clinic\" },\n"
    "  kind = \"adaptive\", when = later(minutes(10), decided(\"server\", \"off\")) }\n"
    "inject \"late\" { module = \"one\", title = \"Late\", text = \"Why is it on?\", from = \"Customer\", "
    "method = \"Phone\", to = \"lead\",\n"
    "  when = all { at \"2021-01-01T06:00Z\", unless(decided(\"server\", \"off\")) } }\n"
    "inject \"help\" { module = \"one\", title = \"Help\", text = \"Think of the server.\", from = "
    "\"Facilitator\", method = \"Voice\",\n"
    "  attachment = \"| what | where |\\n|---|---|\\n| the server | the cellar |\",\n"
    "  kind = \"contingency\", purpose = \"help\", when = by_hand }\n"
    "question { module = \"one\", text = \"What do you know?\", probes = { \"Really?\" } }\n"
    "question { text = \"What went well?\" }\n";

static void write_file(const char *folder, const char *name, const char *text) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert(file);
    fputs(text, file);
    fclose(file);
}

static void remove_folder(const char *folder) {
    char path[300];
    snprintf(path, sizeof path, "%s/scenario.lua", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/exercise.lua", folder);
    unlink(path);
    rmdir(folder);
}

static bool prepare(Trial *trial, Error *error) {
    Scenario *s = &trial->scenario;
    return race_compile(s->world, &s->adversary, &s->parameters, &s->catalogue, s->kit, &trial->race,
                        error) &&
           stage_init(&trial->stage, &trial->definition, trial->race, &s->parameters, &s->catalogue, NULL,
                      error);
}

bool trial_open(Trial *trial, const char *exercise, const char *version, Error *error) {
    char folder[] = "/tmp/keyfall_exercise_XXXXXX";
    assert(mkdtemp(folder));
    memset(trial, 0, sizeof *trial);
    write_file(folder, "scenario.lua", trial_scenario);
    write_file(folder, "exercise.lua", exercise ? exercise : trial_exercise);
    bool good = scenario_load(&trial->scenario, KEYFALL_SOURCE_DIR, folder, error);
    assert(good);
    good = exercise_file_load(&trial->definition, &trial->scenario, KEYFALL_SOURCE_DIR, version, 1, error) &&
           prepare(trial, error);
    remove_folder(folder);
    if (!good) trial_close(trial);
    return good;
}

void trial_start(Trial *trial) {
    Error error = {{0}};
    if (!trial_open(trial, NULL, "full", &error)) fprintf(stderr, "%s\n", error.text);
    assert(trial->race);
    for (uint32_t r = 0;; r++) {
        assert(r < 100);
        stage_set_truth(&trial->stage, (Truth){1, r, 4});
        if (stage_score(&trial->stage, NULL) > 0 &&
            stage_was_hit(&trial->stage, trial->definition.casts.items[1].org))
            return;
    }
}

void trial_close(Trial *trial) {
    stage_clear(&trial->stage);
    race_destroy(trial->race);
    definition_clear(&trial->definition);
    scenario_clear(&trial->scenario);
    memset(trial, 0, sizeof *trial);
}

const char *trial_sentence(const Error *error) {
    const char *name = strstr(error->text, "exercise.lua:");
    return name ? name : error->text;
}

static void submit(Room *room, RoomEvent event) {
    Error error = {{0}};
    bool good = room_submit(room, event, &error);
    if (!good) fprintf(stderr, "%s\n", error.text);
    assert(good);
}

void trial_do(Room *room, RoomEventKind kind, uint32_t subject) {
    RoomEvent event = room_event(kind, "facilitator");
    event.subject = subject;
    event.text = kind == ROOM_SKIP || kind == ROOM_STOP ? "a reason" : "";
    submit(room, event);
}

void trial_jump(Room *room, uint32_t to) {
    RoomEvent event = room_event(ROOM_JUMP, "facilitator");
    event.to = to;
    submit(room, event);
}

void trial_commit(Room *room, uint32_t team, const char *decision, const char *option) {
    RoomEvent event = room_event(ROOM_COMMIT, team_name(team));
    event.teams = 1u << team;
    event.subject = definition_decision(room->definition, decision);
    event.choice = decision_option(&room->definition->decisions.items[event.subject], option);
    event.text = "we have to";
    event.sure = 70;
    submit(room, event);
}
