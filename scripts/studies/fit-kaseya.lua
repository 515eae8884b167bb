-- Redoes the fit of scenarios/kaseya-2021: finds how many servers are on the target list, and how fast owners switch
-- off, so that the mean of the model comes to the middle of the published figures whose role is `fitted`. Figures with
-- another role are not read.
--
--   lua5.4 scripts/studies/fit-kaseya.lua build/keyfall [replications]
--
-- Prints the fitted numbers and what is left between model and target. It changes nothing in the repository.

local keyfall = arg[1]
local replications = tonumber(arg[2] or 400)
if not keyfall or not replications then
  io.stderr:write("usage: lua5.4 scripts/studies/fit-kaseya.lua build/keyfall [replications]\n")
  os.exit(2)
end

local home = (arg[0]:match("^(.*)/scripts/studies/[^/]*$") or ".") .. "/scenarios/kaseya-2021"

local function read(path)
  local file = assert(io.open(path))
  local text = file:read("a")
  file:close()
  return text
end

local function write(path, text)
  local file = assert(io.open(path, "w"))
  file:write(text)
  file:close()
end

-- Which measure each fitted figure is compared with.
local measures = { kaseya_customers_directly_hit = "direct", msps_directly_hit = "msps",
  exposed_3_july_night = "online_3_july_night", exposed_3_july_day = "online_3_july" }

local function middle(value)
  local sum, count = 0, 0
  for number in value:gmatch("[%d.]+") do sum, count = sum + tonumber(number), count + 1 end
  return sum / count
end

local function fitted_targets(facts)
  local targets = {}
  for entry in facts:gmatch('{[^{}]*"key"[^{}]*}') do
    local key, role = entry:match('"key": "([^"]+)"'), entry:match('"role": "([^"]+)"')
    if role == "fitted" and measures[key] then
      local value = entry:match('"value": (%b[])') or entry:match('"value": ([%d.]+)')
      targets[#targets + 1] = { measure = measures[key], key = key, value = middle(value) }
    end
  end
  assert(#targets == 4, "facts.json no longer has the four fitted figures")
  return targets
end

-- The scenario with other numbers in the three places that are fitted.
local function with_numbers(text, numbers)
  local count, times
  text, count = text:gsub("take = fitted%b()", ("take = fitted(%g)"):format(numbers.take))
  text, times = text:gsub("hours%(fitted%b(), fitted%b()%)",
    ("hours(fitted(%g), fitted(%g))"):format(numbers.median, numbers.p95))
  assert(count == 1 and times == 1, "scenario.lua no longer has its fitted numbers where they were")
  return text
end

local folder = os.tmpname()
os.remove(folder)
assert(os.execute(("mkdir '%s'"):format(folder)))
local facts, scenario = read(home .. "/facts.json"), read(home .. "/scenario.lua")
local targets = fitted_targets(facts)
write(folder .. "/facts.json", facts)

local function model(numbers)
  write(folder .. "/scenario.lua", with_numbers(scenario, numbers))
  local pipe = assert(io.popen(("'%s' run '%s' --seed 1 --reps %d --json"):format(keyfall, folder, replications)))
  local result = pipe:read("a")
  assert(pipe:close(), "keyfall run failed")
  local means = {}
  for _, target in ipairs(targets) do
    local metric = result:match('"' .. target.measure .. '"%s*:%s*(%b{})')
    means[target.measure] = tonumber(assert(metric, "no metric " .. target.measure):match('"mean"%s*:%s*([%d.eE+-]+)'))
  end
  return means
end

local function miss(means)
  local sum = 0
  for _, target in ipairs(targets) do sum = sum + (means[target.measure] / target.value - 1) ^ 2 end
  return sum
end

-- One number at a time, by ever smaller steps: the luck is the same at every trial, so the surface is smooth.
local best = { take = 55, median = 4, p95 = 24 }
local best_means = model(best)
local least = miss(best_means)
for _, step in ipairs { 0.2, 0.1, 0.05, 0.02 } do
  for _, name in ipairs { "take", "median", "p95" } do
    for _, factor in ipairs { 1 + step, 1 / (1 + step) } do
      local trial = { take = best.take, median = best.median, p95 = best.p95 }
      trial[name] = trial[name] * factor
      local means = model(trial)
      if miss(means) < least then best, best_means, least = trial, means, miss(means) end
    end
  end
end
os.remove(folder .. "/scenario.lua")
os.remove(folder .. "/facts.json")
os.remove(folder)

print(("servers on the target list    %.1f"):format(best.take))
print(("time to switch off, median    %.2f hours"):format(best.median))
print(("time to switch off, P95       %.1f hours"):format(best.p95))
print()
print(("%-32s %9s %9s %9s"):format("fitted figure", "published", "model", "miss"))
for _, target in ipairs(targets) do
  local mean = best_means[target.measure]
  print(("%-32s %9.1f %9.1f %+8.1f%%"):format(target.key, target.value, mean, 100 * (mean / target.value - 1)))
end
