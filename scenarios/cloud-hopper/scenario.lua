-- Operation Cloud Hopper, 2014 to 2018: a state's intruders stay for years in large IT providers and go, through the
-- providers' own connections, to the clients whose secrets they want. README.md tells what is modelled and what not.
local _ENV = require "keyfall"

scenario "cloud-hopper" {
  title = "Operation Cloud Hopper, 2014 to 2018",
  summary = "A state's intruders enter large IT providers, go through them to clients, and copy records out for years.",
  starts = "2014-01-01T00:00Z", lasts = days(1826), source = fact.msp_campaign_start,
  hit = { msp = control, customer = foothold },
  per_year = assumed(0.05, 0.2, 1, "campaigns of this kind through providers: a few in a decade are known") }

------------------------------------------------------------------------------------------------ who serves whom

-- Nobody has published which countries; the largest providers sit in some dozen and a half.
local countries = { "US", "GB", "JP", "IN", "FR", "DE", "CA", "BR", "CH", "SE", "NO", "FI", "AU", "ZA", "KR", "TH" }

for _, country in ipairs(countries) do
  msp("provider in " .. country) { title = country .. " provider", country = country,
    count = assumed(2, 5, 10, "large outsourcing and hosting companies of one country"),
    posture = { patching = 1, antimalware = 2, audit = 1, ir_plan = 1, awareness = 1, segmentation = 1 },

    technician_workstation {},
    admin_account {},
    jump_host {},

    customer("client in " .. country) { title = country .. " client", country = country,
      count = assumed(about(60, 400), "clients of some weight of a large provider"),
      posture = { patching = 1, antimalware = 2, audit = 1, ir_plan = 1 },

      server_group { via = { admin_credential { admin, from = jump_host }, delegated_admin { admin } } },
      data_store { records = assumed(records(100000, 5000000), "staff, designs and mail that are worth having") } } }
end

observer "incident responders" {}

------------------------------------------------------------------------------------------------ the attack

choose "providers in view" { among = msp, weight = equal_odds,
  take = fitted(26, 40, 56, "so that 8 to 14 providers are entered; 22 before the first run") }

choose "clients whose secrets they want" { among = customer, weight = equal_odds,
  take = assumed(50, 200, 1000, "a wish list by sector; who of them is served by an entered provider is luck") }

rule "send a document to an administrator" (spear_phishing { among = "providers in view",
  odds = assumed(0.3, 0.6, 0.9, "tried again over the years until somebody opens one"),
  after = assumed(months(between(1, 42)), "providers were entered one after the other"),
  noticed = { by = target, odds = assumed(0, 0.03, 0.1), after = assumed(weeks(2, 20)) } })

rule "take administrators' passwords" (credential_theft { technique = "T1003.003",
  odds = assumed(0.7, 0.9, 1), after = assumed(days(10, 90)),
  noticed = { by = target, odds = assumed(0, 0.02, 0.1), after = assumed(weeks(4, 40)) } })

rule "log in to the jump host" (jump_host_login { odds = assumed(0.8, 0.95, 1), after = assumed(days(10, 120)),
  noticed = { by = target, odds = assumed(0, 0.03, 0.1), after = assumed(months(2, 18)) } })

local into_a_client = trusted_connection { among = "clients whose secrets they want", to = foothold(server_group),
  blocked_by = { mfa { of = source }, jit_access { of = source }, tenant_isolation { of = source } },
  slowed_by = { least_privilege }, seen_by = { audit, edr_mdr },
  after = assumed(months(2, 18), "one client after the other, by hand"),
  noticed = { by = target, odds = assumed(0.02, 0.08, 0.2, "one large client is known to have seen and repelled it"),
    after = assumed(months(3, 18)) } }

rule "go through the jump host into the client" (with(into_a_client, {
  from = control(jump_host), via = admin_credential, odds = assumed(0.5, 0.8, 0.95) }))

rule "use delegated administration of the client" (with(into_a_client, {
  from = stolen(admin_account), via = delegated_admin, odds = assumed(0.05, 0.2, 0.5, "not every client had delegated") }))

rule "find what is worth having" { technique = "T1039",
  from = foothold(server_group), via = inside, to = control(data_store), needs_source = arrival,
  odds = assumed(0.5, 0.8, 0.95), after = assumed(months(1, 9)),
  slowed_by = { least_privilege }, seen_by = { edr_mdr } }

rule "pack it and carry it away" (copy_out { technique = "T1560.001",
  odds = assumed(0.8, 0.95, 1), after = assumed(days(5, 60)),
  rate = records_per(days(1), assumed(20, 200, 2000, "small packets, so that nobody sees")),
  noticed = {
    { by = target, odds = assumed(0.02, 0.08, 0.2), after = assumed(months(4, 24)) },
    { by = "incident responders", odds = assumed(0.02, 0.1, 0.3, "most victims heard of it from somebody else"),
      after = assumed(months(6, 30)) } } })

------------------------------------------------------------------------------------------------ the response

response "a client that notices cleans up and tells its provider" { by = customer, on = noticed,
  contain = own, tell = provider, after = assumed(months(1, 6), "an investigation, then a weekend"), sped_by = { ir_plan, edr_mdr } }

response "a provider that notices searches and cleans up" { by = msp, on = noticed,
  contain = own, after = assumed(months(3, 18), "sources speak of years at one provider"), sped_by = { ir_plan, edr_mdr } }

response "a provider with reports of clients searches and cleans up" { by = msp, reports = assumed(1, 2, 4),
  contain = own, after = assumed(months(3, 18)), sped_by = { ir_plan, edr_mdr } }

response "responders publish what they know" { by = observer, on = noticed, tell = everybody { msp, customer },
  after = assumed(months(4, 12), "a report took them about half a year") }

response "providers read the report and search" (heed { by = msp, contain = own, after = assumed(months(2, 18)) })
response "clients read the report and search" (heed { by = customer, contain = own, after = assumed(months(3, 24)) })

------------------------------------------------------------------------------------------------ measured and published

measure "stay_at_clients" { title = "stay at a client before it is cut off, on average", dwell = customer }
measure "responders_notice" { title = "from the first foothold to responders' first notice",
  first_notice = "incident responders" }
measure "countries" { title = "countries of providers and clients entered", countries = { msp, customer } }

history "providers entered" { measure = "msps", published = fact.providers_entered, role = fitted }
history "clients entered" { measure = "customers", published = fact.clients_entered, bound = at_least, role = predicted }
history "countries" { measure = "countries", published = fact.client_countries, bound = at_least, role = predicted }
history "records taken" { measure = "records", published = fact.records_taken, bound = at_least, role = predicted }
history "stay at a client" { measure = "stay_at_clients", published = days(fact.dwell_days_typical), role = predicted }
history "until responders were at work" { measure = "responders_notice", published = months(fact.months_to_responders),
  role = predicted }
