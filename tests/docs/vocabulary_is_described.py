#!/usr/bin/env python3
"""vocabulary_is_described.py ROOT KEYFALL: scripts/keyfall/vocabulary.lua describes the words that a scenario has
and the fields that the program reads: these, and no others."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
root, keyfall = Path(sys.argv[1]), sys.argv[2]
sys.path.insert(0, str(root / "scripts"))
from vocabulary import WORD_GROUPS, read_vocabulary  # noqa: E402

HOME = "scripts/keyfall/vocabulary.lua"

# A scenario says its own words in its title.
ALL_WORDS = """local v = require "keyfall"
local words = {}
for word in pairs(v) do words[#words + 1] = word end
v.scenario "words" { title = table.concat(words, " "), starts = "2021-01-01", lasts = v.days(1) }
v.vendor "V" { v.rmm_server {} }
"""

PRELUDE = """local _ENV = require "keyfall"
scenario "s" { starts = "2021-01-01", lasts = days(1) }
vendor "V" { rmm_server {} }
"""
WRONG = "qqqqqqqqqqqqqqqqqqqq"
# Where each group of fields is read: a snippet with one field that nothing has.
PLACES = {
    "flaw": 'flaw "x" { @ }',
    "organisation": 'msp "x" { @ }',
    "access": 'msp "x" { rmm_server {}, endpoint_group { via = rmm_agent { @ } } }',
    "selector": 'response "x" { by = msp { @ }, on = noticed, contain = own }',
    "choose": 'choose "x" { @ }',
    "shock": 'shock "x" { @ }',
    "rule": 'rule "x" { @ }',
    "noticed": 'rule "x" { to = control(rmm_server), odds = 1, noticed = { @ } }',
    "use": 'rule "x" { to = control(rmm_server), odds = 1, blocked_by = { restrict_mgmt { @ } } }',
    "response": 'response "x" { @ }',
    "false_alarm": 'false_alarm "x" { @ }',
    "event": 'event "x" { @ }',
    "measure": 'measure "x" { @ }',
    "history": 'history "x" { @ }',
    "given": "given { @ }",
    "meant": 'meant "x" { @ }',
}
WHOLE = {
    "scenario": 'local _ENV = require "keyfall"\nscenario "s" { @ }',
    "hit": 'local _ENV = require "keyfall"\nscenario "s" { starts = "2021-01-01", lasts = days(1), hit = { @ } }',
}
# Read in Lua, or open: any other field of an asset is an attribute.
UNCHECKED = {"asset", "office"}


def show(lua):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "scenario.lua").write_text(lua, encoding="utf-8")
        return subprocess.run([keyfall, "show", folder, "--json"], capture_output=True, text=True, check=False)


def difference(what, described, real):
    return ([f"{what}: {HOME} does not describe: {' '.join(sorted(real - described))}"] if real - described else []) + \
        ([f"{what}: {HOME} describes what is not there: {' '.join(sorted(described - real))}"] if described - real else [])


def check_words(groups, controls):
    result = show(ALL_WORDS)
    assert result.returncode == 0, result.stderr
    real = set(json.loads(result.stdout)["title"].split())
    described = set().union(*(groups[name].fields for name in WORD_GROUPS)) | controls
    return difference("words", described, real)


def check_fields(groups):
    problems = []
    for name in groups.keys() - set(WORD_GROUPS) - UNCHECKED:
        if name not in WHOLE and name not in PLACES:
            problems.append(f"{name}: say in {__file__} where its fields are read")
            continue
        lua = WHOLE[name] if name in WHOLE else PRELUDE + PLACES[name]
        message = show(lua.replace("@", WRONG + " = 1")).stderr
        match = re.search(rf"unknown field '{WRONG}'; it knows: (.*)", message)
        if match is None:
            problems.append(f"{name}: expected to be told the fields, not: {message.strip()}")
        else:
            problems += difference(f"fields of {name}", set(groups[name].fields), set(match[1].split()))
    return problems


vocabulary = read_vocabulary(root)
catalogue = json.loads((root / "engine/control/catalogue.json").read_text(encoding="utf-8"))
found = check_words(vocabulary, {control["id"] for control in catalogue["controls"]}) + check_fields(vocabulary)
for group in vocabulary.values():
    found += [f"{HOME}: {group.name}.{word} is not described" for word, text in group.fields.items()
              if not text and group.name not in ("units", "hit") and word not in ("country", "sector", "tag")]
print("\n".join(found) or f"{sum(len(group.fields) for group in vocabulary.values())} words and fields are described")
sys.exit(1 if found else 0)
