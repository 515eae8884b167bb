#include "console/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PORTS_TRIED = 50 };

int listen_at(int family, const char *address, uint16_t port) {
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 v6 = {
        .sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = in6addr_loopback};
    v4.sin_addr.s_addr = address ? inet_addr(address) : htonl(INADDR_LOOPBACK);
    int one = 1, made = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made < 0) return -1;
    setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (family == AF_INET6) setsockopt(made, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
    int bound = family == AF_INET ? bind(made, (struct sockaddr *)&v4, sizeof v4)
                                  : bind(made, (struct sockaddr *)&v6, sizeof v6);
    if (bound == 0 && listen(made, SOMAXCONN) == 0) return made;
    int why = errno;
    close(made);
    errno = why;
    return -1;
}

uint16_t listen_port(int socket) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    if (getsockname(socket, (struct sockaddr *)&address, &size) != 0) return 0;
    return ntohs(address.sin_port);
}

uint16_t listen_free_after(uint16_t port) {
    for (uint32_t next = port + 1u; next <= port + (uint32_t)PORTS_TRIED && next <= UINT16_MAX; next++) {
        int tried = listen_at(AF_INET, NULL, (uint16_t)next);
        if (tried < 0) continue;
        close(tried);
        return (uint16_t)next;
    }
    return 0;
}
