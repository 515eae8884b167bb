-- The verbs of a scenario. A statement only remembers what was said and where; when the file has been read to
-- its end, `finish` hands everything to the C core in an order in which every name is known before it is used.

local host = require "keyfall.host"
local world = require "keyfall.world"
local attack = require "keyfall.attack"
local defence = require "keyfall.defence"
local study = require "keyfall.study"
local values = require "keyfall.values"
local defaults = require "keyfall.responses"

local statements = {}
local edges = {} -- serves(a, b)

-- verb "sentence" { … }
local begun = { __call = function(self, fields)
  if type(fields) ~= "table" then host.fail(self.verb .. ' "' .. self.sentence .. '": write its fields in braces { … }') end
  self.fields = fields
  return self
end }

local function verb(name)
  statements[name] = function(sentence)
    if type(sentence) ~= "string" then host.fail(name .. ' needs a sentence first: ' .. name .. ' "what happens" { … }') end
    return values.collect(setmetatable({ class = name, verb = name, sentence = sentence, where = host.where() }, begun))
  end
end
for _, name in ipairs { "scenario", "flaw", "choose", "shock", "rule", "response", "event", "false_alarm", "measure",
  "history", "meant" } do
  verb(name)
end

-- given { measure = "msps", at_least = 1 }: history is what is known of events that did happen.
function statements.given(fields)
  return values.collect { class = "given", verb = "given", sentence = "", fields = fields, where = host.where() }
end

