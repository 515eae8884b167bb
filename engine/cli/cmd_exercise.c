/* keyfall exercise VERB …: finds the verb of an exercise and hands over. */
#include "cli/cmd_exercise.h"

#include "base/text.h"
#include "cli/commands.h"
#include "cli/options.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name, *takes, *does;
    int (*run)(int argc, char **argv);
} verbs[] = {
    {"new", "SCENARIO -o FILE", "picks a truth and writes the exercise's journal", cmd_exercise_new},
    {"texts", "SCENARIO -o FILE", "every text as a spreadsheet, to be changed", cmd_exercise_texts},
    {"import", "FILE LIST", "reads a list of events (MSEL), shows or makes its changes", cmd_exercise_import},
    {"check", "SCENARIO|FILE", "what will not work, before the day", cmd_exercise_check},
    {"rehearse", "SCENARIO|FILE", "plays it with robot teams", cmd_exercise_rehearse},
    {"run", "FILE", "plays it in this terminal", cmd_exercise_run},
    {"serve", "FILE", "plays it in browsers: teams, evaluators, projector", cmd_exercise_serve},
    {"report", "FILE -o FOLDER", "manuals, cards, guides, list of events, report", cmd_exercise_report},
};
enum { VERBS = sizeof verbs / sizeof verbs[0] };

static int usage(FILE *out, int status) {
    fprintf(out, "A tabletop exercise on a scenario.\n\nusage: keyfall exercise VERB ...\n\n");
    for (int i = 0; i < VERBS; i++)
        fprintf(out, "  %-9s %-19s %s\n", verbs[i].name, verbs[i].takes, verbs[i].does);
    fprintf(out,
            "\nexample: keyfall exercise rehearse kaseya-2021 --play good\n"
            "`keyfall exercise VERB --help` tells more about each; docs/handbook.md tells how to run one.\n");
    return status;
}

int cmd_exercise(int argc, char **argv) {
    if (argc < 2) return usage(stderr, EXIT_USAGE);
    const char *word = argv[1], *names[VERBS];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) return usage(stdout, EXIT_GOOD);
    for (int i = 0; i < VERBS; i++) {
        names[i] = verbs[i].name;
        if (strcmp(word, verbs[i].name) != 0) continue;
        char name[64];
        snprintf(name, sizeof name, "keyfall exercise %s", word);
        argv[1] = name;
        return verbs[i].run(argc - 1, argv + 1);
    }
    const char *near = text_nearest(word, names, VERBS);
    fprintf(stderr, "keyfall: there is no 'exercise %s'%s%s%s `keyfall exercise --help` lists them\n", word,
            near ? "; did you mean '" : ";", near ? near : "", near ? "'?" : "");
    return EXIT_USAGE;
}
