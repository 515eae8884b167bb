#include "cli/convert.h"

#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static bool run_program(const char *const *words, const char *package, Error *error) {
    pid_t child;
    int status, failed = posix_spawnp(&child, words[0], NULL, NULL, (char *const *)words, environ);
    if (failed == ENOENT)
        return error_set(error, "%s is not installed, and it is what makes this file: apt-get install %s",
                         words[0], package);
    if (failed) return error_set(error, "%s cannot be started: %s", words[0], strerror(failed));
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return (WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
           error_set(error, "%s ended with an error; what it said stands above", words[0]);
}

bool convert_to_pdf(const char *html, const char *out, Error *error) {
    const char *const words[] = {"weasyprint", "-q", html, out, NULL};
    return run_program(words, "weasyprint fonts-ipaexfont", error);
}

bool convert_to_docx(const char *html, const char *out, Error *error) {
    const char *const words[] = {"pandoc", "-f", "html", "-t", "docx", "-o", out, html, NULL};
    return run_program(words, "pandoc librsvg2-bin", error);
}
