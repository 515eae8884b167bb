-- CTS, November 2023: a host of law firms falls, probably through a gateway whose fix was six weeks old, and its customers
-- stand without their systems though nobody entered them. README.md tells what is modelled and what not.
local _ENV = require "keyfall"

scenario "cts-uk-2023" {
  title = "A host of law firms (CTS, United Kingdom), November 2023",
  summary = "One provider hosts its customers' systems; it is encrypted, and they cannot work for weeks.",
  starts = "2023-11-15T00:00Z", lasts = days(90),
  hit = { msp = control, customer = encrypted },
  per_year = assumed(0.5, 2, 6, "hosting providers that take their customers down: several a year are reported worldwide") }

-- The gateway's flaw; its fix came out some six weeks before (not in the facts, and it acts only through the lag).
flaw "CVE-2023-4966" { fixed = "2023-10-10", lag = days(between(assumed(45, 60, 90), assumed(120, 180, 365))) }

------------------------------------------------------------------------------------------------ who serves whom

-- Which host it is decides how many stand still; the choice is drawn, so that the size of a host is a prediction.
msp "host" (on_call("+00:00", { country = "GB",
  count = assumed(150, "hosts with that gateway; one falls, so the number does not matter"),
  posture = { mfa = 1, antimalware = 1, backup = 1, ir_plan = 1 },

  jump_host "gateway" { internet_facing = true, flaw = "CVE-2023-4966" },
  domain_controller {},
  hosting_platform { needed_by = "law firm" },
  backup_vault { via = backup_admin { admin, from = domain_controller } },

  customer "law firm" { count = customers_of_a_provider(), country = "GB", sector = "legal",
    posture = { antimalware = 1 } } }))

------------------------------------------------------------------------------------------------ the attack

choose "the host that fell" { among = msp, take = 1, weight = equal_odds }

rule "take over sessions of the gateway" { technique = "T1190", source = fact.entry, among = "the host that fell",
  exploits = "CVE-2023-4966", to = control(jump_host "gateway"),
  odds = assumed(0.7, 0.95, 1), after = assumed(days(2, 6)),
  blocked_by = { patching, restrict_mgmt }, seen_by = { audit },
  noticed = { by = target, odds = assumed(0, 0.05, 0.2), after = assumed(days(1, 7)) } }

rule "reach the directory" { technique = "T1078",
  from = control(jump_host "gateway"), via = inside, to = control(domain_controller), needs_source = arrival,
  odds = assumed(0.7, 0.9, 1), after = hours(fact.time_to_active_directory_hours, assumed(72, 96, 168)),
  slowed_by = { least_privilege }, seen_by = { edr_mdr, audit },
  noticed = { by = target, odds = assumed(0.02, 0.1, 0.3), after = assumed(hours(6, 72)) } }

rule "delete the backups" (wipe_backups { from = control(domain_controller), after = assumed(hours(1, 24)),
  odds = assumed(0.3, 0.55, 0.8, "tried in most attacks, and about half of the tries succeed") })

rule "encrypt the platform" { technique = "T1486",
  from = control(domain_controller), via = inside, to = encrypted(hosting_platform), needs_source = arrival,
  odds = assumed(0.7, 0.9, 1), after = assumed(hours(12, 96)), hours = victims_night,
  blocked_by = { app_control, edr_mdr, antimalware, tenant_isolation }, seen_by = { edr_mdr },
  noticed = { by = target, odds = assumed(1, "everybody is cut off"), after = assumed(minutes(10, 120)) } }

------------------------------------------------------------------------------------------------ the response

response "the host shuts what is left and tells its customers" { by = msp, on = noticed,
  contain = { jump_host, domain_controller }, tell = clients, after = assumed(hours(1, 12)), sped_by = { ir_plan, edr_mdr } }

response "the host rebuilds" (rebuild { by = msp, restore = hosting_platform,
  after = days(fact.coveware_downtime_days[4], assumed(60, 75, 120, "one platform for all its customers")) })

------------------------------------------------------------------------------------------------ measured and published

measure "firms" { title = "law firms that stood without their systems", unit = "firms", disrupted = customer }
measure "platform_out" { title = "time that the platform was out", outage = hosting_platform }

-- History tells of the host that fell.
given { measure = "firms", at_least = 1 }

history "law firms, as counted later" { measure = "firms", published = fact.customers_hit, role = predicted }
history "law firms, first and later counts" { measure = "firms", published = fact.customers_first_reports, role = predicted }
history "days unresolved" { measure = "platform_out", published = days(fact.days_unresolved), bound = at_least, role = predicted }
