/* Who may speak to the server at all, before any token is looked at. A page on another site can make a
 * browser send requests to this machine (cross-site requests, DNS rebinding); such requests carry a foreign
 * Host, a foreign Origin or the browser's own word for where they come from. Pure functions of the headers.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* "127.0.0.1:PORT", "localhost:PORT", "[::1]:PORT", or the address that was opened to others (NULL: none);
 * nothing else, and not without the port. */
bool guard_host(const char *host, uint16_t port, const char *opened);
/* NULL (no browser, or a plain navigation) is fine; otherwise http:// and a host as above. */
bool guard_origin(const char *origin, uint16_t port, const char *opened);
/* Sec-Fetch-Site is NULL, "same-origin" or "none" (typed in, or a link from a terminal); or it is a link that
 * somebody follows from elsewhere (Sec-Fetch-Mode "navigate"), which shows a page and brings no cookie along.
 */
bool guard_fetch(const char *site, const char *mode);
