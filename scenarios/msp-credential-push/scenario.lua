-- Criminals get hold of one MSP's console, by a lure, a leaked password or a forgotten plug-in, and push ransomware to
-- its customers: the family of GandCrab 2019. `assess` fits the world to an MSP's answers.
local candidate = require "keyfall.candidate"
local _ENV = require "keyfall"

scenario "msp-credential-push" {
  title = "Ransomware pushed with the MSP's own keys",
  summary = "Criminals take a technician's machine, password or a forgotten plug-in, and with it the console.",
  starts = "2026-03-06T17:00Z", lasts = days(90),
  hit = { msp = control, customer = { encrypted, exfiltrated } },
  per_year = assumed(0.03, 0.12, 0.4,
    "determined attempts on one MSP, anchored on 2 to 9 % of organisations with an incident in a year (IRIS 2025) and on MSPs being sought out") }

candidate.world()

rule "a technician opens a lure" { technique = "T1566", to = foothold(technician_workstation),
  odds = assumed(0.1, 0.3, 0.6), after = assumed(hours(1, 72)),
  blocked_by = { awareness, macro_block { share = assumed(0.5, "attackers moved to other files when macros were blocked") },
    user_hardening, antimalware, app_control, edr_mdr { share = assumed(0.5) } },
  seen_by = { edr_mdr, antimalware, audit },
  noticed = { on = attempt, odds = assumed(0.02, 0.1, 0.3), after = assumed(hours(1, 48)) } }

rule "sign in with a leaked password" { technique = "T1078", to = control(admin_account),
  odds = assumed(0.05, 0.15, 0.4), after = assumed(hours(1, 72)), blocked_by = { mfa, restrict_mgmt { share = assumed(0.5) } },
  seen_by = { edr_mdr, audit }, noticed = { odds = assumed(0.01, 0.05, 0.2), after = assumed(hours(1, 48)) } }

rule "use a forgotten plug-in" (public_server_exploit { to = control(rmm_server { hosting = "on_prem" }),
  odds = assumed(0.03, 0.1, 0.3), after = assumed(hours(1, 48)), blocked_by = { patching, rmm_hardening, restrict_mgmt },
  seen_by = { edr_mdr, audit }, noticed = { odds = assumed(0, 0.02, 0.1), after = assumed(hours(1, 24)) } })

rule "steal the technician's sign-in" { technique = "T1003",
  from = foothold(technician_workstation), via = admin_credential, to = control(admin_account), needs_source = arrival,
  odds = assumed(0.3, 0.6, 0.9), after = hours(fact.time_to_active_directory_hours),
  blocked_by = { mfa, least_privilege { share = assumed(0.5, "it slows; the rest is in slowed_by") }, edr_mdr },
  slowed_by = { least_privilege },
  seen_by = { edr_mdr, audit }, noticed = { odds = assumed(0.02, 0.1, 0.3), after = assumed(hours(1, 48)) } }

rule "open the console" { technique = "T1219",
  from = control(admin_account), via = admin_credential, to = control(rmm_server), needs_source = arrival,
  odds = assumed(0.7, 0.9, 1), after = assumed(hours(2, 48)),
  blocked_by = { mfa { share = assumed(0.5, "the session is stolen with the account") }, jit_access, restrict_mgmt { share = assumed(0.3) } },
  slowed_by = { jit_access }, seen_by = { edr_mdr, audit, rmm_hardening },
  noticed = { odds = assumed(0.02, 0.1, 0.3), after = assumed(hours(1, 24)) } }

candidate.ransom(true)
candidate.measures(true)
