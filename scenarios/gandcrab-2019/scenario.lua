-- GandCrab through a plug-in of Kaseya VSA, January to February 2019: a fix had been out for more than a year, and some
-- MSPs had not applied it. README.md tells what is modelled and what not.
local _ENV = require "keyfall"

scenario "gandcrab-2019" {
  title = "GandCrab through a VSA plug-in, early 2019",
  summary = "A forgotten plug-in lets a criminal into an MSP's management server, and from there onto every client.",
  starts = "2019-01-30T06:00Z", lasts = days(45), source = fact.first_reports,
  hit = { msp = control, customer = encrypted },
  hourly_loss = loss_per_computer(),
  per_year = assumed(0.05, 0.3, 1, "one wave in 2019, and others like it with other tools since") }

-- Those still exposed had left the fix lying for 14 or 15 months; how much longer they would have, nobody knows.
flaw "CVE-2017-18362" { fixed = "2017-11-01", lag = months(between(16, assumed(40, 60, 80))),
  source = fact.patch_lag_months }

------------------------------------------------------------------------------------------------ who serves whom

local function with_the_old_plug_in(more)
  more.posture = { mfa = 1, antimalware = 1, backup = 1 }
  more[#more + 1] = plugin { internet_facing = true, flaw = "CVE-2017-18362" }
  more[#more + 1] = rmm_server { hosting = "on_prem", needed_by = more.serves }
  more.serves = nil
  return on_call("-05:00", more)
end

vendor "ConnectWise" (on_call("-05:00", { country = "US", posture = { patching = 1, ir_plan = 1 },

  -- The one case that was reported in detail.
  msp "the reported MSP" (with_the_old_plug_in { serves = "reported client",
    customer "reported client" (small_client { title = "client", count = shared("customers per MSP", fact.clients_of_hit_msp),
      managed_by = rmm_agent { system },
      backup_vault { via = backup_admin { admin } } }) }),

  msp "another exposed MSP" (with_the_old_plug_in { title = "MSP", serves = "client", count = fact.exposed_companies,
    customer "client" (small_client { count = customers_of_a_provider(), managed_by = rmm_agent { system },
      backup_vault { via = backup_admin { admin } } }) }) }))

------------------------------------------------------------------------------------------------ the attack

-- History tells of the reported MSP because it was hit; how many of the others were picked is a guess.
choose "the affiliate's other picks" {
  among = plugin { owner = msp "another exposed MSP" },
  take = assumed(1, 5, 20, "an affiliate works by hand, a few MSPs a week"), weight = equal_odds }

local through_the_plug_in = public_server_exploit {
  exploits = "CVE-2017-18362", odds = assumed(0.5, 0.85, 1, "a published exploit against one known page"),
  blocked_by = { patching, restrict_mgmt, rmm_hardening } }

rule "run commands through the plug-in" (with(through_the_plug_in, {
  to = control(plugin { owner = msp "the reported MSP" }),
  after = assumed(hours(24, 240), "first reports at the end of January, this one in February") }))

rule "run commands through the plug-in elsewhere" (with(through_the_plug_in, {
  among = "the affiliate's other picks", to = control(plugin { owner = msp "another exposed MSP" }),
  after = assumed(days(5, 25), "over some weeks") }))

rule "open an administrator's session on the server" { technique = "T1078",
  from = control(plugin), via = inside, to = control(rmm_server),
  odds = assumed(0.8, 0.95, 1, "the plug-in reads and writes the server's whole database"),
  after = assumed(minutes(30, 600)), seen_by = { edr_mdr, audit },
  noticed = { by = target, odds = assumed(0, 0.03, 0.1), after = assumed(hours(1, 12)) } }

rule "push GandCrab to every managed machine" (rmm_push { privilege = system, needs_source = launch,
  odds = assumed(0.9, 0.97, 1, "the report: every customer was hit, at the same time"),
  machine_odds = assumed(0.3, 0.65, 0.95, "those switched on and online at that hour"),
  after = assumed(minutes(20, 180)), over = assumed(minutes(30, 180)),
  blocked_by = { app_control, edr_mdr, antimalware { on = machines } }, limited_by = { segmentation, tenant_isolation { of = source } },
  noticed = { by = target, odds = assumed(0.9, 0.97, 1), after = assumed(minutes(20, 240), "screens show the ransom note") } })

rule "delete the backups" (wipe_backups { odds = assumed(0.2, 0.5, 0.8, "tried in most attacks, and half of the tries succeed"),
  after = assumed(minutes(10, 120)) })

------------------------------------------------------------------------------------------------ the response

response "MSPs heed the vendor's warning and take the plug-in out" (heed { by = msp, contain = plugin,
  after = shared("time until an owner switches off after a notice", assumed(hours(12, 120))) })

response "clients rebuild" (rebuild { after = assumed(days(6, 21), "Coveware: 7.3 days down on average in early 2019") })

event "a free decryptor appears" { at = "2019-02-19T09:00Z", restore = endpoint_group,
  share = assumed(0.7, 0.9, 1, "GandCrab 5.1; other versions and damaged files stay locked"), source = fact.free_decryptor }

------------------------------------------------------------------------------------------------ measured and published

measure "reported_machines" { title = "systems encrypted at the clients of the reported MSP", unit = "systems",
  machines = endpoint_group { owner = customer "reported client" } }
measure "reported_clients" { title = "clients hit of the reported MSP", unit = "clients", hit = customer "reported client" }
measure "reported_msp" { title = "the reported MSP fell", unit = "servers",
  taken = control(rmm_server { owner = msp "the reported MSP" }) }

-- All that was published is known because this MSP fell.
given { measure = "reported_msp", at_least = 1 }

history "systems of the MSP's clients" { measure = "reported_machines", published = fact.systems_encrypted, role = predicted }
history "devices, as a second report counts" { measure = "reported_machines", published = fact.systems_encrypted_alt,
  bound = at_least, role = predicted }
history "customers, as the article reads it" { measure = "reported_clients",
  published = fact.customers_in_the_articles_reading, role = predicted }
history "several MSPs in all" { measure = "msps", published = fact.msps_hit_in_all, bound = at_least, role = predicted }
history "hundreds of clients in all" { measure = "customers", published = fact.clients_hit_in_all, bound = at_least,
  role = predicted }
