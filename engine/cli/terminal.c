#include "cli/terminal.h"

#include "report/figure.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number) {
    (void)signal_number;
    interrupted = 1;
}

static void on_abort(int signal_number) {
    (void)signal_number;
    static const char text[] =
        "keyfall: this is a fault of Keyfall, not of your input. Please report it with "
        "the line above, the command and the scenario.\n";
    ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
    (void)written;
    _exit(EXIT_BUG);
}

void terminal_install_handlers(void) {
    /* A second interrupt ends the program at once. */
    struct sigaction interrupt = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND};
    struct sigaction fault = {.sa_handler = on_abort};
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGABRT, &fault, NULL);
}

void terminal_catch_termination(void) {
    struct sigaction interrupt = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGTERM, &interrupt, NULL);
}

bool terminal_interrupted(void) {
    return interrupted;
}

Style terminal_style(const Options *options) {
    const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");
    bool wanted = !(no_colour && *no_colour) && !(term && strcmp(term, "dumb") == 0);
    return (Style){.colour = wanted && !options->ascii && isatty(STDOUT_FILENO), .ascii = options->ascii};
}

double terminal_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

Progress progress_begin(void) {
    return (Progress){.began = terminal_seconds()};
}

static void show_progress(Progress *progress, uint32_t done, uint32_t total) {
    enum { BAR = 24 };
    double passed = terminal_seconds() - progress->began;
    double rate = passed > 0 && done > progress->already ? (done - progress->already) / passed : 0;
    bool guessed = progress->expected > 0 && progress->expected < total;
    if (guessed) total = progress->expected > done ? (uint32_t)progress->expected : done;
    char bar[BAR + 1];
    for (uint32_t i = 0; i < BAR; i++) bar[i] = (uint64_t)i * total < (uint64_t)done * BAR ? '#' : '.';
    bar[BAR] = '\0';
    fprintf(stderr, "\r\033[K%s %s of %s%s worlds, %s a second", bar, figure_whole(done).text,
            guessed ? "about " : "", figure_whole(total).text, figure_whole(rate).text);
    if (rate > 0 && done < total) fprintf(stderr, ", %s left", figure_duration((total - done) / rate).text);
    fflush(stderr);
    progress->shown = true;
}

bool progress_step(void *context, uint32_t done, uint32_t total) {
    if (isatty(STDERR_FILENO)) show_progress(context, done, total);
    return !interrupted;
}

void progress_end(Progress *progress) {
    if (progress->shown) fprintf(stderr, "\r\033[K");
    progress->shown = false;
}

void terminal_tell_effort(double began, bool asked) {
    enum { KIB_IN_MIB = 1024 };
    struct rusage used;
    if ((!asked && !isatty(STDERR_FILENO)) || getrusage(RUSAGE_SELF, &used) != 0) return;
    double processor = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    fprintf(stderr, "took %.1f s, %.1f s of processor time, %ld MiB of memory at most\n",
            terminal_seconds() - began, processor, used.ru_maxrss / KIB_IN_MIB);
}

void terminal_silence(void) {
    if (!freopen("/dev/null", "w", stdout)) fclose(stdout);
    if (!freopen("/dev/null", "w", stderr)) fclose(stderr);
}

int terminal_print(const char *text, int good) {
    bool written = fputs(text, stdout) != EOF && fflush(stdout) != EOF;
    if (written) return good;
    fprintf(stderr, "keyfall: the result could not be written to standard output\n");
    return EXIT_USAGE;
}

int terminal_print_json(JsonWriter *writer, int good) {
    int status = terminal_print(writer->text, good);
    if (status == good && writer->text[writer->length - 1] != '\n') status = terminal_print("\n", good);
    json_writer_clear(writer);
    return status;
}

int terminal_fail(const Error *error) {
    fprintf(stderr, "keyfall: %s\n", error->text);
    return EXIT_USAGE;
}

bool terminal_typed(int milliseconds, bool *ended) {
    struct pollfd input = {.fd = *ended ? -1 : STDIN_FILENO, .events = POLLIN};
    if (poll(&input, 1, milliseconds) <= 0 || !input.revents) return false;
    char bytes[256];
    ssize_t length = read(STDIN_FILENO, bytes, sizeof bytes);
    *ended = length <= 0;
    return length > 0;
}

int terminal_no_console(void) {
    Error error;
    error_set(&error,
              "this build has no console: libmicrohttpd-dev and libsodium-dev were not there when it was "
              "made. Install them and build again; ./scripts/run.sh serve does both");
    return terminal_fail(&error);
}
