#include "console/lan.h"

#include "base/file.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A listener on any free port of the address, reached from here. */
static bool is_heard(struct sockaddr_in address) {
    socklen_t size = sizeof address;
    address.sin_port = 0;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int caller = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool heard = listener >= 0 && caller >= 0 &&
                 bind(listener, (struct sockaddr *)&address, sizeof address) == 0 &&
                 listen(listener, 1) == 0 && getsockname(listener, (struct sockaddr *)&address, &size) == 0 &&
                 connect(caller, (struct sockaddr *)&address, sizeof address) == 0;
    if (listener >= 0) close(listener);
    if (caller >= 0) close(caller);
    return heard;
}

static bool is_outward(const struct ifaddrs *entry) {
    return entry->ifa_addr && entry->ifa_addr->sa_family == AF_INET && (entry->ifa_flags & IFF_UP) &&
           !(entry->ifa_flags & IFF_LOOPBACK);
}

uint32_t lan_addresses(LanAddress out[LAN_ADDRESSES]) {
    struct ifaddrs *list;
    uint32_t count = 0;
    if (getifaddrs(&list) != 0) return 0;
    for (const struct ifaddrs *entry = list; entry && count < LAN_ADDRESSES; entry = entry->ifa_next) {
        if (!is_outward(entry)) continue;
        struct sockaddr_in address;
        memcpy(&address, entry->ifa_addr, sizeof address);
        LanAddress *found = &out[count++];
        inet_ntop(AF_INET, &address.sin_addr, found->address, sizeof found->address);
        snprintf(found->interface, sizeof found->interface, "%s", entry->ifa_name);
        found->heard = is_heard(address);
    }
    freeifaddrs(list);
    return count;
}

bool lan_has(const char *address) {
    LanAddress all[LAN_ADDRESSES];
    uint32_t count = lan_addresses(all);
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(all[i].address, address) == 0) return true;
    return false;
}

static bool file_says(const char *path, const char *word) {
    char *bytes;
    size_t length;
    Error error;
    if (!file_exists(path) || !file_read(path, 1 << 16, &bytes, &length, &error)) return false;
    bool said = strstr(bytes, word) != NULL;
    free(bytes);
    return said;
}

const char *lan_filter(void) {
    if (file_says("/proc/sys/kernel/osrelease", "icrosoft")) return "WSL";
    if (file_says("/etc/ufw/ufw.conf", "ENABLED=yes")) return "ufw";
    if (file_exists("/run/firewalld")) return "firewalld";
    return NULL;
}
