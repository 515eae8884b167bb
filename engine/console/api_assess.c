/* Due diligence: the questionnaire, and runs of what was answered. */
#include "console/console_internal.h"

#include <microhttpd.h>

static void write_phrase(JsonWriter *writer, const char *key, const Phrase *phrase) {
    json_begin_object(writer, key);
    json_write_text(writer, "en", phrase->en);
    json_write_text(writer, "ja", phrase->ja);
    json_end_object(writer);
}

/* Of the control a question is about, or the question itself: what it is called in a table. */
static void write_title(JsonWriter *writer, const Papers *papers, const Question *question) {
    Phrase title = question->ask;
    if (question->control != QUESTION_NONE) {
        const Control *control = &papers->catalogue.controls[question->control];
        title = (Phrase){control->title_en, control->title_ja};
    }
    write_phrase(writer, "title", &title);
}

static void write_question(JsonWriter *writer, const Papers *papers, const Question *question) {
    static const char *const kinds[] = {
        [QUESTION_LEVEL] = "level", [QUESTION_CHOICE] = "choice", [QUESTION_TEXT] = "text"};
    static const char *const parties[] = {
        [PARTY_MSP] = "msp", [PARTY_VENDOR] = "vendor", [PARTY_COMPANY] = "company"};
    json_begin_object(writer, NULL);
    json_write_text(writer, "id", question->id);
    json_write_text(writer, "section", papers->questionnaire.sections[question->section].id);
    json_write_text(writer, "kind", kinds[question->kind]);
    json_write_text(writer, "about", parties[question->about]);
    json_write_text(writer, "part", part_name(question->part));
    write_title(writer, papers, question);
    write_phrase(writer, "ask", &question->ask);
    write_phrase(writer, "evidence", &question->evidence);
    json_begin_array(writer, "options");
    for (uint32_t i = 0; i < question->option_count; i++) {
        json_begin_object(writer, NULL);
        json_write_text(writer, "en", question->options[i].text.en);
        json_write_text(writer, "ja", question->options[i].text.ja);
        json_write_number(writer, "base", question->base[i]);
        json_end_object(writer);
    }
    json_end_array(writer);
    json_end_object(writer);
}

static void write_questionnaire(JsonWriter *writer, const Papers *papers) {
    const Questionnaire *questionnaire = &papers->questionnaire;
    write_phrase(writer, "title", &questionnaire->title);
    json_write_text(writer, "source", questionnaire->source);
    json_begin_array(writer, "sections");
    for (uint32_t i = 0; i < questionnaire->section_count; i++) {
        json_begin_object(writer, NULL);
        json_write_text(writer, "id", questionnaire->sections[i].id);
        json_write_integer(writer, "line", questionnaire->sections[i].line);
        write_phrase(writer, "title", &questionnaire->sections[i].title);
        json_end_object(writer);
    }
    json_end_array(writer);
    json_begin_array(writer, "questions");
    for (uint32_t i = 0; i < questionnaire->question_count; i++)
        write_question(writer, papers, &questionnaire->questions[i]);
    json_end_array(writer);
}

/* NULL and a reply when they cannot be read. */
static const Papers *papers_of(const Call *call, Reply *reply) {
    const Papers *papers;
    Error error = {{0}};
    if (cabinet_papers(call->console->cabinet, &papers, &error)) return papers;
    reply_error(reply, MHD_HTTP_INTERNAL_SERVER_ERROR, error.text);
    return NULL;
}

void api_show_questionnaire(const Call *call, Reply *reply) {
    const Papers *papers = papers_of(call, reply);
    JsonWriter writer;
    if (!papers) return;
    api_begin(&writer, "keyfall.console.questionnaire");
    write_questionnaire(&writer, papers);
    json_end_object(&writer);
    reply_json(reply, MHD_HTTP_OK, &writer);
}

static bool read_request(const Call *call, const Papers *papers, RunRequest *out, Error *error) {
    JsonDocument *document;
    *out = (RunRequest){.owner = call->request->session};
    if (!json_parse(call->request->body, call->request->body_length, "request", &document, error))
        return false;
    Json root = json_root(document);
    bool good = json_only(root, "msps company seed worlds lane", error) &&
                api_read_lane(root, out->lane, error) && diligence_read(root, papers, &out->diligence, error);
    json_destroy(document);
    return good;
}

void api_start_assessment(const Call *call, Reply *reply) {
    const Papers *papers = papers_of(call, reply);
    RunRequest request;
    Error error = {{0}};
    if (!papers) return;
    if (read_request(call, papers, &request, &error))
        api_start(call, &request, reply);
    else
        reply_error(reply, MHD_HTTP_BAD_REQUEST, error.text);
}
