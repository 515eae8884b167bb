-- Steps that incidents share, so that a scenario names what differs. Each gives the fields of a rule, its ATT&CK
-- technique and the controls that act on it; the argument overrides or adds to them:
--   rule "push the fake hot-fix" (rmm_push { odds = assumed(0.9), after = minutes(1, 10) })

local words = require "keyfall.words"
local values = require "keyfall.values"

local control, foothold, stolen = words.control, words.foothold, words.stolen
local encrypted, destroyed, exfiltrated = words.encrypted, words.destroyed, words.exfiltrated

local routes = {}

local function route(name, fields)
  routes[name] = function(more) return values.join(fields, more) end
end

-- with(fields, more): a step told once and used twice, where two places differ in little.
routes.with = values.join

------------------------------------------------------------------------------------------------ ways in

-- A management server that answers the whole internet, entered through a flaw in what it serves.
route("public_server_exploit", { technique = "T1190", to = control(words.rmm_server),
  blocked_by = { words.restrict_mgmt }, seen_by = { words.audit } })

-- A mail with a document, opened by somebody who administers others.
route("spear_phishing", { technique = "T1566.001", to = foothold(words.technician_workstation),
  blocked_by = { words.awareness, words.macro_block, words.user_hardening, words.antimalware },
  seen_by = { words.edr_mdr } })

-- A few likely passwords against many accounts.
route("password_spraying", { technique = "T1110.003", to = control(words.admin_account),
  blocked_by = { words.mfa }, seen_by = { words.audit } })

-- A program that was changed at its maker and comes as an update.
route("tainted_update", { technique = "T1195.002", from = control(words.update_server), via = words.software_update,
  to = foothold(words.server_group), blocked_by = { words.app_control }, seen_by = { words.edr_mdr } })

------------------------------------------------------------------------------------------------ inside a provider

-- Passwords and keys of administrators, taken from a machine that they use.
route("credential_theft", { technique = "T1003", from = foothold(words.technician_workstation), via = words.inside,
  to = stolen(words.admin_account), blocked_by = { words.least_privilege }, seen_by = { words.edr_mdr } })

-- A stolen account, used as its owner would, from the machine that leads to the customers.
route("jump_host_login", { technique = "T1021.001", from = stolen(words.admin_account), via = words.inside,
  to = control(words.jump_host), blocked_by = { words.mfa }, slowed_by = { words.least_privilege },
  seen_by = { words.audit, words.edr_mdr } })

------------------------------------------------------------------------------------------------ down to the customers

-- Whoever holds the remote management server runs what he likes on every machine it manages.
route("rmm_push", { technique = "T1072", from = control(words.rmm_server), via = words.rmm_agent,
  to = encrypted(words.endpoint_group), blocked_by = { words.app_control }, seen_by = { words.edr_mdr } })

-- The same through a tool for remote support.
route("remote_support_push", { technique = "T1219", from = control(words.remote_support_server),
  via = words.remote_support, to = encrypted(words.endpoint_group), blocked_by = { words.app_control },
  seen_by = { words.edr_mdr } })

-- A standing connection of a provider, used as its owner would use it.
route("trusted_connection", { technique = "T1199", from = control(words.admin_account),
  via = words.delegated_admin, blocked_by = { words.mfa, words.jit_access }, seen_by = { words.audit } })

------------------------------------------------------------------------------------------------ what is done there

-- Backups reached with the provider's own rights and removed.
route("wipe_backups", { technique = "T1490", from = control(words.rmm_server), via = words.backup_admin,
  to = destroyed(words.backup_vault), blocked_by = { words.backup } })

-- Data gathered and carried away over the intruder's own channel, at a rate.
route("copy_out", { technique = "T1041", from = control(words.data_store), via = words.itself,
  to = exfiltrated(words.data_store), needs_source = words.arrival, seen_by = { words.edr_mdr, words.audit } })

return routes