-- serves(provider, client): an edge beside those of nesting, between two single organisations.
function statements.serves(provider, client)
  edges[#edges + 1] = { provider = provider, client = client, where = host.where() }
end

-- Office hours for `working_hours`, in local time; `night` and `weekend` are rates of work beside full speed.
function statements.office(from, to, rates)
  rates = rates or {}
  return { class = "office", fields = { from = from, to = to, night = rates.night, weekend = rates.weekend,
    days = rates.days }, where = host.where() }
end

-- An attribute that differs between the members of a population: hosting = split { on_prem = 0.7, saas = 0.3 }.
function statements.split(shares)
  if type(shares) ~= "table" then host.fail "split { a_value = its share, … } takes values with their shares in braces" end
  return { class = "split", fields = shares, where = host.where() }
end

local function fail_at(statement, text) host.fail_at(statement.where, text) end

local function named(statement)
  local kind = statement.verb or statement.kind
  return statement.sentence and kind .. ' "' .. statement.sentence .. '"' or kind
end

-- Which kinds of asset an access starts from when the scenario does not say.
local starts_from = {
  rmm_agent = { "rmm_server", "rmm_cloud" },
  remote_support = { "remote_support_server", "technician_workstation" },
  admin_credential = { "admin_account", "jump_host", "technician_workstation" },
  delegated_admin = { "admin_account", "identity_provider", "psa" },
  vpn = { "jump_host", "technician_workstation" },
  software_update = { "update_server" },
  domain_trust = { "domain_controller" },
  local_admin_reuse = { "server_group", "endpoint_group" },
  backup_admin = { "rmm_server", "rmm_cloud", "admin_account", "jump_host" },
}

local function is(value, class) return type(value) == "table" and value.class == class end

local function wanted(asset, access)
  local from = access.fields and access.fields.from
  if from then return asset.kind == from.kind and (from.sentence == nil or asset.sentence == from.sentence) end
  for _, kind in ipairs(starts_from[access.kind]) do
    if asset.kind == kind then return true end
  end
  return false
end

-- The nearest asset above, among those of the same organisation first, from which this access can start.
local function source_of(target, org, access)
  local found
  while org and not found do
    for _, asset in ipairs(org.assets) do
      if asset ~= target and wanted(asset, access) then
        if found then
          fail_at(access, access.kind .. " could start from two assets of " .. named(org) ..
            "; say which: " .. access.kind .. ' { from = ' .. asset.kind .. ' "name" }')
        end
        found = asset
      end
    end
    org = org.above
  end
  return found
end

local function connect(asset, org)
  local via = asset.fields and asset.fields.via
  if via == nil then return end
  for _, access in ipairs(is(via, "access") and { via } or via) do
    if not is(access, "access") then fail_at(asset, named(asset) .. ": via: expected an access such as rmm_agent { system }") end
    local from = source_of(asset, org, access)
    if not from then
      fail_at(access.where and access or asset, named(asset) .. ": via " .. access.kind ..
        ": no organisation above has an asset that it could start from; add one, or say from = …")
    end
    world.access(access, from.id, asset.id)
  end
end

local function check_need(asset, org, label)
  for _, inner in ipairs(org.inner) do
    if inner.sentence == label then world.needs(asset.id, inner.id) return true end
    if check_need(asset, inner, label) then return true end
  end
  return false
end

local function add_organisation(org, above)
  if not org.sentence then fail_at(org, org.kind .. ' needs a name: ' .. org.kind .. ' "name" { … }') end
  org.above, org.assets, org.inner = above, {}, {}
  org.id = world.organisation(org, above and above.id)
  for place, inner in ipairs(org.fields) do
    if is(inner, "asset") then
      if not inner.kind then fail_at(org, named(org) .. ": an asset needs its kind") end
      inner.id = world.asset(inner, org.id)
      org.assets[#org.assets + 1] = inner
    elseif is(inner, "organisation") and inner.fields then
      org.inner[#org.inner + 1] = inner
    else
      fail_at(org, named(org) .. ": entry " .. place .. " is neither an asset nor an organisation with a body")
    end
  end
  for _, asset in ipairs(org.assets) do connect(asset, org) end
  for _, inner in ipairs(org.inner) do add_organisation(inner, org) end
  for _, asset in ipairs(org.assets) do
    local label = asset.fields and asset.fields.needed_by
    if label and not check_need(asset, org, label) then
      fail_at(asset, named(asset) .. ': needed_by: no organisation "' .. tostring(label) .. '" is nested in ' .. named(org))
    end
  end
end

-- What stands inside another statement is not a statement of its own.
local function mark_nested(value, depth)
  for _, inner in pairs(value) do
    if type(inner) == "table" and depth < 12 then
      local class = rawget(inner, "class")
      local is_node = class == "asset" or class == "organisation"
      if is_node and inner.fields and not inner.nested then
        inner.nested = true
        mark_nested(inner.fields, depth + 1)
      elseif not is_node and class ~= "number" and class ~= "fact" then
        mark_nested(rawget(inner, "fields") or inner, depth + 1)
      end
    end
  end
end

local function each(class, call)
  for _, statement in ipairs(values.declared) do
    if statement.class == class and not statement.nested then call(statement) end
  end
end

local function build_world()
  each("organisation", function(org) add_organisation(org, nil) end)
  each("asset", function(asset) fail_at(asset, named(asset) .. ": an asset stands inside the organisation that owns it") end)
  for _, edge in ipairs(edges) do
    if not (is(edge.provider, "organisation") and edge.provider.id and is(edge.client, "organisation") and edge.client.id) then
      fail_at(edge, "serves(provider, client) takes two organisations declared in this file, kept in local variables")
    end
    world.serves(edge.where, edge.provider.id, edge.client.id)
  end
end

-- Sentences address the draws, so each is said once.
local function check_sentences()
  local said = {}
  for _, statement in ipairs(values.declared) do
    local name = statement.verb and statement.verb ~= "given" and statement.verb ~= "meant" and named(statement)
    if name and said[name] then fail_at(statement, name .. ": said twice; sentences address the draws") end
    if name then said[name] = true end
  end
end

local function finish()
  for _, statement in ipairs(values.declared) do
    if statement.fields == nil then fail_at(statement, named(statement) .. ": has no body; write " .. named(statement) .. " { … }") end
  end
  check_sentences()
  for _, statement in ipairs(values.declared) do mark_nested(statement.fields, 0) end
  local count = 0
  each("scenario", function(statement)
    count = count + 1
    if count > 1 then fail_at(statement, named(statement) .. ": a file holds one scenario") end
    study.scenario(statement)
  end)
  if count == 0 then host.fail 'no scenario statement; begin with scenario "name" { starts = "2021-07-02T14:00Z", lasts = days(30) }' end
  each("flaw", world.flaw)
  build_world()
  each("choose", attack.choose)
  each("shock", attack.shock)
  each("rule", attack.rule)
  for _, statement in ipairs(defaults.missing(values.declared)) do defence.response(statement) end
  each("response", defence.response)
  each("false_alarm", defence.false_alarm)
  each("event", defence.event)
  each("measure", study.measure)
  each("history", study.history)
  each("given", study.given)
  each("meant", study.meant)
end
host.finish(finish)

return statements
