-- Okta and its support contractor, January 2022: an intruder sits at a support engineer's machine from which 366 customers
-- can be reached, for twenty-five minutes. README.md tells what is modelled and what not.
local _ENV = require "keyfall"

scenario "okta-sitel-2022" {
  title = "Okta and its support contractor, January 2022",
  summary = "One support engineer's session reaches hundreds of customers; how many fall is a matter of minutes.",
  starts = "2022-01-20T20:00Z", lasts = days(4),
  hit = { msp = control, customer = reached },
  per_year = assumed(0.2, 1, 4, "intrusions through support contractors: several in recent years") }

------------------------------------------------------------------------------------------------ who serves whom

vendor "Okta" (on_call("-08:00", { country = "US", posture = { mfa = 2, edr_mdr = 2, audit = 2, ir_plan = 2 },

  msp "support contractor" (on_call("-06:00", { title = "the support contractor", posture = { mfa = 1, antimalware = 1 },

    technician_workstation "support engineer's machine" {},

    -- What lay within reach of the session: exposure.
    customer "customer with a ticket" { title = "customer", count = fact.customers_exposed_worst_case,
      posture = { mfa = 2, audit = 1 },
      identity_provider { via = remote_support { user } } } })) }))

------------------------------------------------------------------------------------------------ the attack

rule "take the engineer's desktop over" { technique = "T1021.001", source = fact.alert, to = control(technician_workstation),
  odds = assumed(0.8, 0.95, 1), after = assumed(hours(2, 6)), blocked_by = { mfa, least_privilege },
  seen_by = { edr_mdr },
  noticed = { by = "Okta", odds = assumed(0.6, 0.9, 1, "a new factor on the account raises an alert"),
    after = assumed(minutes(2, 20)) } }

-- By hand, one after the other: the k-th customer's turn comes after k times what one takes, so over all of them the
-- turns are spread evenly.
rule "look into a customer's account" (trusted_connection { technique = "T1199",
  from = control(technician_workstation), via = remote_support, to = reached(identity_provider), needs_source = arrival,
  odds = assumed(1, "nothing stands in the way of a valid session"), after = hours(between(0, assumed(18, 60, 180, "3, 10 or 30 minutes for each of 366"))),
  blocked_by = { jit_access { of = source } }, slowed_by = { least_privilege { of = source } } })

------------------------------------------------------------------------------------------------ the response

response "Okta ends the session" { by = vendor, on = noticed, contain = clients(technician_workstation),
  after = minutes(fact.control_minutes), sped_by = { kill_switch, ir_plan }, source = fact.control_minutes }

------------------------------------------------------------------------------------------------ measured and published

measure "session" { title = "how long the session was in foreign hands", dwell = msp }

given { measure = "msps", at_least = 1 }

history "customers looked into" { measure = "customers", published = fact.customers_accessed_final, role = predicted }
