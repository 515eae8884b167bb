#!/usr/bin/env python3
"""test_texts.py FOLDER: both languages have the same texts, with the same arguments, and the page uses no other.

Finds texts that no page asks for, too: what nobody reads is not kept.
"""

import json
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
texts = {}
for language in ("en", "ja"):
    with open(root / "engine/report/texts" / f"{language}.json", encoding="utf-8") as file:
        texts[language] = json.load(file)


def arguments_of(text):
    """{name} and {name, plural, …} of a message; what stands inside plural's branches counts too."""
    return set(re.findall(r"\{\s*([A-Za-z_]\w*)\s*[,}]", text))


faults = []
for key in sorted(texts["en"].keys() ^ texts["ja"].keys()):
    faults.append(f"{key}: only in {'en' if key in texts['en'] else 'ja'}.json")
for key in sorted(texts["en"].keys() & texts["ja"].keys()):
    if arguments_of(texts["en"][key]) != arguments_of(texts["ja"][key]):
        faults.append(f"{key}: the arguments differ between the languages")
    if not texts["en"][key].strip() or not texts["ja"][key].strip():
        faults.append(f"{key}: is empty")
if list(texts["en"]) != list(texts["ja"]):
    faults.append("the languages have their texts in a different order")

# What the catalogue and the scenarios say of themselves has its Japanese in content.ja.json: all of it, and nothing else.
with open(root / "engine/report/texts/content.ja.json", encoding="utf-8") as file:
    content = json.load(file)
with open(root / "engine/control/catalogue.json", encoding="utf-8") as file:
    controls = {control["id"]: control for control in json.load(file)["controls"]}
wanted = {"controls": set(controls),
          "control_sets": {path.stem for path in root.glob("scenarios/*/controls/*.json")},
          "scenarios": {path.parent.name for path in root.glob("scenarios/*/scenario.lua")}}
for kind, ids in wanted.items():
    for name in sorted(ids ^ content[kind].keys()):
        faults.append(f"content.ja.json, {kind}: {name} {'is missing' if name in ids else 'is of nothing that ships'}")
for name, control in content["controls"].items():
    if len(control["levels"]) != 4 or not all([*control["levels"], control["summary"], control["relevance"]]):
        faults.append(f"content.ja.json, controls: {name} needs a summary, four levels and its relevance")

# Every sentence of the steps and responses, and no other; of whom they are about, what has no other name in Japanese.
told = "".join(path.read_text(encoding="utf-8") for path in sorted(root.glob("scenarios/*/scenario.lua")))
shared = "".join(path.read_text(encoding="utf-8") for path in sorted(root.glob("scripts/keyfall/*.lua")))
for sentence in sorted(set(re.findall(r'^\s*(?:rule|response|event) "([^"\n]+)"', told, re.MULTILINE)) - content["sentences"].keys()):
    faults.append(f"content.ja.json, sentences: \"{sentence}\" is missing")
for sentence in content["sentences"]:
    if f'"{sentence}"' not in told + shared:
        faults.append(f"content.ja.json, sentences: \"{sentence}\" is of nothing that ships")

# The Japanese story of the lab knows every word that the program's has for an asset, and for what becomes of it.
told = (root / "engine/console/page/src/lib/story.js").read_text(encoding="utf-8")
words = (root / "engine/report/words.c").read_text(encoding="utf-8")
for word in re.findall(r'"([^"]+)"', " ".join(re.findall(r"\[ASSET_\w+\] = \{(.*?)\}", words))) + ["computers", "servers"]:
    if not any(re.search(rf"""(['"]?){re.escape(known)}\1: '""", told) for known in (word, word.removesuffix("s"))):
        faults.append(f"story.js, KINDS: \"{word}\" is missing")
fates = (root / "engine/report/beats.c").read_text(encoding="utf-8")
for fate in re.findall(r'\[STATE_\w+\] = "([^"]+)"', fates):
    if not re.search(rf"""('?){re.escape(fate)}\1: '""", told):
        faults.append(f"story.js, FATES: \"{fate}\" is missing")

page = "".join(path.read_text(encoding="utf-8") for path in sorted((root / "engine/console/page/src").rglob("*"))
               if path.suffix in (".svelte", ".js"))
used = set(re.findall(r"\bt\(\s*'([a-z0-9_.]+)'", page))
for key in sorted(used - texts["en"].keys()):
    faults.append(f"{key}: the page asks for it, and no language has it")

print("\n".join(faults) or f"{len(texts['en'])} texts in two languages, {len(used)} asked for by name")
sys.exit(1 if faults else 0)
