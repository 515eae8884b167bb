#include "exercise/texts.h"

#include "exercise/inject_setup.h"

#include <stdio.h>
#include <string.h>

static void place(TextPlaceVec *out, const char *kind, const char *id, const char *field, Wording *wording) {
    vec_push(out, (TextPlace){kind, id, field, wording});
}

static const char *joined(Definition *definition, const char *a, const char *b) {
    char text[256];
    snprintf(text, sizeof text, "%.120s/%.120s", a, b);
    return arena_text(&definition->arena, text);
}

static const char *numbered(Definition *definition, const char *stem, uint32_t number) {
    char text[160];
    snprintf(text, sizeof text, "%.120s %u", stem, number + 1);
    return arena_text(&definition->arena, text);
}

static void list_people(Definition *d, TextPlaceVec *out) {
    place(out, "exercise", d->id, "title", &d->title);
    place(out, "exercise", d->id, "summary", &d->summary);
    place(out, "exercise", d->id, "scope", &d->scope);
    place(out, "exercise", d->id, "sponsor", &d->sponsor);
    for (uint32_t i = 0; i < d->rules.count; i++)
        place(out, "rule", numbered(d, "rule", i), "text", &d->rules.items[i]);
    for (uint32_t i = 0; i < d->casts.count; i++)
        place(out, "name", d->casts.items[i].id, "title", &d->casts.items[i].title);
    for (uint32_t i = 0; i < d->roles.count; i++) {
        place(out, "role", d->roles.items[i].id, "title", &d->roles.items[i].title);
        place(out, "role", d->roles.items[i].id, "brief", &d->roles.items[i].brief);
    }
}

static void list_aims(Definition *d, TextPlaceVec *out) {
    for (uint32_t i = 0; i < d->modules.count; i++) {
        place(out, "module", d->modules.items[i].id, "title", &d->modules.items[i].title);
        place(out, "module", d->modules.items[i].id, "summary", &d->modules.items[i].summary);
    }
    for (uint32_t i = 0; i < d->objectives.count; i++) {
        Objective *objective = &d->objectives.items[i];
        place(out, "objective", objective->id, "text", &objective->text);
        for (uint32_t k = 0; k < objective->tasks.count; k++)
            place(out, "task", numbered(d, objective->id, k), "text", &objective->tasks.items[k].text);
    }
}

static void list_play(Definition *d, TextPlaceVec *out) {
    for (uint32_t i = 0; i < d->decisions.count; i++) {
        Decision *decision = &d->decisions.items[i];
        place(out, "decision", decision->id, "question", &decision->question);
        for (uint32_t k = 0; k < decision->options.count; k++)
            place(out, "option", joined(d, decision->id, decision->options.items[k].id), "title",
                  &decision->options.items[k].title);
    }
    for (uint32_t i = 0; i < d->injects.count; i++) {
        Inject *inject = &d->injects.items[i];
        place(out, "inject", inject->id, "title", &inject->title);
        place(out, "inject", inject->id, "from", &inject->from);
        place(out, "inject", inject->id, "method", &inject->method);
        place(out, "inject", inject->id, "text", &inject->text);
        place(out, "inject", inject->id, "attachment", &inject->attachment);
        place(out, "inject", inject->id, "expected", &inject->expected);
        place(out, "inject", inject->id, "notes", &inject->notes);
    }
    for (uint32_t i = 0; i < d->questions.count; i++)
        place(out, "question", numbered(d, "question", i), "text", &d->questions.items[i].text);
}

void texts_list(Definition *definition, TextPlaceVec *out) {
    list_people(definition, out);
    list_aims(definition, out);
    list_play(definition, out);
}

bool texts_apply(Definition *definition, const TextChange *change, Error *error) {
    TextPlaceVec places = {0};
    Wording *found = NULL;
    if (inject_setup_is(change)) return inject_setup_apply(definition, change, error);
    texts_list(definition, &places);
    for (uint32_t i = 0; i < places.count && !found; i++) {
        const TextPlace *at = &places.items[i];
        if (strcmp(at->kind, change->kind) == 0 && strcmp(at->id, change->id) == 0 &&
            strcmp(at->field, change->field) == 0)
            found = at->wording;
    }
    vec_clear(&places);
    if (!found)
        return error_set(
            error,
            "there is no text \"%.60s\" of %.40s \"%.100s\"; leave the first three columns as they are",
            change->field, change->kind, change->id);
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        if (change->in[language]) /* an empty text is none, so that the other language stands for it */
            found->in[language] =
                *change->in[language] ? arena_text(&definition->arena, change->in[language]) : NULL;
    return true;
}
