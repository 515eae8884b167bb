-- @TITLE@: one provider, whose management server carries the attack to its customers. Lines that say REPLACE wait for
-- your incident. README.md tells what is modelled and what not.
local _ENV = require "keyfall"

scenario "@NAME@" {
  title = "@TITLE@",
  summary = "REPLACE: who came in through whom, and what was done.",
  starts = "2024-03-01T08:00Z", lasts = days(14),
  hit = { msp = control, customer = encrypted } }

------------------------------------------------------------------------------------------------ who serves whom

-- shared("…", n) says that other incidents know this number too: `backtest --leave-one-out` takes it from them.
msp "the provider" {
  posture = { patching = 1, mfa = 1, antimalware = 1, backup = 1 },

  rmm_server { hosting = "on_prem", internet_facing = true, needed_by = "client" },

  customer "client" {
    count = shared("customers per MSP", fact.customers_of_the_provider),
    posture = { antimalware = 1, backup = 1 },
    endpoint_group {
      count = about(shared("machines per customer", assumed(10, 20, 40, "REPLACE: why so many")),
        assumed(60, 90, 120, "a few clients are larger")),
      via = rmm_agent { system } } } }

------------------------------------------------------------------------------------------------ the attack

rule "enter the management server" (public_server_exploit {
  odds = assumed(0.8, 0.95, 1, "it happened; how easily it might not have is a guess"),
  after = assumed(hours(2, 24), "nobody saw how long they tried") })

rule "push ransomware to every client" (rmm_push {
  odds = assumed(0.3, 0.6, 0.9, "some agents were offline"),
  machine_odds = assumed(0.3, 0.6, 0.9, "machines that were switched on"),
  needs_source = arrival,
  after = assumed(hours(4, 48), "a client's machines take their turn"),
  noticed = { by = target, odds = assumed(0.8, 0.95, 1, "screens show the note"), after = assumed(minutes(20, 120),
    "until somebody looks") } })

------------------------------------------------------------------------------------------------ the response

-- A customer that notices tells its provider by itself; say only what differs.
response "the provider shuts its server down" { by = msp, reports = assumed(1, 2, 4, "one call may be chance"),
  contain = rmm_server, after = hours(fact.hours_to_shut_down), sped_by = { ir_plan } }

------------------------------------------------------------------------------------------------ measured and published

measure "shut_down" { title = "from the start to the server's shutdown", first_contained = rmm_server }

-- What is published is about an attack that did happen: only worlds in which it does are set beside it.
given { measure = "msps", at_least = 1 }
history "customers hit" { measure = "customers", published = fact.customers_hit, role = predicted }
history "until the server was shut down" { measure = "shut_down", published = hours(fact.hours_until_shutdown),
  role = predicted }
