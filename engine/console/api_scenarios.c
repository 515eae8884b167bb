/* What there is: the scenarios, and of one its tiers, controls, presets, parameters and sources. */
#include "console/console_internal.h"
#include "report/result.h"

#include <microhttpd.h>
#include <string.h>

void api_begin(JsonWriter *writer, const char *format) {
    json_writer_init(writer, false);
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", format);
    json_write_integer(writer, "version", 1);
}

void api_list_scenarios(const Call *call, Reply *reply) {
    const ScenarioEntryVec *entries = library_entries(call->console->library);
    JsonWriter writer;
    api_begin(&writer, "keyfall.scenarios");
    json_begin_array(&writer, "scenarios");
    for (uint32_t i = 0; i < entries->count; i++) {
        json_begin_object(&writer, NULL);
        json_write_text(&writer, "name", entries->items[i].name);
        json_write_text(&writer, "title", entries->items[i].title);
        json_write_text(&writer, "error", entries->items[i].error ? entries->items[i].error : "");
        json_end_object(&writer);
    }
    json_end_array(&writer);
    json_end_object(&writer);
    reply_json(reply, MHD_HTTP_OK, &writer);
}

/* ------------------------------------------------------------------ controls */

static void write_triple(JsonWriter *writer, double low, double mode, double high) {
    json_begin_flat_array(writer, NULL);
    json_write_number(writer, NULL, low);
    json_write_number(writer, NULL, mode);
    json_write_number(writer, NULL, high);
    json_end_array(writer);
}

static void write_effect(JsonWriter *writer, const Effect *effect) {
    json_begin_object(writer, NULL);
    json_write_text(writer, "mechanism", mechanism_name(effect->mechanism));
    json_write_text(writer, "provenance", provenance_name(effect->provenance));
    json_write_text(writer, "source", effect->source);
    json_begin_array(writer, "levels");
    for (int level = 0; level < LEVELS; level++)
        write_triple(writer, effect->low[level], effect->mode[level], effect->high[level]);
    json_end_array(writer);
    json_end_object(writer);
}

static void write_control(JsonWriter *writer, const Control *control, bool used) {
    json_begin_object(writer, NULL);
    json_write_text(writer, "id", control->id);
    json_write_text(writer, "title_en", control->title_en);
    json_write_text(writer, "title_ja", control->title_ja);
    json_write_text(writer, "summary", control->summary);
    json_begin_array(writer, "level_text");
    for (int level = 0; level < LEVELS; level++) json_write_text(writer, NULL, control->level_text[level]);
    json_end_array(writer);
    json_write_text(writer, "essential_eight", control->essential_eight);
    json_write_text(writer, "attack_mitigation", control->attack_mitigation);
    json_write_text(writer, "relevance", control->relevance);
    json_write_flag(writer, "used", used);
    json_begin_array(writer, "effects");
    for (uint32_t i = 0; i < control->effect_count; i++) write_effect(writer, &control->effects[i]);
    json_end_array(writer);
    json_end_object(writer);
}

static void write_controls(JsonWriter *writer, const Loaded *loaded) {
    const Catalogue *catalogue = &loaded->scenario.catalogue;
    json_begin_array(writer, "controls");
    for (uint32_t i = 0; i < catalogue->count; i++)
        write_control(writer, &catalogue->controls[i], loaded->used[i]);
    json_end_array(writer);
}

static bool is_tier(const Loaded *loaded, int kind) {
    return kind != ORG_observer && loaded->organisations[kind] > 0;
}

static void write_tiers(JsonWriter *writer, const Loaded *loaded) {
    json_begin_array(writer, "tiers");
    for (int kind = 0; kind < ORG_KIND_COUNT; kind++) {
        if (!is_tier(loaded, kind)) continue;
        json_begin_object(writer, NULL);
        json_write_text(writer, "kind", org_kind_names[kind]);
        json_write_integer(writer, "organisations", loaded->organisations[kind]);
        json_end_object(writer);
    }
    json_end_array(writer);
}

/* ------------------------------------------------------------------ presets */

static void write_levels(JsonWriter *writer, const Loaded *loaded,
                         LevelRange levels[ORG_KIND_COUNT][CONTROLS_MAX]) {
    const Catalogue *catalogue = &loaded->scenario.catalogue;
    json_begin_object(writer, "levels");
    for (int kind = 0; kind < ORG_KIND_COUNT; kind++) {
        if (!is_tier(loaded, kind)) continue;
        json_begin_object(writer, org_kind_names[kind]);
        for (uint32_t control = 0; control < catalogue->count; control++) {
            json_begin_flat_array(writer, catalogue->controls[control].id);
            json_write_integer(writer, NULL, levels[kind][control].low);
            json_write_integer(writer, NULL, levels[kind][control].high);
            json_end_array(writer);
        }
        json_end_object(writer);
    }
    json_end_object(writer);
}

