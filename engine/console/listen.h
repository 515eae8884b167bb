/* Listening sockets. */
#pragma once

#include <stdint.h>

/* On an IPv4 address (NULL: loopback), or on ::1 for AF_INET6; −1 with errno when it cannot be had. */
int listen_at(int family, const char *address, uint16_t port);
uint16_t listen_port(int socket); /* 0 when it has none */
/* The next port above that nobody has on loopback; 0 when none of the nearest is free. */
uint16_t listen_free_after(uint16_t port);
