-- Populations that incidents share. Each gives the fields of an organisation and takes what differs:
--   customer "client" (small_client { count = customers_of_a_provider(), managed_by = rmm_agent { system } })
-- Published figures come from the scenario's own facts.json, under the keys named here.

local host = require "keyfall.host"
local words = require "keyfall.words"
local numbers = require "keyfall.numbers"
local statements = require "keyfall.statements"
local values = require "keyfall.values"

local assumed, fact, skewed, shared = numbers.assumed, numbers.fact, numbers.skewed, numbers.shared

local populations = {}

local function takes_fields(name, more)
  if type(more) ~= "table" or more.class then host.fail(name .. " takes its fields in braces { … }") end
end

-- Facts: mean_customers_per_kaseya_customer, of the customers of the largest maker of such software.
function populations.customers_of_a_provider()
  return skewed(shared("customers per MSP", fact.mean_customers_per_kaseya_customer),
    assumed(7, "few providers are large"))
end

-- Facts: endpoints_per_client.
function populations.machines_of_a_client()
  return skewed(shared("machines per customer", fact.endpoints_per_client), assumed(4, "dental offices have 10 to 100"))
end

-- What an hour without operations costs, for each computer of a company. An incident cost 46,800, 141,000 and 274,200
-- dollars in the surveys of 2018 to 2020, and companies were down for 7.3, 12.1 and 16.2 days on average in 2019. At
-- 25 to 31 computers the least of it is 46,800 / 16.2 days / 31, the middle 141,000 / 12.1 days / 28, the most
-- 274,200 / 7.3 days / 25. That it grows with the computers is assumed.
-- Facts: downtime_cost_per_incident_usd.
function populations.loss_per_computer()
  return numbers.usd(numbers.unknown(4, 17, 63) { source = fact.downtime_cost_per_incident_usd })
end

-- Whoever works in office hours and has somebody on call: half speed at night and at weekends.
function populations.on_call(time_zone, more)
  takes_fields("on_call", more)
  local slower = assumed(0.5, "somebody is on call")
  return values.join({ time_zone = time_zone,
    working_hours = statements.office(9, 18, { night = slower, weekend = slower }) }, more)
end

-- A small business whose computers a provider manages through `managed_by`; its backups are its own unless said.
function populations.small_client(more)
  takes_fields("small_client", more)
  local fields = { posture = { antimalware = 1, backup = 1 },
    words.endpoint_group { count = populations.machines_of_a_client(), via = more.managed_by } }
  local has_vault = false
  for _, inner in ipairs(more) do has_vault = has_vault or inner.kind == "backup_vault" end
  if not has_vault then fields[2] = words.backup_vault {} end
  local whole = values.join(fields, more)
  whole.managed_by = nil
  return whole
end

-- Twenty thousand MSPs and their customers, for any adversary: management server, an administrator's account and
-- workstation at the MSP, computers and backups at the customer. `more` adds to the MSP; `customer` to a customer.
-- Facts: msps_north_america, and those of small_client and customers_of_a_provider.
function populations.north_america(more)
  takes_fields("north_america", more)
  local client = populations.on_call("-05:00", populations.small_client(values.join({ country = "US",
    count = populations.customers_of_a_provider(), managed_by = words.rmm_agent { words.system } }, more.customer)))
  local fields = populations.on_call("-05:00", { country = "US", count = fact.msps_north_america[1],
    posture = { mfa = 1, patching = 1, antimalware = 1, backup = 1 },
    words.technician_workstation {}, words.admin_account {},
    words.rmm_server { internet_facing = true, hosting = "on_prem" },
    words.customer "client" (client) })
  local whole = values.join(fields, more)
  whole.customer = nil
  return words.msp "MSP" (whole)
end

return populations
