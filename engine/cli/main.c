/* keyfall VERB …: finds the verb and hands over. Exit status: 0 good, 1 the answer is no, 2 bad usage or
 * input, 70 a fault of Keyfall, 130 interrupted. */
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/terminal.h"

#include <stdio.h>
#include <string.h>

typedef struct Verb {
    const char *name, *takes, *does;
    int (*run)(int argc, char **argv);
} Verb;

static const Verb verbs[] = {
    {"list", "[controls]", "scenarios and their control sets, or the controls", cmd_list},
    {"show", "SCENARIO", "its world and its adversary in a page", cmd_show},
    {"report", "RESULT.json...", "results as one HTML file, and from it PDF and DOCX", cmd_report},
    {"replay", "SCENARIO", "one world told as a story with a clock", cmd_replay},
    {"exercise", "new|run|...", "a tabletop: prepare, rehearse, play, debrief", cmd_exercise},
    {"run", "SCENARIO", "how far it goes, over many worlds", cmd_run},
    {"compare", "SCENARIO", "control sets side by side on the same luck", cmd_compare},
    {"attribute", "SCENARIO", "what each control is worth in an attack", cmd_attribute},
    {"plan", "SCENARIO", "what to buy for how much against an attack", cmd_plan},
    {"sensitivity", "SCENARIO", "the unknown numbers that decide the answer", cmd_sensitivity},
    {"exposure", "SCENARIO|WORLD.json", "the keys with the most downstream", cmd_exposure},
    {"assess", "--questionnaire FILE...", "due diligence of one or several MSPs", cmd_assess},
    {"backtest", "[SCENARIO...]", "the model beside the published figures", cmd_backtest},
    {"lint", "SCENARIO...", "what in a scenario is wrong, or might be", cmd_lint},
    {"new", "NAME", "writes the folder of a scenario of your own", cmd_new},
    {"serve", "[SCENARIO]", "the lab in a browser", cmd_serve},
    {"version", "", "versions of the program and of the model", cmd_version},
    {"year", "", "what a year of attacks brings, over a mix of scenarios", cmd_year},
};
enum { VERBS = sizeof verbs / sizeof verbs[0] };

static void usage(FILE *out) {
    fprintf(out,
            "Keyfall: how far an attack through a managed service provider goes, and what would stop it.\n\n"
            "usage: keyfall VERB ...\n\n");
    for (int i = 0; i < VERBS; i++) {
        fprintf(out, "  %-11s  %-23s  %s\n", verbs[i].name, verbs[i].takes, verbs[i].does);
    }
    fprintf(out, "\nexample: keyfall replay kaseya-2021 --seed 7\n"
                 "`keyfall VERB --help` tells more about each.\n");
}

static int unknown_verb(const char *word) {
    const char *names[VERBS];
    for (int i = 0; i < VERBS; i++) names[i] = verbs[i].name;
    const char *nearest = text_nearest(word, names, VERBS);
    fprintf(stderr, "keyfall: there is no verb '%s'", word);
    if (nearest) fprintf(stderr, "; did you mean '%s'?", nearest);
    fprintf(stderr, "%s `keyfall --help` lists them\n", nearest ? "" : ";");
    return EXIT_USAGE;
}

int main(int argc, char **argv) {
    argp_err_exit_status = EXIT_USAGE;
    terminal_install_handlers();
    if (argc < 2) {
        usage(stderr);
        return EXIT_USAGE;
    }
    const char *word = argv[1];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) {
        usage(stdout);
        return EXIT_GOOD;
    }
    if (strcmp(word, "--version") == 0) word = "version";
    for (int i = 0; i < VERBS; i++) {
        if (strcmp(word, verbs[i].name) != 0) continue;
        char name[64];
        snprintf(name, sizeof name, "keyfall %s", word);
        argv[1] = name;
        return verbs[i].run(argc - 1, argv + 1);
    }
    return unknown_verb(word);
}
