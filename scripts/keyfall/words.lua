-- The nouns of a scenario: kinds of organisations and assets, accesses, privileges, states, controls. The lists
-- live in the C core; this file only makes them readable: `control(rmm_server)`, `msp { tag = "on-premises" }`.

local host = require "keyfall.host"
local values = require "keyfall.values"

local words = {}
local lists = host.words()

-- A kind, with what narrows it down: a sentence (`msp "pilot"`), or fields (`rmm_server { internet_facing = true }`).
local node = {}
node.__call = function(self, more)
  local kind = type(more)
  if kind == "string" and self.sentence == nil and self.fields == nil then
    return setmetatable({ class = self.class, kind = self.kind, sentence = more, where = host.where() }, node)
  elseif kind == "table" and more.class == nil and self.fields == nil then
    local whole = { class = self.class, kind = self.kind, sentence = self.sentence, fields = more,
      where = self.where or host.where() }
    return values.collect(setmetatable(whole, node))
  end
  host.fail(self.kind .. ' takes a "name" and then a list of fields in braces')
end

for _, kind in ipairs(lists.organisations) do words[kind] = setmetatable({ class = "organisation", kind = kind }, node) end
for _, kind in ipairs(lists.assets) do words[kind] = setmetatable({ class = "asset", kind = kind }, node) end
words.anyone = setmetatable({ class = "organisation" }, node)
words.anything = setmetatable({ class = "asset" }, node)

-- `encrypted` is a state; `encrypted(endpoint_group)` is that state of such an asset.
local state = { __call = function(self, asset)
  return { class = "condition", state = self.kind, asset = asset, where = host.where() }
end }
for _, kind in ipairs(lists.states) do words[kind] = setmetatable({ class = "state", kind = kind }, state) end

-- `rmm_agent` is a kind of access; `rmm_agent { system, from = rmm_server }` says with what privilege and whence.
local access = { __call = function(self, fields)
  return { class = "access", kind = self.kind, fields = fields, where = host.where() }
end }
for _, kind in ipairs(lists.accesses) do words[kind] = setmetatable({ class = "access", kind = kind }, access) end
for _, kind in ipairs(lists.privileges) do words[kind] = { class = "privilege", kind = kind } end

-- `app_control` is a control; `app_control { share = assumed(0.5), on = machines, of = source }` how it acts here.
local measure = { __call = function(self, fields)
  return { class = "control", kind = self.kind, fields = fields, where = host.where() }
end }
for _, kind in ipairs(lists.controls) do words[kind] = setmetatable({ class = "control", kind = kind }, measure) end

-- Small words. Each is a value that one or two fields understand.
for _, word in ipairs { "own", "provider", "provider_access", "noticed", "warned", "success", "attempt", "target",
  "source", "launch", "arrival", "machines", "inside", "itself", "their_hours", "victims_night", "predicted", "equal_odds",
  "by_customers", "by_machines", "at_least", "up_to" } do
  words[word] = { class = "word", kind = word }
end

-- Words that can also be narrowed down.
local function narrowed(word)
  return setmetatable({ class = "word", kind = word }, { __call = function(_, what)
    return { class = "word", kind = word, what = what, where = host.where() }
  end })
end
words.clients = narrowed "clients"      -- tell = clients; contain = clients(rmm_server)
words.everybody = narrowed "everybody"  -- tell = everybody, or everybody(msp)
words.at_source = narrowed "at_source"  -- needs = at_source(control(psa))
words.at_target = narrowed "at_target"
words.anywhere = narrowed "anywhere"
words.other_than = narrowed "other_than" -- version = other_than "9.5.7"

return words
