/* The verbs under `keyfall exercise`. Each takes its own arguments, as those of commands.h. */
#pragma once

int cmd_exercise_check(int argc, char **argv);
int cmd_exercise_import(int argc, char **argv);
int cmd_exercise_new(int argc, char **argv);
int cmd_exercise_rehearse(int argc, char **argv);
int cmd_exercise_report(int argc, char **argv);
int cmd_exercise_run(int argc, char **argv);
int cmd_exercise_serve(int argc, char **argv);
int cmd_exercise_texts(int argc, char **argv);
