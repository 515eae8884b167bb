-- A patient intruder sits in one MSP for months and uses its standing rights to carry customers' data away: the family
-- of Cloud Hopper. `assess` fits the world to an MSP's answers.
local candidate = require "keyfall.candidate"
local _ENV = require "keyfall"

scenario "msp-delegated-admin" {
  title = "Data carried away with the MSP's standing rights",
  summary = "A patient intruder uses what the MSP may do at its customers to read and copy their data.",
  starts = "2026-01-12T08:00Z", lasts = days(365),
  hit = { msp = control, customer = { encrypted, exfiltrated } },
  per_year = assumed(0.003, 0.02, 0.1,
    "intrusions of this kind at one MSP: Cloud Hopper and NOBELIUM found tens of providers among some tens of thousands") }

candidate.world()

rule "phish an administrator of the MSP" { technique = "T1566.001", to = foothold(technician_workstation),
  odds = assumed(0.3, 0.6, 0.9, "they try until it works"), after = assumed(days(2, 30)),
  blocked_by = { awareness, macro_block, user_hardening, antimalware { share = assumed(0.5, "tools are made for the occasion") }, app_control },
  seen_by = { edr_mdr, antimalware, audit },
  noticed = { odds = assumed(0.01, 0.05, 0.2), after = assumed(days(1, 30)) } }

rule "move to the administrators' accounts" { technique = "T1078",
  from = foothold(technician_workstation), via = admin_credential, to = control(admin_account), needs_source = arrival,
  odds = assumed(0.5, 0.8, 0.95), after = assumed(days(15, 120)),
  blocked_by = { mfa, least_privilege }, slowed_by = { least_privilege },
  seen_by = { edr_mdr, audit }, noticed = { odds = assumed(0.02, 0.1, 0.3), after = assumed(days(1, 60)) } }

rule "enter the customer's cloud with delegated rights" { technique = "T1199",
  from = control(admin_account), via = delegated_admin, to = control(identity_provider), needs_source = arrival,
  odds = assumed(0.05, 0.2, 0.5, "they pick few customers"), after = assumed(days(10, 90)),
  blocked_by = { mfa { share = assumed(0.3, "the provider's session is used") }, jit_access, tenant_isolation { of = source } },
  slowed_by = { jit_access }, seen_by = { edr_mdr, audit },
  noticed = { odds = assumed(0.01, 0.05, 0.2), after = assumed(days(1, 60)) } }

rule "enter the customer's servers with a standing account" { technique = "T1199",
  from = control(admin_account), via = admin_credential, to = control(server_group), needs_source = arrival,
  odds = assumed(0.05, 0.2, 0.5, "they pick few customers"), after = assumed(days(10, 90)),
  blocked_by = { mfa, least_privilege, tenant_isolation { of = source } }, slowed_by = { least_privilege },
  seen_by = { edr_mdr, audit }, noticed = { odds = assumed(0.01, 0.05, 0.2), after = assumed(days(1, 60)) } }

rule "carry mail and files away" { technique = "T1530", from = control(identity_provider), via = inside, to = exfiltrated(data_store),
  needs_source = arrival, odds = assumed(0.6, 0.9, 1), after = assumed(days(3, 60)), seen_by = { edr_mdr },
  noticed = { odds = assumed(0.02, 0.1, 0.3), after = assumed(days(1, 90)) } }

rule "carry data from servers away" { technique = "T1041", from = control(server_group), via = inside, to = exfiltrated(data_store),
  needs_source = arrival, odds = assumed(0.6, 0.9, 1), after = assumed(days(3, 60)), blocked_by = { app_control { share = assumed(0.3) } },
  seen_by = { edr_mdr }, noticed = { odds = assumed(0.02, 0.1, 0.3), after = assumed(days(1, 90)) } }

response "an MSP that finds an intruder cuts itself off and tells its customers" { by = msp, on = noticed, contain = own,
  tell = clients, after = assumed(hours(4, 72)), sped_by = { ir_plan, edr_mdr, supplier } }
response "a warned company cuts the MSP off" { by = customer, on = warned, contain = provider_access,
  odds = assumed(0.3, 0.7, 0.95), after = assumed(hours(4, 72)), sped_by = { ir_plan } }

candidate.measures(false)
