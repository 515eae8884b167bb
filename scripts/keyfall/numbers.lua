-- Numbers know where they come from. A number is a table: a range (low, mode, high), a provenance, a source, and
-- perhaps a unit. `assumed(0.5, 0.8, 0.95)` is a guess and says so; `fact.key` is a published figure.

local host = require "keyfall.host"

local numbers = {}
local number = {}

local function is_number(value) return type(value) == "table" and value.class == "number" end
local function is_quantity(value) return type(value) == "table" and value.class == "quantity" end

local function make(fields)
  fields.class = "number"
  return setmetatable(fields, number)
end

-- shared("customers per MSP", …) is one whole number; what is left of it after arithmetic is another.
local function alone(value)
  if is_number(value) and value.shared then
    host.fail('shared("' .. value.shared .. '", …) stands around the whole number: shared("…", a * b)')
  end
  return value
end

local function plain(value)
  if type(value) == "number" then
    return make { low = value, mode = value, high = value, provenance = "plain", source = "" }
  elseif is_number(value) then
    return value
  end
  host.fail("expected a number, not a " .. (type(value) == "table" and value.class or type(value)))
end

local function copy(value, changes)
  local fields = {}
  for key, old in pairs(value) do fields[key] = old end
  for key, new in pairs(changes) do fields[key] = new end
  return setmetatable(fields, getmetatable(value))
end

-- A product is as well known as the worse known of its factors.
local doubt = { plain = 0, sourced = 1, fitted = 2, assumed = 3 }
number.__mul = function(a, b)
  a, b = alone(plain(a)), alone(plain(b))
  if a.unit and b.unit and a.dimension ~= "share" and b.dimension ~= "share" then
    host.fail("multiplies a number of " .. a.unit .. " by one of " .. b.unit)
  end
  local worse = doubt[a.provenance] >= doubt[b.provenance] and a or b
  local other = worse == a and b or a
  local source = worse.source
  if other.source ~= "" then source = source ~= "" and source .. "; times " .. other.source or other.source end
  return make { low = a.low * b.low, mode = a.mode * b.mode, high = a.high * b.high, provenance = worse.provenance,
    source = source, unit = a.unit or b.unit, dimension = a.dimension or b.dimension,
    scale = (a.scale or 1) * (b.scale or 1), fact = a.fact and b.fact and a.fact .. "," .. b.fact or a.fact or b.fact }
end
-- `1 - fact.share` is the share of the rest.
number.__sub = function(a, b)
  a, b = plain(a), alone(plain(b))
  if a.provenance ~= "plain" then host.fail("only a plain number can have a range taken from it: 1 - share") end
  return copy(b, { low = a.low - b.high, mode = a.mode - b.mode, high = a.high - b.low,
    source = "the rest of: " .. b.source })
end

