---@meta
-- Stubs of the functions that the C core gives to this library, for editors. Nothing loads this file; a test holds it
-- to the functions that are registered (engine/script/api_*.c). Statements arrive as tables
-- { verb or kind, sentence, where, fields }; whatever is wrong in one is raised with its file and line.

---keyfall.host: what the library asks of the program.
---@class host
local host = {}

---The value of a fact of facts.json, and its source as text. Unknown keys are raised with the nearest one.
---@param key string
---@return number|string|boolean|table value
---@return string source
function host.fact(key) end

---Raises an error at the innermost line of the scenario.
---@param text string
function host.fail(text) end

---Raises an error at a place that `where` gave earlier.
---@param where string
---@param text string
function host.fail_at(where, text) end

---Keeps the function that is called when the scenario's file has been read to its end.
---@param finish fun()
function host.finish(finish) end

---The innermost line of the scenario, "file:line".
---@return string
function host.where() end

---The lists of words that the core knows: organisations, assets, accesses, privileges, states, controls.
---@return table<string, string[]>
function host.words() end

---keyfall.world: the blueprint of the populations. Indices are opaque.
---@class world
local world = {}

---@param flaw table
function world.flaw(flaw) end

---@param organisation table
---@param parent integer? the organisation it is nested under
---@return integer
function world.organisation(organisation, parent) end

---@param asset table
---@param owner integer
---@return integer
function world.asset(asset, owner) end

---@param access table
---@param from integer asset that can act
---@param to integer asset that is acted on
function world.access(access, from, to) end

---@param where string place for errors
---@param provider integer
---@param client integer
function world.serves(where, provider, client) end

---@param asset integer
---@param organisation integer that needs the asset
function world.needs(asset, organisation) end

---keyfall.attack: what the adversary does.
---@class attack
local attack = {}

---@param choice table
function attack.choose(choice) end

---@param shock table
function attack.shock(shock) end

---@param rule table
function attack.rule(rule) end

---keyfall.tabletop: what exercise.lua declares. Casts are chosen before anything that names them is read.
---@class tabletop
local tabletop = {}

---The version of the exercise that was asked for; "full" is the whole of it.
---@return string
function tabletop.asked() end

---@param cast table
function tabletop.cast(cast) end

---The name of the organisation that a cast plays, for selectors.
---@param where string place for errors
---@param cast string
---@return integer
function tabletop.cast_name(where, cast) end

---Chooses the organisations of all casts declared so far.
function tabletop.choose_casts() end

---@param decision table
function tabletop.decision(decision) end

---Reads when a decision opens, once every name is known.
---@param decision table
function tabletop.decision_opens(decision) end

---@param exercise table
function tabletop.exercise(exercise) end

---@param inject table
function tabletop.inject(inject) end

---Reads when an inject is due, once every name is known.
---@param inject table
function tabletop.inject_when(inject) end

---@param lever table
function tabletop.lever(lever) end

---@param module table
function tabletop.module(module) end

---@param objective table
function tabletop.objective(objective) end

---@param question table
function tabletop.question(question) end

---@param role table
function tabletop.role(role) end

---Finds the measure of the exercise's score, once measures are read.
---@param exercise table
function tabletop.score(exercise) end

---@param sign table
function tabletop.sign(sign) end

---@param version table
function tabletop.version(version) end

---keyfall.defence: how organisations respond, and what else intervenes.
---@class defence
local defence = {}

---@param response table
function defence.response(response) end

---@param alarm table
function defence.false_alarm(alarm) end

---@param event table
function defence.event(event) end

---keyfall.study: the scenario's own fields, what is measured, what history says.
---@class study
local study = {}

---@param scenario table
function study.scenario(scenario) end

---@param measure table
function study.measure(measure) end

---@param history table
function study.history(history) end

---@param given table
function study.given(given) end

---@param meant table
function study.meant(meant) end
