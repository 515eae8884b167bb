-- What `local _ENV = require "keyfall"` gives a scenario: every word it may use, and nothing else. A word that is
-- not here fails at the line that uses it.

local vocabulary = {}

local function take(module)
  for word, meaning in pairs(module) do
    if vocabulary[word] ~= nil then error("the word '" .. word .. "' is declared twice in scripts/keyfall") end
    vocabulary[word] = meaning
  end
end

take(require "keyfall.words")
take(require "keyfall.numbers")
take(require "keyfall.statements")
take(require "keyfall.routes")
take(require "keyfall.populations")
take(require "keyfall.playbooks")
take { default_responses = require "keyfall.responses" }

return vocabulary
