/* Whether other devices in the room can reach this machine: its addresses, what stands in the way. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { LAN_ADDRESSES = 8 };

typedef struct LanAddress {
    char address[16], interface[32]; /* "192.168.1.7", "wlan0" */
    bool heard;                      /* a listener on it was reached from here */
} LanAddress;

/* IPv4 addresses of this machine that are not its own loop; how many were written. */
uint32_t lan_addresses(LanAddress out[LAN_ADDRESSES]);
/* Whether an address is one of this machine's. */
bool lan_has(const char *address);
/* What is known to filter what comes in ("ufw", "firewalld"), a Windows beneath ("WSL"), or NULL. */
const char *lan_filter(void);
