-- Twenty thousand MSPs of North America and their half a million customers, and the commonest way to lose them: somebody
-- gets into one MSP and runs ransomware through its management server. README.md tells how often, and how little is known.
local _ENV = require "keyfall"

-- The survey counts MSPs with an incident; few incidents at an MSP reach its customers, and nobody has counted which.
local reaches_customers = assumed(0.0005, 0.004, 0.03,
  "the step from an MSP's incident to its customers: some thirty such cases a year are told in public, most are not")

scenario "north-america" {
  title = "North America: ransomware through one of 20,000 MSPs",
  summary = "One MSP out of twenty thousand falls, and ransomware runs through its management server to its customers.",
  starts = "2024-05-02T13:00Z", lasts = days(45), source = "an ordinary spring",
  hit = { msp = control, customer = encrypted },
  hourly_loss = loss_per_computer(),
  per_year = fact.msps_north_america[1] * fact.msps_with_incident_last_year * fact.share_of_those_ransomware *
    reaches_customers,
  customer_year = fact.annual_incident_probability * fact.dbir_third_party_share } -- to check against

------------------------------------------------------------------------------------------------ who serves whom

north_america {}

------------------------------------------------------------------------------------------------ the attack

choose "the MSP that falls" { among = msp, take = 1, weight = equal_odds }

-- Root causes as a survey of victims gives them; the rates belong to MSPs that did fall, so what is left is which.
rule "log in with a stolen password" { technique = "T1078", among = "the MSP that falls", to = control(admin_account),
  odds = fact.root_causes.credentials, after = assumed(hours(12, 96)),
  blocked_by = { mfa }, seen_by = { audit, edr_mdr },
  noticed = { by = target, odds = assumed(0.01, 0.05, 0.2), after = assumed(hours(6, 72)) } }

rule "send a document to a technician" (spear_phishing { technique = "T1566", among = "the MSP that falls",
  odds = fact.root_causes.malicious_email, after = assumed(hours(12, 96)),
  noticed = { by = target, odds = assumed(0.01, 0.05, 0.2), after = assumed(hours(6, 72)) } })

rule "use a flaw in what faces the internet" (public_server_exploit { among = "the MSP that falls",
  odds = fact.root_causes.exploit, after = assumed(hours(12, 96)), blocked_by = { patching, restrict_mgmt, rmm_hardening },
  noticed = { by = target, odds = assumed(0.01, 0.05, 0.2), after = assumed(hours(6, 72)) } })

rule "take the administrator's password" (credential_theft { odds = assumed(0.5, 0.8, 0.95), to = control(admin_account),
  after = hours(fact.time_to_active_directory_hours, assumed(48, 96, 168)),
  noticed = { by = target, odds = assumed(0.02, 0.1, 0.3), after = assumed(hours(6, 72)) } })

rule "open the management server" { technique = "T1078",
  from = control(admin_account), via = inside, to = control(rmm_server), needs_source = arrival,
  odds = assumed(0.6, 0.9, 1), after = assumed(hours(6, 72)),
  blocked_by = { jit_access }, slowed_by = { least_privilege }, seen_by = { edr_mdr, audit },
  noticed = { by = target, odds = assumed(0.02, 0.1, 0.3), after = assumed(hours(2, 48)) } }

rule "push ransomware to every client" (rmm_push { privilege = system, needs_source = launch, hours = victims_night,
  odds = assumed(0.6, 0.85, 1, "as in Kaseya 2021, blind"), machine_odds = assumed(0.3, 0.6, 0.9, "those switched on"),
  after = assumed(hours(2, 48)), over = assumed(hours(1, 6)),
  blocked_by = { app_control, edr_mdr, antimalware { on = machines }, rmm_hardening { of = source } },
  limited_by = { segmentation, tenant_isolation { of = source } },
  noticed = { by = target, odds = assumed(0.9, 0.97, 1), after = assumed(minutes(20, 480), "screens show the ransom note") } })

------------------------------------------------------------------------------------------------ the response

response "customers rebuild" (rebuild {
  after = assumed(days(7, 35), "half are back within a week; stays of 23 days on average were reported") })

-- The rate counts MSPs whose customers were reached; the rest of the worlds are attempts.
given { measure = "customers", at_least = 1 }
