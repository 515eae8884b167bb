-- Responses that incidents share, beside the defaults. Each gives the fields of a response and takes what differs:
--   response "customers rebuild" (rebuild { after = assumed(days(4, 21)) })

local words = require "keyfall.words"
local numbers = require "keyfall.numbers"
local values = require "keyfall.values"

local assumed = numbers.assumed

local playbooks = {}

local function playbook(name, fields)
  playbooks[name] = function(more) return values.join(fields(), more) end
end

-- What was encrypted comes back from backups, by hand, in stages; say after = how long.
playbook("rebuild", function()
  return { by = words.customer, on = words.encrypted, restore = words.endpoint_group,
    share = assumed(0.8, 0.95, 1, "some machines and some data never come back"), stages = 4,
    sped_by = { words.backup, words.ir_plan } }
end)

-- Whoever is warned switches the thing off; say by = whom, contain = what, after = how long.
playbook("heed", function()
  return { on = words.warned, odds = 1 - assumed(0, 0.02, 0.06, "some servers have nobody who reads"),
    sped_by = { words.ir_plan } }
end)

return playbooks
