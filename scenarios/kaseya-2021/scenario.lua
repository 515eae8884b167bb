-- Kaseya VSA, 2 July 2021: REvil enters some sixty of 2,240 management servers through a flaw that has no fix yet,
-- and has each of them push a fake update to every machine it manages. README.md tells what is modelled and what not.
local _ENV = require "keyfall"

scenario "kaseya-2021" {
  title = "Kaseya VSA / REvil, 2 July 2021",
  summary = "A flaw in the vendor's management server lets a gang push ransomware through MSPs to their customers.",
  starts = "2021-07-02T14:00Z", lasts = days(30),
  hit = { msp = control, customer = { control, encrypted } },
  hourly_loss = loss_per_computer(),
  per_year = assumed(0.02, 0.1, 0.3, "attacks on this scale through management software: one or two in a decade") }

-- No fix on premises until nine days after the attack; the vendor's cloud had been patched six days before it.
flaw "CVE-2021-30116" { fixed = "2021-07-11T20:00Z", lag = days(assumed(1, 2, 4), assumed(5, 14, 30)) }

------------------------------------------------------------------------------------------------ who serves whom

local new_york = "-04:00"
local exposed = fact.exposed_onprem_servers_baseline
local msps = fact.share_of_hit_customers_that_are_msps

vendor "Kaseya" (on_call(new_york, { country = "US", holidays = { "2021-07-05" },
  posture = { patching = 1, mfa = 1, antimalware = 1, ir_plan = 1 },

  rmm_cloud { hosting = "saas", needed_by = "MSP in the cloud" },

  msp "MSP with a server of its own" { title = "MSP",
    count = exposed * msps, tags = { "runs its own VSA" },
    time_zone = new_york,
    posture = { patching = 1, mfa = 1, antimalware = 1, backup = 1 },

    rmm_server { hosting = "on_prem", internet_facing = true, flaw = "CVE-2021-30116", needed_by = "client" },

    customer "client" (small_client { count = customers_of_a_provider(), managed_by = rmm_agent { system } }) },

  customer "company with a server of its own" { title = "company",
    count = exposed * (1 - msps), tags = { "runs its own VSA" },
    time_zone = new_york,
    posture = { patching = 1, antimalware = 1, backup = 1 },

    rmm_server { hosting = "on_prem", internet_facing = true, flaw = "CVE-2021-30116" },
    endpoint_group { count = assumed(about(100, 1000), "who runs a server of its own is larger than a client"),
      via = rmm_agent { system } },
    backup_vault {} },

  -- Out of the flaw's reach, but cut off when the cloud is. Their customers are left out.
  msp "MSP in the cloud" { title = "cloud MSP",
    count = assumed(300, "stands for all who used the cloud; nobody has published how many"),
    posture = { mfa = 1, patching = 1 } } }))

observer "MDR services" {}

------------------------------------------------------------------------------------------------ the attack

choose "REvil's target list" {
  among = rmm_server { internet_facing = true },
  take = fitted(54, 59, 64, "so that 50 to 60 servers fall"),
  weight = equal_odds }

rule "enter through the login flaw" (public_server_exploit {
  among = "REvil's target list", exploits = "CVE-2021-30116",
  to = foothold(rmm_server { internet_facing = true }),
  odds = assumed(0.85, 0.97, 1, "automated, tested, and nothing stood in its way"),
  not_before = "2021-07-02T15:00Z",
  after = minutes(between(1, 60)), source = fact.attack_start,
  noticed = { by = target, odds = assumed(0, 0.02, 0.1), after = assumed(minutes(5, 60)) },
  blocked_by = { restrict_mgmt }, seen_by = { edr_mdr, audit } })

rule "upload a procedure and lock the administrators out" { technique = "T1531",
  from = foothold(rmm_server), via = itself, to = control(rmm_server), needs_source = arrival,
  odds = assumed(0.9, 0.98, 1), after = assumed(minutes(3, 10), "a script, seconds to minutes"),
  seen_by = { edr_mdr, audit }, noticed = { by = target, odds = assumed(0, 0.05, 0.2), after = assumed(minutes(10, 120)) } }

