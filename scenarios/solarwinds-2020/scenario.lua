-- SolarWinds Orion, 2019 to 2020: an update of a trusted program carries a door to some 18,000 organisations, and its
-- makers walk through it at about a hundred. README.md tells what is modelled and what not.
local _ENV = require "keyfall"

scenario "solarwinds-2020" {
  title = "SolarWinds Orion, 2019 to 2020",
  summary = "A vendor's update carries a door to thousands of organisations; a state's intruders use it at a chosen few.",
  starts = "2019-09-04T00:00Z", lasts = days(545), source = "from the first access at the vendor to the White House's count",
  hit = { vendor = control, customer = exfiltrated },
  per_year = assumed(0.02, 0.1, 0.5, "tainted updates of a program this widespread: a few in two decades") }

------------------------------------------------------------------------------------------------ who serves whom

-- Whom a foreign service could want to read; the rest only installs the update.
local of_interest = assumed(0.03, 0.06, 0.12, "security firms, makers of software, suppliers of the state")

local function worth_reading(more)
  more.tags = { "worth reading" }
  more[#more + 1] = server_group "Orion server" { via = software_update { system } }
  more[#more + 1] = identity_provider {}
  more[#more + 1] = mail_system {}
  return more
end

vendor "SolarWinds" (on_call("-06:00", { country = "US", posture = { patching = 1, antimalware = 1, ir_plan = 1, audit = 1 },

  technician_workstation "engineer's workstation" {},
  update_server {},

  customer "agency" (worth_reading {
    count = assumed(40, 100, 250, "US federal agencies and offices that ran it; nobody has published how many"),
    posture = { patching = 1, antimalware = 2, audit = 2, edr_mdr = 1, ir_plan = 1 } }),

  customer "company of interest" (worth_reading { title = "company", count = fact.orion_customers * of_interest,
    posture = { patching = 1, antimalware = 1, audit = 1 } }),

  -- One group stands for all others: the update runs there, and nothing follows.
  customer "other users" {
    posture = { patching = 1, antimalware = 1, audit = 1 },
    server_group "Orion servers of other users" { count = fact.orion_customers * (1 - of_interest),
      via = software_update { system } } } }))

observer "security researchers" {}

------------------------------------------------------------------------------------------------ the attack

-- Blind: a team that works by hand, over some months. No count of victims was used.
choose "agencies worth reading" { among = customer "agency", weight = equal_odds,
  take = assumed(3, 15, 60, "whose mail a foreign service wants; nobody has published how many were tried") }
choose "companies worth reading" { among = customer "company of interest", weight = equal_odds,
  take = assumed(20, 150, 1000, "some dozens to a thousand by hand; nobody has published how many were tried") }

rule "enter the vendor" { technique = "T1078", to = foothold(technician_workstation),
  odds = assumed(1, "history begins with it"), after = hours(1), source = fact.vendor_entered }

rule "put a door into the build" { technique = "T1195.002",
  from = foothold(technician_workstation), via = inside, to = control(update_server),
  odds = assumed(0.7, 0.95, 1), not_before = "2020-03-01T00:00Z", after = assumed(days(5, 25), "tainted updates ship in March"),
  blocked_by = { app_control, least_privilege, rmm_hardening }, seen_by = { audit, edr_mdr },
  noticed = { by = target, odds = assumed(0, 0.03, 0.1), after = assumed(months(3, 18)) } }

-- Signed by its maker and silent for two weeks: no tool saw it.
local update = { seen_by = {}, blocked_by = { restrict_mgmt }, after = assumed(days(30, 120), "put off for weeks") }
local share_that_updates = assumed(0, 0.5, 1, "anything from none to all of them; a narrower guess knew the count")

rule "install the update" (tainted_update(with(update, { odds = share_that_updates,
  to = foothold(server_group "Orion server") })))
rule "install the update at other users" (tainted_update(with(update, { odds = assumed(1, "they are many"), machine_odds = share_that_updates,
  to = foothold(server_group "Orion servers of other users") })))

-- Odds of being noticed are those of Cloud Hopper, another state's intruders, and not chosen for this incident.
local walk_in = { technique = "T1606.002", from = foothold(server_group "Orion server"), via = inside, to = control(identity_provider),
  odds = assumed(0.4, 0.75, 0.95, "not every installation could call out"), needs_source = arrival,
  after = days(between(assumed(14, 20, 40), assumed(120, 200, 280))), source = fact.dormancy_days,
  blocked_by = { app_control, restrict_mgmt }, slowed_by = { least_privilege },
  seen_by = { edr_mdr, audit },
  noticed = { by = target, odds = assumed(0.02, 0.08, 0.2, "as at a client in cloud-hopper"), after = assumed(months(1, 9)) } }

rule "walk through the door and forge tokens at an agency" (with(walk_in, { among = "agencies worth reading" }))
rule "walk through the door and forge tokens at a company" (with(walk_in, { among = "companies worth reading" }))

rule "read the mail in the cloud" { technique = "T1078.004",
  from = control(identity_provider), via = inside, to = exfiltrated(mail_system), needs_source = arrival,
  odds = assumed(0.7, 0.9, 1), after = assumed(days(7, 60)),
  noticed = { by = "security researchers", odds = assumed(0.02, 0.1, 0.3, "as responders in cloud-hopper"),
    after = assumed(months(1, 9)) } }

------------------------------------------------------------------------------------------------ the response

response "a victim that notices digs, and tells the vendor" { by = customer, on = noticed,
  contain = own, tell = provider, after = assumed(weeks(2, 12), "until the update was known as the way in"), sped_by = { ir_plan } }

response "researchers call the vendor" { by = observer, on = noticed, tell = "SolarWinds", after = assumed(weeks(1, 6)) }

response "the vendor warns everybody" { by = vendor, reports = 1, contain = own, tell = clients,
  after = assumed(hours(24, 96)), sped_by = { ir_plan } }

response "users switch Orion off and search" (heed { by = customer { tag = "worth reading" }, contain = own, after = assumed(days(3, 30)) })

------------------------------------------------------------------------------------------------ measured and published

measure "installed" { title = "organisations with the door installed", unit = "organisations",
  machines = foothold(server_group) }
measure "agencies" { title = "agencies read", unit = "agencies", hit = customer "agency" }
measure "companies" { title = "companies read", unit = "companies", hit = customer "company of interest" }
measure "discovery" { title = "from the vendor's entry to the vendor's warning", first_contained = update_server }

-- History tells of the update that shipped.
given { measure = "installed", at_least = 1 }

history "installed the update" { measure = "installed", published = fact.downloads, role = predicted }
history "companies followed up" { measure = "companies", published = fact.followon_companies_about, role = predicted }
history "agencies followed up" { measure = "agencies", published = fact.followon_agencies, role = predicted }
history "until it was known" { measure = "discovery", published = months(fact.months_from_entry_to_discovery), role = predicted }
