/* The verbs. Each takes its own arguments (argv[0] is "keyfall verb") and returns the status to exit with. */
#pragma once

int cmd_assess(int argc, char **argv);
int cmd_attribute(int argc, char **argv);
int cmd_backtest(int argc, char **argv);
int cmd_compare(int argc, char **argv);
int cmd_exercise(int argc, char **argv);
int cmd_exposure(int argc, char **argv);
int cmd_lint(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_new(int argc, char **argv);
int cmd_plan(int argc, char **argv);
int cmd_replay(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_run(int argc, char **argv);
int cmd_serve(int argc, char **argv);
int cmd_sensitivity(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_version(int argc, char **argv);
int cmd_year(int argc, char **argv);
