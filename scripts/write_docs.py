#!/usr/bin/env python3
"""write_docs.py ROOT KEYFALL [--check]: the generated pages of docs/ (see docs.sh)."""

import json
import re
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from vocabulary import WORD_GROUPS, read_vocabulary  # noqa: E402

RENEW = "./scripts/docs.sh"


def cell(text):
    """A text as one cell of a table."""
    return " ".join(str(text).split()).replace("|", "\\|")


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]


def generated_from(what):
    return f"<!-- Written by {RENEW} from {what}. -->"


def span(low, mode, high):
    if low == high:
        return f"{mode:.12g}"
    return f"{low:.12g} … {mode:.12g} … {high:.12g}"


# ------------------------------------------------------------------------------------------- parameters of a scenario

ACTS = {"blocked_by", "slowed_by", "limited_by", "seen_by", "sped_by"}


def meaning(parameter, said, vocabulary):
    """What the field means that the number was written in; `said` is what follows the sentence in its name."""
    path = said.split(" ")[0]
    outer, _, inner = path.rpartition(".")
    statement = parameter["statement"]
    for group in ("organisations", "accesses"):
        if statement in vocabulary[group].fields:
            statement = {"organisations": "organisation", "accesses": "access"}[group]
    if outer and statement == "asset":
        return f"share of those whose {outer} is {inner}"
    if outer:
        statement = "use" if outer in ACTS else {"working_hours": "office"}.get(outer, outer)
    known = vocabulary.get(statement)
    text = known.fields.get(inner) if known else None
    part = said[len(path):].strip()
    if text is None:
        raise SystemExit(f"write_docs.py: no meaning for '{parameter['name']}' of {statement}: describe the field in "
                         "scripts/keyfall/vocabulary.lua")
    text = text.removeprefix("operation: ").removesuffix("; required")
    text = re.sub(r" \([^()]*\)$", "", text)  # what it is when absent
    return f"{text} ({part})" if part else text


def parameter_rows(parameters, vocabulary):
    """(sentence, row of the table), in order of declaration."""
    for parameter in parameters:
        sentence, _, said = parameter["name"].rpartition(": ")
        if not sentence:  # what is true by definition
            continue
        yield sentence, (said, span(parameter["low"], parameter["mode"], parameter["high"]), parameter["unit"],
                         meaning(parameter, said, vocabulary), parameter["provenance"], parameter["source"])


def scenario_page(scenario, vocabulary):
    numbers = scenario["numbers"]
    lines = [generated_from(f"scenarios/{scenario['scenario']}"), f"# Parameters of {scenario['scenario']}", "",
             f"{scenario['title']}. {numbers['sourced']} numbers are sourced, {numbers['assumed']} assumed, "
             f"{numbers['fitted']} fitted.",
             "A range is low … most likely … high; each draw of the unknowns takes a value from it (PERT).", ""]
    statements = {}
    for sentence, row in parameter_rows(scenario["parameters"], vocabulary):
        statements.setdefault(sentence, []).append(row)
    for sentence, rows in statements.items():
        lines += [f"## {sentence}", ""]
        lines += table(("number", "value", "unit", "meaning", "provenance", "source"), rows) + [""]
    return lines


# ------------------------------------------------------------------------------------------------- the catalogue

def control_lines(control):
    asked = control["article_lines"]
    where = [f"Asked for by line{'s' if len(asked) > 1 else ''} {' and '.join(map(str, asked))} of "
             "[the checklist](../assess.md#the-checklist)"] if asked else []
    where += [f"Essential Eight: {control['essential_eight']}"] if control["essential_eight"] else []
    where += [f"ATT&CK {control['attack_mitigation']}"] if control["attack_mitigation"] else []
    lines = [f"## {control['id']}", "", f"**{control['title_en']}** ({control['title_ja']}). {control['summary']}"]
    lines += [f"{'; '.join(where)}." if where else "", "", f"Where it mattered: {control['relevance']}", ""]
    lines += table(("level", "what an organisation does"), enumerate(control["level_text"])) + [""]
    lines += table(("mechanism", "level 1", "level 2", "level 3", "level 3 is", "source"),
                   ([effect["mechanism"], *(span(level["low"], level["mode"], level["high"])
                                            for level in effect["levels"]),
                     effect["provenance"], effect["source"]] for effect in control["effects"]))
    return lines + [""]


def controls_page(catalogue):
    lines = [generated_from("engine/control/catalogue.json"), "# The catalogue of controls", "",
             "What each control is, what its levels mean, and how strongly it acts: low … most likely … high, as a "
             "share.", "What the mechanisms are: [glossary](../glossary.md#mechanism).", "",
             catalogue["levels_source"], "", catalogue["level_fractions_note"], ""]
    for control in catalogue["controls"]:
        lines += control_lines(control)
    return lines


# ------------------------------------------------------------------------------------------------- the vocabulary

def vocabulary_page(vocabulary, catalogue):
    lines = [generated_from("scripts/keyfall/vocabulary.lua"), "# The vocabulary of scenarios", "",
             "Every word that `local _ENV = require \"keyfall\"` gives a scenario, and every field. How they are put "
             "together: [scripting](scripting.md).", ""]
    for name, group in vocabulary.items():
        is_words = name in WORD_GROUPS
        title, rest = re.match(r"(.*?)[.:] *(.*)", group.text).groups()
        lines += [f"## {title}", ""] + ([rest[0].upper() + rest[1:], ""] if rest else [])
        lines += table(("word" if is_words else "field", "meaning"),
                       ((f"`{word}`", text) for word, text in group.fields.items())) + [""]
        if name == "states":
            lines += ["## Controls", "", "What they do: [catalogue](parameters/controls.md).", ""]
            lines += table(("word", "meaning"), ((f"[`{control['id']}`](parameters/controls.md#{control['id']})",
                                                  control["title_en"]) for control in catalogue["controls"])) + [""]
    return lines


# ------------------------------------------------------------------------------------------------- writing

def show(keyfall, scenario):
    result = subprocess.run([keyfall, "show", scenario, "--json"], capture_output=True, text=True, check=False)
    if result.returncode:
        raise SystemExit(result.stderr.strip())
    return json.loads(result.stdout)


def pages(root, keyfall):
    """What every generated page should hold, by path."""
    vocabulary = read_vocabulary(root)
    catalogue = json.loads((root / "engine/control/catalogue.json").read_text(encoding="utf-8"))
    wanted = {root / "docs/vocabulary.md": vocabulary_page(vocabulary, catalogue),
              root / "docs/parameters/controls.md": controls_page(catalogue)}
    for file in sorted(root.glob("scenarios/*/scenario.lua")):
        name = file.parent.name
        wanted[root / f"docs/parameters/{name}.md"] = scenario_page(show(keyfall, name), vocabulary)
    return {path: "\n".join(lines).rstrip() + "\n" for path, lines in wanted.items()}


def main(root, keyfall, *options):
    root = Path(root)
    wanted = pages(root, keyfall)
    there = {path for path in root.glob("docs/parameters/*.md") if path.name != "README.md"}
    stale = sorted(path for path, text in wanted.items()
                   if not path.exists() or path.read_text(encoding="utf-8") != text)
    left_over = sorted(there - wanted.keys())
    if "--check" in options:
        for path in stale + left_over:
            print(f"{path.relative_to(root)} is out of date; {RENEW} renews it")
        return 1 if stale or left_over else 0
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
    for path in left_over:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