rule "push the VSA Agent Hot-fix" (rmm_push {
  to = encrypted(endpoint_group), privilege = system,
  needs_source = launch,
  odds = assumed(0.6, 0.85, 1, "agents offline, machines that refuse it; set before any run and kept"),
  machine_odds = assumed(0.3, 0.6, 0.9, "those switched on, on the Friday before a holiday"),
  not_before = "2021-07-02T16:00Z", -- an hour set beforehand: the first machines fell at 16:00Z, others by 17:00Z
  after = assumed(minutes(between(1, 60)), "sources differ by an hour"),
  over = hours(fact.encryption_window_hours),
  blocked_by = { app_control, edr_mdr, antimalware { share = assumed(0.3, "its folder was excluded from scanning") },
    rmm_hardening { of = source } },
  limited_by = { segmentation, tenant_isolation { of = source } },
  seen_by = { edr_mdr },
  noticed = {
    { by = target, odds = assumed(0.9, 0.97, 1), after = assumed(minutes(20, 120), "screens show the ransom note") },
    { by = "MDR services", odds = assumed(0.005, 0.01, 0.03, "few small firms paid for managed detection in 2021"),
      after = minutes(fact.mdr_detect_minutes) } } })

------------------------------------------------------------------------------------------------ the response

response "researchers call the vendor" { by = observer, on = noticed, tell = "Kaseya",
  weight = assumed(3, "a named researcher counts for several customers"),
  after = minutes(fact.huntress_called_kaseya_minutes) }

response "Kaseya shuts its cloud and tells everybody to switch off" { by = vendor, reports = assumed(2, 3, 5),
  contain = rmm_cloud, tell = clients,
  after = minutes(fact.vendor_response_minutes), sped_by = { ir_plan } }

response "the owner of a server heeds the notice" (heed { by = anyone { tag = "runs its own VSA" }, from = vendor,
  contain = rmm_server,
  after = shared("time until an owner switches off after a notice", hours(fitted(3.05, 3.57, 4.2), fitted(18.3, 22.4, 27.5))) })

-- Nobody had this switch in 2021 (level 0); the control sets try it.
response "Kaseya stops its customers' servers from afar" { by = vendor, reports = assumed(2, 3, 5),
  requires = { kill_switch = 1 }, contain = clients(rmm_server),
  after = assumed(minutes(20, 60), "within the hour, once somebody decides"), sped_by = { kill_switch, ir_plan } }

response "customers rebuild" (rebuild {
  after = assumed(days(7, 35), "half are back within a week; stays of 23 days on average were reported") })

event "the patch ships and servers return" { at = "2021-07-11T20:00Z", release = rmm_server,
  after = assumed(hours(12, 72)) }
event "the cloud is back" { at = "2021-07-11T20:00Z", release = rmm_cloud, after = assumed(hours(14, 20), "live for all on 12 July") }
event "a key for everybody arrives" { at = "2021-07-22T12:00Z", restore = endpoint_group,
  share = assumed(0.8, 0.95, 1), eviction = assumed(0.9, 0.97, 1) }

------------------------------------------------------------------------------------------------ measured and published

measure "direct" { title = "Kaseya customers whose server fell", unit = "servers", taken = control(rmm_server) }
measure "downstream" { title = "businesses hit through an MSP", unit = "businesses", hit = customer "client" }
measure "vendor_notice" { title = "from the first foothold to the vendor's notice", first_contained = rmm_cloud,
  at = "2021-07-03T12:00Z" }
measure "online_3_july_night" { title = "servers online in the night of 3 July", online = rmm_server, at = "2021-07-03T01:00Z" }
measure "online_3_july" { title = "servers online on 3 July", online = rmm_server, at = "2021-07-03T12:00Z" }
measure "online_4_july" { title = "servers online on 4 July", online = rmm_server, at = "2021-07-04T12:00Z" }
measure "online_5_july" { title = "servers online on 5 July", online = rmm_server, at = "2021-07-05T12:00Z" }
measure "online_6_july" { title = "servers online on 6 July", online = rmm_server, at = "2021-07-06T12:00Z" }

history "direct victims" { measure = "direct", published = fact.kaseya_customers_directly_hit, role = fitted }
history "MSPs among them" { measure = "msps", published = fact.msps_directly_hit, role = fitted }
history "servers online, scan in the night of 3 July" { measure = "online_3_july_night", published = fact.exposed_3_july_night, role = fitted }
history "servers online, scan on 3 July" { measure = "online_3_july", published = fact.exposed_3_july_day, role = fitted }
history "servers online, scan on 4 July" { measure = "online_4_july", published = fact.exposed_4_july, role = predicted }
history "servers online, scan on 5 July" { measure = "online_5_july", published = fact.exposed_5_july, role = predicted }
history "servers online, scan on 6 July" { measure = "online_6_july", published = fact.exposed_6_july, role = predicted }
history "businesses downstream, as Kaseya counted" { measure = "downstream", published = fact.downstream_businesses_hit, role = predicted }
history "businesses downstream, as others counted" { measure = "downstream", published = fact.downstream_businesses_hit_alt, role = predicted }
history "the vendor's first notice" { measure = "vendor_notice", role = predicted,
  published = minutes(fact.vendor_notice_after_attack_minutes) }
