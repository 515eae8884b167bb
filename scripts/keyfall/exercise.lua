-- What `local _ENV = require "keyfall.exercise"` gives an exercise.lua: the nouns and numbers of scenarios, and the
-- verbs of a tabletop. Nothing is handed to the C core before the file has been read to its end, so that statements may
-- stand in the order in which people tell them.

local host = require "keyfall.host"
local tabletop = require "keyfall.tabletop"
local defence = require "keyfall.defence"
local study = require "keyfall.study"
local words = require "keyfall.words"
local numbers = require "keyfall.numbers"

local vocabulary = {}
for _, module in ipairs { words, numbers } do
  for word, meaning in pairs(module) do vocabulary[word] = meaning end
end

-- verb "name" { … }
local declared = {}
local begun = { __call = function(self, fields)
  if type(fields) ~= "table" then host.fail(self.verb .. ' "' .. self.sentence .. '": write its fields in braces { … }') end
  self.fields = fields
  return self
end }
local function declare(name, sentence)
  if type(sentence) ~= "string" then host.fail(name .. ' needs a name first: ' .. name .. ' "name" { … }') end
  local statement = setmetatable({ class = name, verb = name, sentence = sentence, where = host.where() }, begun)
  declared[#declared + 1] = statement
  return statement
end
for _, name in ipairs { "exercise", "version", "cast", "measure", "response", "role", "sign", "module", "objective",
  "lever", "decision", "inject" } do
  vocabulary[name] = function(sentence) return declare(name, sentence) end
end
-- question { text = …, module = "name" }: without a module it belongs to the hot wash.
function vocabulary.question(fields)
  declared[#declared + 1] = { class = "question", verb = "question", fields = fields, where = host.where() }
end

-- Organisations that players act for: played "msp" is the cast's own, clients_of "msp" all that it serves.
local named = {}
local function name(member)
  return function(cast)
    if type(cast) ~= "string" then host.fail 'expected the name of a cast in quotes: played "msp"' end
    local selector = { class = "organisation", [member] = cast, where = host.where() }
    named[#named + 1] = { selector = selector, member = member, cast = cast }
    return selector
  end
end
vocabulary.played = name "only"
vocabulary.clients_of = name "under"

-- When an inject is due or a decision opens.
local function when(kind, fields)
  fields.class, fields.kind = "when", kind
  return fields
end
vocabulary.all = function(list) return when("all", list) end
vocabulary.any = function(list) return when("any", list) end
vocabulary.unless = function(condition) return when("unless", { condition }) end
vocabulary.later = function(time, condition) return when("later", { time = time, what = condition }) end
vocabulary.at = function(date) return when("at", { what = date }) end
vocabulary.by_hand = when("by_hand", {})
vocabulary.decided = function(decision, option) return when("decided", { what = decision, option = option }) end
vocabulary.undecided = function(decision) return when("undecided", { what = decision }) end
vocabulary.released = function(inject) return when("released", { what = inject }) end
vocabulary.knows = function(cast) return when("knows", { what = cast }) end
vocabulary.told = function(cast) return when("told", { what = cast }) end
vocabulary.called = function(cast, count) return when("called", { what = cast, count = count }) end
vocabulary.hit = function(who, count) return when("hit", { what = who, count = count }) end

local function fail(statement, text)
  host.fail_at(statement.where, statement.verb .. ' "' .. (statement.sentence or "") .. '": ' .. text)
end

-- What the version that was asked for leaves out, by kind and name: without = { "inject third-call", … }.
local function left_out(asked)
  local out, found, minutes = {}, asked == "full", nil
  for _, statement in ipairs(declared) do
    if statement.class == "version" then
      tabletop.version(statement)
      if statement.sentence == asked then
        found, minutes = true, statement.fields.lasts
        for _, item in ipairs(statement.fields.without or {}) do out[item] = true end
      end
    end
  end
  if not found then host.fail('there is no version "' .. asked .. '" of this exercise') end
  return out, minutes
end

local function keep(out)
  local kept = {}
  for _, statement in ipairs(declared) do
    local label = statement.verb .. " " .. (statement.sentence or "")
    if not out[label] and not (statement.class == "question" and out["module " .. (statement.fields.module or "")]) then
      kept[#kept + 1] = statement
    end
  end
  return kept
end

local function check_versions()
  local known = {}
  for _, statement in ipairs(declared) do known[statement.verb .. " " .. (statement.sentence or "")] = true end
  for _, version in ipairs(declared) do
    for _, label in ipairs(version.class == "version" and version.fields.without or {}) do
      if not known[label] then fail(version, 'without: there is no "' .. label .. '"') end
    end
  end
end

local function each(list, class, call)
  for _, statement in ipairs(list) do
    if statement.class == class then call(statement) end
  end
end

local function read_exercise(list, minutes)
  local count = 0
  each(list, "exercise", function(statement)
    count = count + 1
    if count > 1 then fail(statement, "a file holds one exercise") end
    if minutes then statement.fields.lasts = minutes end
    tabletop.exercise(statement)
  end)
  if count == 0 then host.fail 'no exercise statement; begin with exercise "name" { title = …, startex = … }' end
end

local function finish()
  for _, statement in ipairs(declared) do
    if statement.fields == nil then fail(statement, "has no body in braces") end
  end
  check_versions()
  local out, minutes = left_out(tabletop.asked())
  local list = keep(out)
  read_exercise(list, minutes)
  each(list, "cast", tabletop.cast)
  tabletop.choose_casts()
  for _, one in ipairs(named) do one.selector[one.member] = tabletop.cast_name(one.selector.where, one.cast) end
  each(list, "response", defence.response)
  each(list, "measure", study.measure)
  each(list, "exercise", tabletop.score)
  for _, class in ipairs { "role", "sign", "module", "objective", "lever", "decision", "inject", "question" } do
    each(list, class, tabletop[class])
  end
  each(list, "decision", tabletop.decision_opens)
  each(list, "inject", tabletop.inject_when)
end
host.finish(finish)

return vocabulary
