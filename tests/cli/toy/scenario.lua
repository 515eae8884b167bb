-- A small attack for tests of the command line: one provider, its customers, a flaw without a fix.
local _ENV = require "keyfall"

scenario "toy" { title = "A toy attack", starts = "2021-01-01", lasts = days(10), hit = { customer = encrypted } }
flaw "CVE-0" { fixed = "2021-02-01" }
vendor "V" {
  msp "M" { count = assumed(3), rmm_server { internet_facing = true, flaw = "CVE-0" },
    customer "C" { count = assumed(4, 6, 9), posture = { antimalware = 1 },
      endpoint_group { count = assumed(10), via = rmm_agent { system } }, backup_vault {} } } }
rule "break in" { technique = "T1190", to = control(rmm_server), exploits = "CVE-0", odds = assumed(0.5, 0.7, 0.9),
  after = assumed(hours(1, 5)), blocked_by = { restrict_mgmt } }
rule "push" { technique = "T1072", from = control(rmm_server), via = rmm_agent, to = encrypted(endpoint_group),
  odds = assumed(0.6, 0.8, 0.95), after = assumed(hours(1, 5)), blocked_by = { app_control, antimalware },
  noticed = { on = success, odds = assumed(0.9), after = assumed(hours(1, 5)) } }
response "rebuild" { by = customer, on = encrypted, restore = endpoint_group, after = assumed(days(4, 21)), sped_by = { backup } }
