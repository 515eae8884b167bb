-- The world that `assess` fits to an MSP's answers, and the steps that its families of scenarios share: one MSP, its
-- vendor, "your company" and the other customers. Scenarios of a family require this file and declare what differs.
--
-- Names are fixed: the questionnaire's options change assets and accesses by kind and by these names
-- (engine/world/arrangement.h), and equal names give every candidate the same luck.

local words = require "keyfall.words"
local numbers = require "keyfall.numbers"
local statements = require "keyfall.statements"

local assumed, minutes, hours, days = numbers.assumed, numbers.minutes, numbers.hours, numbers.days
local control, foothold, encrypted, destroyed = words.control, words.foothold, words.encrypted, words.destroyed

local one_server = assumed(1, "the servers are one asset, taken or not")

local candidate = {}

-- Every access that an MSP may be granted is here; an answer takes away what it does not have.
function candidate.world()
  words.vendor "the vendor" {
    posture = { patching = 1, mfa = 1, antimalware = 1, ir_plan = 1 },
    words.update_server "platform" {},

    words.msp "the MSP" {
      posture = { patching = 1, mfa = 1, antimalware = 1, backup = 1 },
      words.technician_workstation "technicians' machines" {},
      words.admin_account "technicians' accounts" { via = words.admin_credential { words.admin } },
      words.rmm_server "console" { hosting = "on_prem", needed_by = "other customer",
        via = { words.admin_credential { words.admin, from = words.admin_account }, words.software_update { words.system } } },

      words.customer "your company" {
        posture = { antimalware = 1, backup = 1 },
        words.endpoint_group "machines" { count = assumed(30, "the company's own answer replaces it"),
          via = words.rmm_agent { words.system } },
        words.server_group "servers" { via = { words.rmm_agent { words.system },
          words.admin_credential { words.admin, from = words.admin_account } } },
        words.identity_provider "cloud tenant" { via = words.delegated_admin { words.admin, from = words.admin_account } },
        words.backup_vault "backups" { via = words.backup_admin { words.admin, from = words.rmm_server } },
        words.data_store "data" {} },

      words.customer "other customer" { title = "customer",
        count = assumed(50, "the MSP's own answer replaces it"),
        posture = { antimalware = 1, backup = 1 },
        words.endpoint_group "their machines" { count = assumed(numbers.about(25, 100), "small companies"),
          via = words.rmm_agent { words.system } } } } }
end

local watched = { words.edr_mdr, words.audit }

-- Whoever holds the console encrypts what its agents reach, and whoever has the technicians' accounts the servers.
function candidate.ransom(with_accounts)
  statements.rule "push ransomware through the console" { technique = "T1072",
    from = control(words.rmm_server), via = words.rmm_agent, privilege = words.system, to = encrypted(words.endpoint_group),
    needs_source = words.launch,
    odds = assumed(0.7, 0.95, 1, "one provider told that all of its 80 customers were hit at once (Huntress 2021)"),
    machine_odds = assumed(0.3, 0.6, 0.9, "those switched on"),
    after = assumed(minutes(30, 360), "pushes were prepared beforehand"), over = assumed(hours(numbers.between(0.5, 3))),
    blocked_by = { words.app_control, words.edr_mdr,
      words.antimalware { share = assumed(0.3, "management tools' folders are often excluded from scanning") },
      words.rmm_hardening { of = words.source }, words.tenant_isolation { of = words.source } },
    limited_by = { words.segmentation { share = assumed(0.3, "an agent needs no path between machines") } },
    seen_by = { words.edr_mdr },
    noticed = { odds = assumed(0.9, 0.97, 1), after = assumed(minutes(20, 120), "screens show the ransom note") } }

  statements.rule "encrypt servers through the console" { technique = "T1072",
    from = control(words.rmm_server), via = words.rmm_agent, privilege = words.system, to = encrypted(words.server_group),
    needs_source = words.launch, machine_odds = one_server, odds = assumed(0.6, 0.85, 1), after = assumed(minutes(30, 360)),
    blocked_by = { words.app_control, words.edr_mdr, words.rmm_hardening { of = words.source },
      words.tenant_isolation { of = words.source } },
    seen_by = { words.edr_mdr }, noticed = { odds = assumed(0.9, 0.97, 1), after = assumed(minutes(10, 120)) } }

  if with_accounts then
    statements.rule "encrypt servers with the technicians' account" { technique = "T1486",
      from = control(words.admin_account), via = words.admin_credential, to = encrypted(words.server_group),
      machine_odds = one_server, odds = assumed(0.1, 0.3, 0.6, "it is done customer by customer"), after = assumed(hours(12, 120)),
      blocked_by = { words.mfa, words.least_privilege, words.edr_mdr }, slowed_by = { words.least_privilege },
      seen_by = watched, noticed = { odds = assumed(0.9, 0.97, 1), after = assumed(minutes(10, 120)) } }
  end

  statements.rule "wipe the backups" { technique = "T1490",
    from = control(words.rmm_server), via = words.backup_admin, to = destroyed(words.backup_vault),
    odds = assumed(0.2, 0.5, 0.8, "attackers look for copies first"), after = assumed(minutes(5, 60)),
    blocked_by = { words.backup } }

  statements.response "companies rebuild" { by = words.customer, on = words.encrypted, restore = words.own,
    share = assumed(0.8, 0.95, 1), stages = 4,
    after = assumed(days(7, 35), "half are back within a week (Sophos 2025); stays of 23 days on average were reported (Coveware 2021)"),
    sped_by = { words.backup, words.ir_plan } }
  statements.response "a new place for copies" { by = words.customer, on = words.destroyed, restore = words.backup_vault,
    after = assumed(days(5, 20)) }
  statements.response "the MSP stops its console" { by = words.msp, reports = assumed(1, 2, 3), contain = words.rmm_server,
    tell = words.clients, after = assumed(hours(1, 6), "some cut the server about three hours after the first impact"),
    sped_by = { words.kill_switch, words.ir_plan } }
  statements.response "a warned company cuts the MSP off" { by = words.customer, on = words.warned,
    contain = words.provider_access, odds = assumed(0.3, 0.7, 0.95), after = assumed(hours(1, 12)), sped_by = { words.ir_plan, words.supplier { of = words.source } } }
end

-- What assess reads.
function candidate.measures(with_days)
  statements.measure "hit" { title = "your company is hit", hit = words.customer "your company", unit = "companies" }
  if with_days then
    statements.measure "hours_down" { title = "hours until your company is back",
      operations_hours = words.customer "your company" }
  end
end

return candidate
