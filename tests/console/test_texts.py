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

page = "".join(path.read_text(encoding="utf-8") for path in sorted((root / "engine/console/page/src").rglob("*"))
               if path.suffix in (".svelte", ".js"))
used = set(re.findall(r"\bt\(\s*'([a-z0-9_.]+)'", page))
for key in sorted(used - texts["en"].keys()):
    faults.append(f"{key}: the page asks for it, and no language has it")

print("\n".join(faults) or f"{len(texts['en'])} texts in two languages, {len(used)} asked for by name")
sys.exit(1 if faults else 0)
