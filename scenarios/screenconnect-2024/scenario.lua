-- ScreenConnect, February 2024: the maker of a tool for remote support publishes a fix and with it the flaw, and from
-- then on owners and criminals race for 8,800 servers. README.md tells what is modelled and what not.
local _ENV = require "keyfall"

scenario "screenconnect-2024" {
  title = "ScreenConnect, February 2024",
  summary = "A published flaw in remote support: whoever has not patched in days hands his customers' machines over.",
  starts = "2024-02-19T12:00Z", lasts = days(30),
  hit = { msp = control, customer = encrypted },
  hourly_loss = loss_per_computer(),
  per_year = assumed(0.2, 0.5, 1.5, "flaws of this weight in remote support or management: one in a year or two") }

------------------------------------------------------------------------------------------------ who serves whom

-- One server in ten is modelled; each stands for ten.
local servers = fact.vulnerable_servers * 0.1

vendor "ConnectWise" { country = "US", posture = { patching = 1, ir_plan = 1 },

  msp "owner of a server" (on_call("-05:00", { title = "MSP", count = servers, tags = { "runs its own server" },
    posture = { mfa = 1, antimalware = 1, backup = 1 },

    remote_support_server { internet_facing = true, hosting = "on_prem" },

    customer "client" (small_client { count = customers_of_a_provider(), managed_by = remote_support { system } }) })) }

------------------------------------------------------------------------------------------------ the attack

choose "servers that criminals get to" { among = remote_support_server, weight = equal_odds,
  take = assumed(5, 40, 200, "a half to twenty in a hundred within a month; nobody has counted") }

rule "enter through the set-up page" (public_server_exploit { among = "servers that criminals get to",
  to = control(remote_support_server), odds = assumed(0.9, 0.98, 1, "one request, published within two days"),
  not_before = "2024-02-21T00:00Z", after = assumed(days(4, 20)),
  noticed = { by = target, odds = assumed(0.02, 0.1, 0.3), after = assumed(hours(4, 48)) } })

rule "run ransomware through remote support" (remote_support_push { privilege = system, needs_source = arrival,
  odds = assumed(0.2, 0.5, 0.85, "many intruders stole, mined or waited instead"),
  machine_odds = assumed(0.2, 0.5, 0.9, "those switched on"),
  after = assumed(hours(6, 96)), over = assumed(hours(1, 6)),
  blocked_by = { app_control, edr_mdr, antimalware { on = machines } },
  limited_by = { segmentation, tenant_isolation { of = source } },
  noticed = { by = target, odds = assumed(0.9, 0.97, 1), after = assumed(minutes(20, 240), "screens show the ransom note") } })

------------------------------------------------------------------------------------------------ the response

event "the maker publishes the fix" { at = "2024-02-19T14:00Z", notify = msp, from = "ConnectWise" }

response "the owner patches or switches off" (heed { by = anyone { tag = "runs its own server" }, contain = remote_support_server,
  after = shared("time until an owner patches after a notice",
    days(fact.perimeter_patch_median_days, assumed(100, 180, 365, "a tenth is never patched, by the same survey"))) })

response "clients rebuild" (rebuild { after = assumed(days(7, 35), "half are back within a week") })

------------------------------------------------------------------------------------------------ measured and published

measure "unpatched" { title = "servers modelled that are unpatched on 22 February", unit = "servers",
  online = remote_support_server, at = "2024-02-22T12:00Z" }
measure "first_ransomware" { title = "from the bulletin to the first ransomware", first = encrypted(endpoint_group) }

history "unpatched after three days" { measure = "unpatched", published = fact.unpatched_22_february * 0.1, role = predicted }
history "first ransomware" { measure = "first_ransomware", role = predicted,
  published = { "2024-02-22T00:00Z", "2024-02-23T00:00Z" }, source = fact.ransomware_seen }
