/* An assessment as JSON (docs/formats/assessment.schema.json). */
#include "report/assess_words.h"

static void write_odds(JsonWriter *writer, const char *key, const YearlyOdds *odds) {
    json_begin_object(writer, key);
    json_write_number(writer, "mean", odds->mean);
    json_write_number(writer, "p5", odds->low);
    json_write_number(writer, "p95", odds->high);
    json_end_object(writer);
}

static void write_days(JsonWriter *writer, const DaysDown *days) {
    json_begin_object(writer, "days_down");
    json_write_number(writer, "mean", days->mean);
    json_write_number(writer, "median", days->median);
    json_write_number(writer, "p95", days->p95);
    json_write_number(writer, "lost_a_year", days->a_year);
    json_begin_flat_array(writer, "times_a_year_above");
    for (int i = 0; i < ASSESS_DAYS; i++) {
        json_begin_flat_array(writer, NULL);
        json_write_number(writer, NULL, assess_days[i]);
        json_write_number(writer, NULL, days->above[i]);
        json_end_array(writer);
    }
    json_end_array(writer);
    json_end_object(writer);
}

static void write_change(const AssessView *view, JsonWriter *writer, const TopicChange *change) {
    json_begin_object(writer, NULL);
    json_write_text(writer, "question", assess_question(view, change->topic)->id);
    json_write_text(writer, "title", assess_topic_title(view, change->topic));
    json_write_number(writer, "change", change->change);
}

