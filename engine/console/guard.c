#include "console/guard.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

bool guard_host(const char *host, uint16_t port, const char *opened) {
    const char *const names[] = {"127.0.0.1", "localhost", "[::1]", opened};
    char allowed[64];
    if (!host) return false;
    for (size_t i = 0; i < sizeof names / sizeof names[0] && names[i]; i++) {
        snprintf(allowed, sizeof allowed, "%s:%u", names[i], port);
        if (strcasecmp(host, allowed) == 0) return true;
    }
    return false;
}

bool guard_origin(const char *origin, uint16_t port, const char *opened) {
    static const char scheme[] = "http://";
    if (!origin) return true;
    return strncmp(origin, scheme, sizeof scheme - 1) == 0 &&
           guard_host(origin + sizeof scheme - 1, port, opened);
}

bool guard_fetch(const char *site, const char *mode) {
    if (!site || strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0) return true;
    return mode && strcmp(mode, "navigate") == 0;
}
