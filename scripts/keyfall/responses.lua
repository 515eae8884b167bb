-- What every organisation does unless a scenario says otherwise: contain its own, tell its provider. A scenario
-- replaces the default of a kind by declaring a response of that kind to the same trigger.

local words = require "keyfall.words"
local numbers = require "keyfall.numbers"

local assumed, minutes, hours = numbers.assumed, numbers.minutes, numbers.hours

local function default(kind, trigger, sentence, fields)
  return { class = "response", verb = "response", kind = kind, trigger = trigger, sentence = sentence, fields = fields,
    where = "scripts/keyfall/responses.lua" }
end

local why = "nobody has published how fast small organisations react"

local responses = {
  default("customer", "noticed", "a customer that notices cuts itself off and tells its provider", {
    by = words.customer, on = words.noticed, contain = words.own, tell = words.provider,
    after = assumed(minutes(30, 240), why), sped_by = { words.ir_plan, words.edr_mdr } }),
  default("msp", "noticed", "an MSP that notices cuts itself off and tells its vendor", {
    by = words.msp, on = words.noticed, contain = words.own, tell = words.provider,
    after = assumed(minutes(30, 240), why), sped_by = { words.ir_plan, words.edr_mdr } }),
  default("msp", "reports", "an MSP with enough reports cuts itself off and tells its vendor", {
    by = words.msp, reports = assumed(1, 2, 4), contain = words.own, tell = words.provider,
    after = assumed(minutes(30, 240), why), sped_by = { words.ir_plan } }),
  default("vendor", "reports", "a vendor with enough reports tells everybody it serves", {
    by = words.vendor, reports = assumed(2, 4, 10), tell = words.clients,
    after = assumed(hours(1, 12), "vendors took from one hour to a day to warn"), sped_by = { words.ir_plan } }),
}

local function trigger_of(fields)
  if fields.reports ~= nil then return "reports" end
  return type(fields.on) == "table" and fields.on.kind or nil
end

local function covers(by, kind)
  if type(by) ~= "table" then return false end
  if by.class == "organisation" then return by.kind == nil or by.kind == kind end
  for _, one in ipairs(by) do
    if covers(one, kind) then return true end
  end
  return false
end

local defaults = {}

-- The defaults that no declared response replaces, for the kinds of organisation that the scenario has.
function defaults.missing(declared)
  local result = {}
  for _, response in ipairs(responses) do
    local lives, replaced = false, false
    for _, statement in ipairs(declared) do
      if statement.class == "organisation" and statement.kind == response.kind then lives = true end
      if statement.class == "response" and trigger_of(statement.fields) == response.trigger and
        covers(statement.fields.by, response.kind) then
        replaced = true
      end
    end
    if lives and not replaced then result[#result + 1] = response end
  end
  return result
end

return defaults