-- assumed(x), assumed(low, mode, high), assumed(hours(2, 48)); a text at the end says why.
local function judged(provenance)
  local default = provenance == "assumed" and "nobody has published it" or "chosen so that the fitted figures come out"
  return function(...)
    local given = { ... }
    local why = default
    if type(given[#given]) == "string" then why = table.remove(given) end
    if #given == 1 and is_quantity(given[1]) then
      local stamped = copy(given[1], {})
      for i = 1, #stamped do
        if stamped[i].provenance == "plain" then stamped[i] = copy(stamped[i], { provenance = provenance, source = why }) end
      end
      return stamped
    elseif #given == 1 and is_number(given[1]) then
      return copy(given[1], { provenance = provenance, source = why })
    end
    for i = 1, #given do
      if type(given[i]) ~= "number" then host.fail(provenance .. "(…): expected plain numbers, or one time such as hours(2, 48)") end
    end
    if #given ~= 1 and #given ~= 3 then
      host.fail(provenance .. "(…) takes one number, or low, mode and high; it was given " .. #given)
    end
    local low, mode, high = given[1], given[2] or given[1], given[3] or given[1]
    if not (low <= mode and mode <= high) then host.fail(provenance .. "(low, mode, high): the three must not fall") end
    return make { low = low, mode = mode, high = high, provenance = provenance, source = why }
  end
end
numbers.assumed = judged "assumed"
-- `fitted` is also the role of a published figure: `role = fitted`.
local fit = judged "fitted"
numbers.fitted = setmetatable({ class = "word", kind = "fitted" }, { __call = function(_, ...) return fit(...) end })

-- unknown(low, mode, high) { source = fact.key }: a range that somebody has published in pieces.
function numbers.unknown(low, mode, high)
  return numbers.assumed(low, mode, high)
end
number.__call = function(self, fields)
  if type(fields) ~= "table" or fields.source == nil then host.fail("unknown(low, mode, high) { source = … } needs a source") end
  local source = fields.source
  local is_fact = type(source) == "table"
  return copy(self, { provenance = "sourced", source = is_fact and source.source or source, fact = is_fact and source.fact or nil })
end

-- Units multiply. One number is exact; two are the median and the 95th percentile.
local function scaled(value, unit, dimension, scale)
  if is_quantity(value) then
    local result = copy(value, {})
    for i = 1, #result do result[i] = scaled(result[i], unit, dimension, scale) end
    return result
  end
  value = plain(value)
  if value.dimension then host.fail(unit .. "(…): the number already has a unit, " .. value.unit) end
  return copy(value, { unit = unit, dimension = dimension, scale = (value.scale or 1) * scale })
end

local function quantity(shape, ...)
  local result = { class = "quantity", shape = shape }
  for i, value in ipairs { ... } do result[i] = plain(value) end
  return result
end

local function unit(name, dimension, scale)
  numbers[name] = function(first, second)
    if second ~= nil then first = quantity("lognormal", first, second) end
    return scaled(first, name, dimension, scale)
  end
end
unit("seconds", "time", 1)
unit("minutes", "time", 60)
unit("hours", "time", 3600)
unit("days", "time", 86400)
unit("weeks", "time", 604800)
unit("months", "time", 2629746)
unit("years", "time", 31556952)
unit("usd", "money", 1)
unit("records", "records", 1)
unit("share", "share", 1)

-- records_per(hours(1), 5000): a rate of exfiltration.
function numbers.records_per(time, count)
  time = plain(time)
  if time.dimension ~= "time" then host.fail("records_per(time, records): the first is a time such as hours(1)") end
  return scaled(plain(count), "records a second", "rate", 1 / (time.mode * time.scale))
end

-- Distributions.
function numbers.about(median, p95) return quantity("lognormal", median, p95) end
function numbers.between(low, high) return quantity("uniform", low, high) end
function numbers.exponential(mean) return quantity("exponential", mean) end
function numbers.pert(low, mode, high) return quantity("pert", low, mode, high) end
-- One of the listed values, equally likely, and what lies between them.
function numbers.one_of(list)
  table.sort(list)
  return quantity("empirical", table.unpack(list))
end

-- A skewed count of which the mean is known: its 95th percentile is `spread` times its median. Published figures
-- give means ("a million businesses over 36,000 customers"); what a scenario needs is the whole distribution.
function numbers.skewed(mean, spread)
  spread = plain(spread)
  if spread.low ~= spread.high or spread.mode <= 1 then
    host.fail("skewed(mean, spread): the spread is one number above 1: the 95th percentile over the median")
  end
  local sigma = math.log(spread.mode) / 1.6448536269514722
  local result = quantity("skewed", mean, spread)
  result.median = math.exp(-sigma * sigma / 2)
  result.p95 = result.median * spread.mode
  return result
end

-- shared("customers per MSP", …): a number that incidents have in common, with this incident's own evidence. A
-- back-test that leaves one incident out takes it from the others (docs/model.md, section 8). Of a distribution
-- each part is shared under its own name.
local parts = { lognormal = { "median", "P95" }, uniform = { "from", "to" }, exponential = { "mean" },
  pert = { "low", "mode", "high" }, skewed = { "mean" } }

function numbers.shared(name, value)
  if type(name) ~= "string" or name == "" then host.fail('shared("what incidents have in common", number): the name comes first') end
  if is_quantity(value) then
    local names = parts[value.shape] or host.fail("shared(…): a list of values cannot be shared")
    local result = copy(value, {})
    for i = 1, #names do result[i] = numbers.shared(name .. ", " .. names[i], result[i]) end
    return result
  end
  value = alone(plain(value))
  if value.provenance == "plain" then
    host.fail('shared("' .. name .. '", …): say where the number comes from: fact.…, assumed(…) or fitted(…)')
  end
  return copy(value, { shared = name })
end

-- Facts: what facts.json says, as numbers with their source. A pair is a range, an object or a longer list is
-- picked from: fact.real_msp.clients, fact.servers_online[3].
local function wrap(value, key, source)
  if type(value) == "number" then
    return make { low = value, mode = value, high = value, provenance = "sourced", source = source, fact = key }
  elseif type(value) == "table" and #value == 2 and type(value[1]) == "number" and value[1] <= value[2] then
    return make { low = value[1], mode = (value[1] + value[2]) / 2, high = value[2], provenance = "sourced",
      source = source, fact = key, parts = value }
  end
  return setmetatable({ class = "fact", source = source, fact = key }, { __index = function(_, part)
    local inner = type(value) == "table" and value[part]
    if not inner then host.fail("fact." .. key .. " has no part '" .. tostring(part) .. "'") end
    return wrap(inner, key .. "." .. part, source)
  end })
end
number.__index = function(self, part)
  if math.type(part) ~= "integer" then return nil end
  local parts = rawget(self, "parts")
  if not parts or not parts[part] then host.fail("fact." .. (rawget(self, "fact") or "?") .. " has no part " .. part) end
  return wrap(parts[part], rawget(self, "fact") .. "." .. part, rawget(self, "source"))
end

numbers.fact = setmetatable({}, { __index = function(_, key)
  local value, source = host.fact(key)
  return wrap(value, key, source)
end })

return numbers
