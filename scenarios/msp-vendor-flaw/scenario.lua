-- A flaw in the management tool, or in its maker's platform, is used against one MSP: what Kaseya 2021 was to one of
-- its victims. `assess` fits the world to an MSP's answers; played alone it shows a provider at large.
local candidate = require "keyfall.candidate"
local _ENV = require "keyfall"

scenario "msp-vendor-flaw" {
  title = "A flaw in the MSP's management tool",
  summary = "Attackers enter the MSP's console through a flaw of its maker and push ransomware to every customer.",
  starts = "2026-03-06T17:00Z", lasts = days(90),
  hit = { msp = control, customer = { encrypted, exfiltrated } },
  per_year = assumed(0.001, 0.006, 0.03,
    "attempts on one MSP: 55 of 2,238 exposed servers fell in the one campaign of 2021; ScreenConnect 2024 and SimpleHelp 2025 followed") }

candidate.world()

rule "enter through a flaw in the console" (public_server_exploit {
  to = foothold(rmm_server { hosting = "on_prem" }), odds = assumed(0.7, 0.9, 1, "automated, and often before a fix"),
  after = assumed(minutes(10, 240)),
  blocked_by = { restrict_mgmt, patching { share = fact.known_flaw_share }, rmm_hardening { share = assumed(0.3, "removes old plug-ins only") } },
  seen_by = { edr_mdr, audit }, noticed = { odds = assumed(0, 0.02, 0.1), after = assumed(minutes(5, 60)) } })

rule "enter the maker's platform" { technique = "T1195.002", to = control(update_server),
  odds = assumed(0.05, 0.2, 0.5, "makers' clouds fell less often than servers that customers run"),
  after = assumed(hours(1, 48)), blocked_by = { patching, rmm_hardening }, seen_by = { audit },
  noticed = { odds = assumed(0, 0.05, 0.2), after = assumed(days(1, 30)) } }

rule "send a poisoned update to the console" { technique = "T1195.002",
  from = control(update_server), via = software_update, to = control(rmm_server), needs_source = arrival,
  odds = assumed(0.5, 0.85, 1, "in the maker's cloud at once, elsewhere once it is installed"), after = assumed(hours(1, 48)),
  blocked_by = { rmm_hardening { share = assumed(0.5, "releases are tested, where somebody other than the maker installs them") } },
  seen_by = { edr_mdr, audit }, noticed = { odds = assumed(0, 0.02, 0.1), after = assumed(hours(1, 24)) } }

rule "lock the administrators out" { technique = "T1531",
  from = foothold(rmm_server), via = itself, to = control(rmm_server), needs_source = arrival,
  odds = assumed(0.9, 0.98, 1), after = assumed(minutes(3, 30), "a script, seconds to minutes"),
  blocked_by = { edr_mdr { share = assumed(0.5) } }, seen_by = { edr_mdr, audit },
  noticed = { odds = assumed(0, 0.05, 0.2), after = assumed(minutes(10, 120)) } }

candidate.ransom(false)

response "the maker stops every console" { by = vendor, reports = assumed(1, "other MSPs call the maker too; this one stands for them"), requires = { kill_switch = 1 },
  contain = clients(rmm_server), after = assumed(minutes(30, 240)), sped_by = { kill_switch, ir_plan } }

meant "the maker stops every console" { check = "never-acts", because = "the maker's answer raises this control; alone it is at level 0" }

candidate.measures(true)
