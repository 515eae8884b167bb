-- A small world for the tests of the console: one vendor, twenty providers, some two hundred clients. All assumed.
local _ENV = require "keyfall"

scenario "small-town" {
  title = "Small town", summary = "A made-up attack on twenty providers; for tests alone.",
  starts = "2024-03-01T09:00Z", lasts = days(5),
  hit = { msp = control, customer = { control, encrypted } } }

vendor "Vendor" {
  posture = { ir_plan = 1 },
  rmm_cloud { hosting = "saas", needed_by = "MSP" },
  msp "MSP" {
    count = assumed(20, "made up"), tags = { "runs its own server" }, posture = { backup = 1 },
    rmm_server { internet_facing = true, needed_by = "client" },
    customer "client" {
      count = assumed(6, 10, 16, "made up"),
      posture = { antimalware = 1 },
      endpoint_group { count = assumed(5, 20, 60, "made up"), via = rmm_agent { system } },
      backup_vault {} } } }

observer "Watchers" {}

choose "the list" { among = rmm_server { internet_facing = true }, take = assumed(4, 8, 12, "made up"), weight = equal_odds }

rule "enter" (public_server_exploit {
  among = "the list", to = foothold(rmm_server { internet_facing = true }),
  odds = assumed(0.8, 0.9, 1), after = assumed(minutes(between(1, 300))),
  noticed = { by = target, odds = assumed(0.1, 0.2, 0.3), after = assumed(minutes(5, 60)) },
  blocked_by = { restrict_mgmt }, seen_by = { edr_mdr } })

rule "take over" { technique = "T1531",
  from = foothold(rmm_server), via = itself, to = control(rmm_server), needs_source = arrival,
  odds = assumed(0.9, 0.98, 1), after = assumed(minutes(30, 120)) }

rule "push" (rmm_push {
  to = encrypted(endpoint_group), privilege = system, needs_source = arrival,
  odds = assumed(0.7, 0.9, 1), machine_odds = assumed(0.3, 0.6, 0.9),
  after = assumed(minutes(between(10, 300))), over = assumed(hours(2)),
  blocked_by = { app_control, antimalware { share = assumed(0.3, "made up") } },
  noticed = { by = target, odds = assumed(0.9, 0.97, 1), after = assumed(minutes(20, 120)) } })

response "the vendor tells everybody" { by = vendor, reports = assumed(1, 2, 3), contain = rmm_cloud, tell = clients,
  after = assumed(minutes(30, 120)), sped_by = { ir_plan } }

response "a provider heeds the notice" { by = anyone { tag = "runs its own server" }, on = warned, from = vendor,
  contain = rmm_server, odds = assumed(0.9, 0.95, 1), after = assumed(hours(1, 6)), sped_by = { ir_plan } }
