-- NOBELIUM and delegated administration, May to October 2021: a state's intruders try resellers of cloud services, and
-- where an account opens, its standing rights lead to the customers. README.md tells what is modelled and what not.
local _ENV = require "keyfall"

scenario "nobelium-2021" {
  title = "NOBELIUM and delegated administration, 2021",
  summary = "Guessed and phished accounts of cloud resellers lead, by rights that nobody took back, to their customers.",
  starts = "2021-05-01T00:00Z", lasts = days(183), source = "from the start of the campaign to its disclosure",
  hit = { msp = control, customer = exfiltrated },
  per_year = assumed(0.1, 0.5, 2, "campaigns against resellers' delegated rights are seen nearly every year") }

------------------------------------------------------------------------------------------------ who serves whom

vendor "the cloud's maker" {

  msp "reseller" (on_call("-05:00", { count = fact.providers_targeted,
    posture = { mfa = 1, patching = 1, audit = 1 },

    admin_account {},

    customer "customer" { count = customers_of_a_provider(),
      posture = { mfa = 1, antimalware = 1 },
      identity_provider { via = delegated_admin { admin, share = 1 } },
      mail_system {} } })) }

observer "the cloud's security team" {}

------------------------------------------------------------------------------------------------ the attack

choose "customers worth reading" { among = customer, weight = equal_odds,
  take = assumed(50, 300, 1500, "some in a hundred to a third; nobody has published a wish list") }

rule "guess or phish an administrator's password" (password_spraying {
  odds = assumed(0.02, 0.15, 0.5, "accounts without a second factor are found by trying; blind"),
  after = assumed(days(30, 150), "some hundred attempts a day over all"),
  noticed = { { by = target, on = attempt, odds = assumed(0, 0.05, 0.2), after = assumed(days(1, 60)) },
    { by = "the cloud's security team", on = attempt, odds = assumed(0.02, 0.1, 0.3, "it sees logins that nobody else sees"),
      after = assumed(days(14, 120)) } } })

rule "use delegated rights at a customer" (trusted_connection { among = "customers worth reading",
  to = control(identity_provider), odds = assumed(0.3, 0.7, 0.95), after = assumed(days(3, 45)),
  blocked_by = { mfa { of = source }, jit_access, tenant_isolation { of = source } },
  noticed = { by = target, odds = assumed(0.01, 0.03, 0.1, "a login of the provider looks like any other"),
    after = assumed(days(7, 90)) } })

rule "read the mail" { technique = "T1078.004",
  from = control(identity_provider), via = inside, to = exfiltrated(mail_system), needs_source = arrival,
  odds = assumed(0.7, 0.9, 1), after = assumed(days(1, 14)), seen_by = { edr_mdr, audit },
  noticed = { by = target, odds = assumed(0.01, 0.05, 0.15), after = assumed(days(7, 90)) } }

------------------------------------------------------------------------------------------------ the response

response "a reseller that notices closes the account" { by = msp, on = noticed, contain = own,
  after = assumed(days(1, 14)), sped_by = { ir_plan, edr_mdr } }
response "a customer that notices takes the rights back" { by = customer, on = noticed,
  contain = provider_access, tell = provider, after = assumed(days(2, 30)), sped_by = { ir_plan } }

response "the security team warns resellers" { by = observer, on = noticed, tell = everybody(msp),
  after = assumed(months(2, 5), "until one login becomes a campaign, and the campaign a report"), odds = 1 }
response "resellers read the warning and review their accounts" (heed { by = msp, contain = own, after = assumed(days(7, 60)) })

------------------------------------------------------------------------------------------------ measured and published

measure "first_seen" { title = "from the first account to the security team's first notice",
  first_notice = "the cloud's security team" }

history "resellers entered" { measure = "msps", published = fact.providers_hit, bound = up_to, role = predicted }
