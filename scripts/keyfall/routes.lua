-- Steps that incidents share, so that a scenario names what differs. Each gives the fields of a rule; the second
-- argument overrides or adds to them:
--   rule "push the fake hot-fix" (rmm_push { odds = assumed(0.9), after = minutes(1, 10) })

local words = require "keyfall.words"

local routes = {}

local function route(name, fields)
  routes[name] = function(more)
    local whole = {}
    for key, value in pairs(fields) do whole[key] = value end
    for key, value in pairs(more or {}) do whole[key] = value end
    return whole
  end
end

-- Whoever holds the remote management server runs what he likes on every machine it manages.
route("rmm_push", { technique = "T1072", from = words.control(words.rmm_server), via = words.rmm_agent,
  to = words.encrypted(words.endpoint_group), blocked_by = { words.app_control }, seen_by = { words.edr_mdr } })

-- A management server that answers the whole internet, entered through a flaw in what it serves.
route("public_server_exploit", { technique = "T1190", to = words.control(words.rmm_server),
  blocked_by = { words.restrict_mgmt }, seen_by = { words.audit } })

-- A standing connection of a provider, used as its owner would use it.
route("trusted_connection", { technique = "T1199", from = words.control(words.admin_account),
  via = words.delegated_admin, blocked_by = { words.mfa, words.jit_access }, seen_by = { words.audit } })

-- Backups reached with the provider's own rights and removed.
route("wipe_backups", { technique = "T1490", from = words.control(words.rmm_server), via = words.backup_admin,
  to = words.destroyed(words.backup_vault), blocked_by = { words.backup } })

return routes
