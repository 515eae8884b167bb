#include "report/show_json.h"

#include "world/date.h"

static void write_range(JsonWriter *writer, const char *key, double low, double mode, double high) {
    json_begin_flat_array(writer, key);
    json_write_number(writer, NULL, low);
    json_write_number(writer, NULL, mode);
    json_write_number(writer, NULL, high);
    json_end_array(writer);
}

static void write_counts(JsonWriter *writer, const char *key, const uint32_t *counts,
                         const char *const *names, uint32_t kinds) {
    json_begin_object(writer, key);
    for (uint32_t i = 0; i < kinds; i++) {
        if (counts[i] > 0) json_write_integer(writer, names[i], counts[i]);
    }
    json_end_object(writer);
}

static void write_world(JsonWriter *writer, const Shown *shown) {
    Census census = census_of(race_world(shown->race), shown->sizes);
    json_begin_object(writer, "world");
    write_counts(writer, "organisations", census.orgs, org_kind_names, ORG_KIND_COUNT);
    write_counts(writer, "assets", census.assets, asset_kind_names, ASSET_KIND_COUNT);
    json_write_integer(writer, "machines", (int64_t)census.machines);
    json_end_object(writer);
}

static void write_rule(JsonWriter *writer, const Shown *shown, uint32_t index) {
    const Adversary *adversary = race_adversary(shown->race);
    const Rule *rule = &adversary->rules.items[index];
    const Parameter *odds = &shown->parameters->list.items[rule->odds.parameter];
    double scale = rule->odds.scale;
    json_begin_object(writer, NULL);
    json_write_text(writer, "sentence", rule->sentence);
    json_write_text(writer, "technique", rule->technique ? rule->technique : "");
    write_range(writer, "odds", odds->low * scale, odds->mode * scale, odds->high * scale);
    json_write_text(writer, "provenance", provenance_name(odds->provenance));
    json_write_flag(writer, "exempt", rule_is_exempt(adversary, index));
    json_end_object(writer);
}

static void write_adversary(JsonWriter *writer, const Shown *shown) {
    const Adversary *adversary = race_adversary(shown->race);
    json_begin_array(writer, "rules");
    for (uint32_t i = 0; i < adversary->rules.count; i++) write_rule(writer, shown, i);
    json_end_array(writer);
    json_begin_array(writer, "responses");
    for (uint32_t i = 0; i < adversary->responses.count; i++)
        json_write_text(writer, NULL, adversary->responses.items[i].sentence);
    json_end_array(writer);
    json_begin_array(writer, "events");
    for (uint32_t i = 0; i < adversary->actions.count; i++)
        json_write_text(writer, NULL, adversary->actions.items[i].sentence);
    json_end_array(writer);
}

static void write_parameter(JsonWriter *writer, const Parameter *parameter) {
    json_begin_object(writer, NULL);
    json_write_text(writer, "name", parameter->label);
    json_write_text(writer, "statement", parameter->statement);
    json_write_text(writer, "unit", parameter->unit);
    json_write_number(writer, "low", parameter->low);
    json_write_number(writer, "mode", parameter->mode);
    json_write_number(writer, "high", parameter->high);
    json_write_text(writer, "provenance", provenance_name(parameter->provenance));
    json_write_text(writer, "source", parameter->source);
    json_write_text(writer, "where", parameter->where);
    json_end_object(writer);
}

static void write_numbers(JsonWriter *writer, const ParameterSet *parameters) {
    ProvenanceCount count = provenance_count(parameters);
    json_begin_object(writer, "numbers");
    for (Provenance i = PROVENANCE_SOURCED; i <= PROVENANCE_FITTED; i++)
        json_write_integer(writer, provenance_name(i), count.of[i]);
    json_end_object(writer);
    json_begin_array(writer, "parameters");
    for (uint32_t i = 0; i < parameters->list.count; i++) write_parameter(writer, &parameters->list.items[i]);
    json_end_array(writer);
}

void show_json_write(const Shown *shown, JsonWriter *writer) {
    const Adversary *adversary = race_adversary(shown->race);
    Text starts = {0};
    date_add_moment(&starts, adversary->start);
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", "keyfall.scenario");
    json_write_integer(writer, "version", 1);
    json_write_text(writer, "scenario", shown->scenario);
    json_write_text(writer, "title", adversary->title);
    json_write_text(writer, "summary", adversary->summary);
    json_write_text(writer, "starts", text_of(&starts));
    json_write_integer(writer, "lasts_seconds", adversary->horizon);
    if (shown->per_year[2] > 0)
        write_range(writer, "per_year", shown->per_year[0], shown->per_year[1], shown->per_year[2]);
    else
        json_write_null(writer, "per_year");
    write_world(writer, shown);
    write_adversary(writer, shown);
    write_numbers(writer, shown->parameters);
    json_end_object(writer);
    text_clear(&starts);
}