static void write_gaps(const AssessView *view, JsonWriter *writer, uint32_t msp) {
    TopicChange gaps[QUESTIONS_MAX];
    uint32_t count = assess_gaps(view->assessment, msp, gaps, QUESTIONS_MAX);
    json_begin_array(writer, "clauses");
    for (uint32_t i = 0; i < count; i++) {
        write_change(view, writer, &gaps[i]);
        json_write_text(writer, "en", assess_question(view, gaps[i].topic)->clause.en);
        json_write_text(writer, "ja", assess_question(view, gaps[i].topic)->clause.ja);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_drivers(const AssessView *view, JsonWriter *writer, uint32_t msp) {
    TopicChange drivers[QUESTIONS_MAX];
    uint32_t first = view->assessment->order[0];
    uint32_t count = msp == first ? 0 : assess_drivers(view->assessment, msp, first, drivers, QUESTIONS_MAX);
    json_begin_array(writer, "drivers");
    for (uint32_t i = 0; i < count; i++) {
        write_change(view, writer, &drivers[i]);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static const char *role_of(const AssessView *view, uint32_t msp) {
    if (msp == assess_today(view)) return "today";
    return msp == assess_last_year(view) ? "last_year" : "candidate";
}

static void write_msp(const AssessView *view, JsonWriter *writer, uint32_t msp) {
    const Assessment *assessment = view->assessment;
    const Assessed *a = &assessment->msps[msp];
    bool candidate = msp < assessment->input.candidate_count;
    json_begin_object(writer, NULL);
    json_write_text(writer, "name", a->answers->name);
    json_write_text(writer, "date", a->answers->date);
    json_write_text(writer, "role", role_of(view, msp));
    json_write_integer(writer, "answered", a->given);
    json_write_integer(writer, "asked", a->asked);
    write_odds(writer, "expected", &a->total);
    write_odds(writer, "ranked", &a->ranked);
    write_odds(writer, "less_access", &a->less_access);
    write_odds(writer, "everything_at_3", &a->everything);
    json_begin_object(writer, "families");
    for (uint32_t family = 0; family < assessment->input.family_count; family++)
        write_odds(writer, assessment->input.families[family].id, &a->family[family]);
    json_end_object(writer);
    write_days(writer, &a->days);
    if (candidate) write_drivers(view, writer, msp);
    if (candidate) write_gaps(view, writer, msp);
    json_end_object(writer);
}

static void write_standing(const AssessView *view, JsonWriter *writer, const Standing *standing) {
    json_begin_object(writer, NULL);
    json_write_text(writer, "better", view->assessment->msps[standing->better].answers->name);
    json_write_text(writer, "worse", view->assessment->msps[standing->worse].answers->name);
    json_write_number(writer, "difference", standing->difference);
    json_begin_flat_array(writer, "ci95");
    json_write_number(writer, NULL, standing->ci95.low);
    json_write_number(writer, NULL, standing->ci95.high);
    json_end_array(writer);
    json_write_number(writer, "chance", standing->chance);
    json_write_flag(writer, "told_apart", standing->apart);
    json_end_object(writer);
}

static void write_askings(const AssessView *view, JsonWriter *writer) {
    const Assessment *assessment = view->assessment;
    json_begin_array(writer, "ask_first");
    for (uint32_t i = 0; i < assessment->asking_count; i++) {
        const Asking *asking = &assessment->asking[i];
        const Question *question = assess_question(view, asking->topic);
        json_begin_object(writer, NULL);
        json_write_text(writer, "msp", assessment->msps[asking->msp].answers->name);
        json_write_text(writer, "question", question->id);
        json_write_text(writer, "en", question->ask.en);
        json_write_text(writer, "ja", question->ask.ja);
        json_write_number(writer, "worth", asking->worth);
        json_write_number(writer, "turns_ranking", asking->turns);
        json_write_number(writer, "spread", asking->spread);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_changes(const AssessView *view, JsonWriter *writer) {
    AnswerChangeVec changes = {0};
    AssessView english = *view; /* what programs read has one language */
    english.language = LANGUAGE_EN;
    if (view->since) assess_changes(view, &changes);
    json_begin_array(writer, "since");
    for (uint32_t i = 0; i < changes.count; i++) {
        const Question *question =
            &view->assessment->input.questionnaire->questions[changes.items[i].question];
        Text was = {0}, is = {0};
        assess_answer_words(&english, question, changes.items[i].before, &was);
        assess_answer_words(&english, question, changes.items[i].now, &is);
        json_begin_object(writer, NULL);
        json_write_text(writer, "question", question->id);
        json_write_text(writer, "before", text_of(&was));
        json_write_text(writer, "now", text_of(&is));
        json_end_object(writer);
        text_clear(&was);
        text_clear(&is);
    }
    json_end_array(writer);
    vec_clear(&changes);
}

void assess_json_write(const AssessView *view, JsonWriter *writer) {
    const Assessment *assessment = view->assessment;
    const AssessInput *input = &assessment->input;
    Text verdict = {0};
    assess_verdict(view, &verdict);
    json_begin_object(writer, NULL);
    json_write_text(writer, "format", "keyfall.assessment");
    json_write_integer(writer, "version", 1);
    json_write_text(writer, "verdict", text_of(&verdict));
    json_write_flag(writer, "tie", assess_is_tie(view));
    json_write_text(writer, "company", input->company ? input->company->name : "");
    json_write_unsigned64(writer, "seed", input->seed);
    json_write_integer(writer, "draws", input->draws);
    json_write_integer(writer, "worlds_per_draw", input->worlds_per_draw);
    json_begin_array(writer, "families");
    for (uint32_t i = 0; i < input->family_count; i++) {
        json_begin_object(writer, NULL);
        json_write_text(writer, "id", input->families[i].id);
        json_write_text(writer, "title", input->families[i].title.en);
        json_write_text(writer, "title_ja", input->families[i].title.ja);
        json_end_object(writer);
    }
    json_end_array(writer);
    json_begin_flat_array(writer, "ranking");
    for (uint32_t i = 0; i < input->candidate_count; i++)
        json_write_text(writer, NULL, assessment->msps[assessment->order[i]].answers->name);
    json_end_array(writer);
    json_begin_array(writer, "msps");
    for (uint32_t i = 0; i < input->msp_count; i++) write_msp(view, writer, i);
    json_end_array(writer);
    json_begin_array(writer, "standings");
    for (uint32_t i = 0; i + 1 < input->candidate_count; i++)
        write_standing(view, writer, &assessment->standing[i]);
    for (uint32_t i = input->candidate_count; i < input->msp_count; i++)
        write_standing(view, writer, &assessment->beside_today[i]);
    json_end_array(writer);
    write_askings(view, writer);
    write_changes(view, writer);
    json_end_object(writer);
    text_clear(&verdict);
}
