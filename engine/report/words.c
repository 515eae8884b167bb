#include "report/words.h"

typedef struct Plural {
    const char *one, *many;
} Plural;

static const Plural assets[ASSET_KIND_COUNT] = {
    [ASSET_rmm_server] = {"RMM server", "RMM servers"},
    [ASSET_rmm_cloud] = {"RMM cloud", "RMM clouds"},
    [ASSET_psa] = {"ticket system", "ticket systems"},
    [ASSET_plugin] = {"plug-in", "plug-ins"},
    [ASSET_update_server] = {"update server", "update servers"},
    [ASSET_admin_account] = {"administrator's account", "administrators' accounts"},
    [ASSET_technician_workstation] = {"technician's workstation", "technicians' workstations"},
    [ASSET_jump_host] = {"jump host", "jump hosts"},
    [ASSET_identity_provider] = {"identity provider", "identity providers"},
    [ASSET_domain_controller] = {"domain controller", "domain controllers"},
    [ASSET_server_group] = {"group of servers", "groups of servers"},
    [ASSET_endpoint_group] = {"group of computers", "groups of computers"},
    [ASSET_backup_vault] = {"backup vault", "backup vaults"},
    [ASSET_data_store] = {"data store", "data stores"},
    [ASSET_remote_support_server] = {"remote support server", "remote support servers"},
    [ASSET_hosting_platform] = {"hosting platform", "hosting platforms"},
    [ASSET_mail_system] = {"mail system", "mail systems"},
    [ASSET_adversary_infrastructure] = {"attacker's machine", "attackers' machines"},
};

const char *words_owned(AssetKind kind, bool *plural) {
    *plural = kind == ASSET_endpoint_group || kind == ASSET_server_group;
    if (!*plural) return assets[kind].one;
    return kind == ASSET_endpoint_group ? "computers" : "servers";
}

const char *words_org(OrgKind kind, uint64_t count) {
    static const Plural orgs[ORG_KIND_COUNT] = {[ORG_vendor] = {"vendor", "vendors"},
                                                [ORG_msp] = {"MSP", "MSPs"},
                                                [ORG_customer] = {"customer", "customers"},
                                                [ORG_observer] = {"observer", "observers"}};
    return count == 1 ? orgs[kind].one : orgs[kind].many;
}

const char *words_asset(AssetKind kind, uint64_t count) {
    return count == 1 ? assets[kind].one : assets[kind].many;
}
