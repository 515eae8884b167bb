#include "base/draw.h"
#include "cli/commands.h"
#include "cli/terminal.h"

static const struct argp_option accepted[] = {OPTION_JSON, {0}};
static const struct argp parser = {accepted,
                                   options_parse_key,
                                   "",
                                   "Prints the version of the program and of the model. Results of one model "
                                   "version are comparable; a draw never changes its meaning within one."
                                   "\vExample: keyfall version --json",
                                   NULL,
                                   NULL,
                                   NULL};

int cmd_version(int argc, char **argv) {
    Options options = options_default(0, 0, 0);
    argp_parse(&parser, argc, argv, 0, NULL, &options);
    if (options.json) {
        JsonWriter writer;
        json_writer_init(&writer, true);
        json_begin_object(&writer, NULL);
        json_write_text(&writer, "format", "keyfall.version");
        json_write_integer(&writer, "version", 1);
        json_write_text(&writer, "program", KEYFALL_VERSION);
        json_write_integer(&writer, "model", MODEL_VERSION);
        json_end_object(&writer);
        return terminal_print_json(&writer, EXIT_GOOD);
    }
    Text out = {0};
    text_add(&out, "keyfall %s, model %d\n", KEYFALL_VERSION, MODEL_VERSION);
    int status = terminal_print(text_of(&out), EXIT_GOOD);
    text_clear(&out);
    return status;
}