static bool write_preset(JsonWriter *writer, const Loaded *loaded, uint32_t index, Error *error) {
    const ControlSet *preset = &loaded->presets.items[index];
    LevelRange levels[ORG_KIND_COUNT][CONTROLS_MAX];
    Setting setting = setting_as_it_was(loaded);
    setting.preset = (int32_t)index;
    if (!setting_levels(&setting, loaded, levels, error)) return false;
    json_begin_object(writer, NULL);
    json_write_text(writer, "id", preset->id);
    json_write_text(writer, "title", preset->title);
    json_write_text(writer, "summary", preset->summary);
    write_levels(writer, loaded, levels);
    json_end_object(writer);
    return true;
}

static bool write_presets(JsonWriter *writer, const Loaded *loaded, Error *error) {
    bool good = true;
    json_begin_array(writer, "presets");
    for (uint32_t i = 0; good && i < loaded->presets.count; i++)
        good = write_preset(writer, loaded, i, error);
    json_end_array(writer);
    return good;
}

/* ------------------------------------------------------------------ numbers and sources */

static void write_parameters(JsonWriter *writer, const ParameterSet *parameters) {
    json_begin_array(writer, "parameters");
    for (uint32_t i = 0; i < parameters->list.count; i++) {
        const Parameter *parameter = &parameters->list.items[i];
        json_begin_object(writer, NULL);
        json_write_text(writer, "label", parameter->label);
        json_write_text(writer, "unit", parameter->unit);
        json_write_number(writer, "low", parameter->low);
        json_write_number(writer, "mode", parameter->mode);
        json_write_number(writer, "high", parameter->high);
        json_write_text(writer, "provenance", provenance_name(parameter->provenance));
        json_write_text(writer, "source", parameter->source);
        json_end_object(writer);
    }
    json_end_array(writer);
    ProvenanceCount count = provenance_count(parameters);
    json_begin_object(writer, "provenance");
    for (int i = 0; i < 3; i++) json_write_integer(writer, provenance_name((Provenance)i), count.of[i]);
    json_end_object(writer);
}

static void write_sources(JsonWriter *writer, const Scenario *scenario) {
    json_begin_array(writer, "sources");
    for (uint32_t i = 0; i < scenario->facts.count; i++) {
        const Fact *fact = &scenario->facts.items[i];
        json_begin_object(writer, NULL);
        json_write_text(writer, "key", fact->key);
        json_write_text(writer, "value", fact->value);
        json_write_text(writer, "unit", fact->unit);
        json_write_text(writer, "date", fact->date);
        json_write_text(writer, "title", fact->title);
        json_write_text(writer, "publisher", fact->publisher);
        json_write_text(writer, "url", fact->url);
        json_write_text(writer, "role", fact->role);
        json_write_flag(writer, "verified", fact->verified);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_metrics(JsonWriter *writer, const Adversary *adversary) {
    json_begin_array(writer, "metrics");
    for (uint32_t i = METRIC_CUSTOMERS; i <= METRIC_MONEY; i++) {
        const Probe *probe = &adversary->probes.items[i];
        json_begin_object(writer, NULL);
        json_write_text(writer, "id", probe->id);
        json_write_text(writer, "title", probe->title);
        json_write_text(writer, "unit", probe->unit);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static bool write_scenario(JsonWriter *writer, const Loaded *loaded, Error *error) {
    const Scenario *scenario = &loaded->scenario;
    json_write_text(writer, "name", scenario->name);
    json_write_text(writer, "title", scenario->adversary.title);
    json_write_text(writer, "summary", scenario->adversary.summary);
    json_write_integer(writer, "start", scenario->adversary.start);
    json_write_integer(writer, "horizon", scenario->adversary.horizon);
    json_write_integer(writer, "window", loaded->window);
    write_metrics(writer, &scenario->adversary);
    write_tiers(writer, loaded);
    write_controls(writer, loaded);
    if (!write_presets(writer, loaded, error)) return false;
    write_parameters(writer, &scenario->parameters);
    write_sources(writer, scenario);
    return true;
}

void api_show_scenario(const Call *call, Reply *reply) {
    const Loaded *loaded;
    Error error = {{0}};
    JsonWriter writer;
    if (!library_get(call->console->library, call->word[0], &loaded, &error)) {
        reply_error(reply, MHD_HTTP_NOT_FOUND, error.text);
        return;
    }
    api_begin(&writer, "keyfall.scenario");
    bool good = write_scenario(&writer, loaded, &error);
    json_end_object(&writer);
    if (good) {
        reply_json(reply, MHD_HTTP_OK, &writer);
    } else {
        json_writer_clear(&writer);
        reply_error(reply, MHD_HTTP_INTERNAL_SERVER_ERROR, error.text);
    }
}
