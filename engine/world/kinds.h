/* The words of a world, each list kept once: organisations, assets, accesses, privileges, states. Scripts,
 * JSON and reports use these spellings. */
#pragma once

#include <stdint.h>

/* The formatter cannot settle these lists. */
/* clang-format off */
#define ORG_KINDS(X) X(vendor) X(msp) X(customer) X(observer)
#define ASSET_KINDS(X)                                                                                       \
    X(rmm_server)                                                                                            \
    X(rmm_cloud)                                                                                             \
    X(psa) X(plugin) X(update_server) X(admin_account) X(technician_workstation) X(jump_host)                \
        X(identity_provider) X(domain_controller) X(server_group) X(endpoint_group) X(backup_vault)          \
            X(data_store) X(remote_support_server) X(hosting_platform) X(mail_system)                        \
                X(adversary_infrastructure)
#define ACCESS_KINDS(X)                                                                                      \
    X(rmm_agent)                                                                                             \
    X(remote_support)                                                                                        \
    X(admin_credential) X(delegated_admin) X(vpn) X(software_update) X(domain_trust) X(local_admin_reuse)    \
        X(backup_admin)
#define PRIVILEGES(X) X(user) X(admin) X(system)
/* reached < foothold < control, each implying the ones before; the others are independent marks. `stolen` is
 * of an account that the attacker keeps: restoring machines leaves it, rotating ends it. */
#define STATES(X) X(reached) X(foothold) X(control) X(encrypted) X(exfiltrated) X(destroyed) X(stolen)

/* clang-format on */

#define KIND_ENUM(word) KIND_NAME(word),
#define KIND_NAME(word) ORG_##word
typedef enum OrgKind { ORG_KINDS(KIND_ENUM) ORG_KIND_COUNT } OrgKind;
#undef KIND_NAME
#define KIND_NAME(word) ASSET_##word
typedef enum AssetKind { ASSET_KINDS(KIND_ENUM) ASSET_KIND_COUNT } AssetKind;
#undef KIND_NAME
#define KIND_NAME(word) ACCESS_##word
typedef enum AccessKind { ACCESS_KINDS(KIND_ENUM) ACCESS_KIND_COUNT } AccessKind;
#undef KIND_NAME
#define KIND_NAME(word) PRIVILEGE_##word
typedef enum Privilege { PRIVILEGES(KIND_ENUM) PRIVILEGE_COUNT } Privilege;
#undef KIND_NAME
#define KIND_NAME(word) STATE_##word
typedef enum State { STATES(KIND_ENUM) STATE_COUNT } State;
#undef KIND_NAME
#undef KIND_ENUM

#define STATE_BIT(state) (UINT8_C(1) << (state))
#define STATE_IMPACTS (STATE_BIT(STATE_encrypted) | STATE_BIT(STATE_exfiltrated) | STATE_BIT(STATE_destroyed))

extern const char *const org_kind_names[ORG_KIND_COUNT];
extern const char *const asset_kind_names[ASSET_KIND_COUNT];
extern const char *const access_kind_names[ACCESS_KIND_COUNT];
extern const char *const privilege_names[PRIVILEGE_COUNT];
extern const char *const state_names[STATE_COUNT];

/* Index of a word in one of the lists, or −1. */
int kind_find(const char *word, const char *const *names, uint32_t count);
