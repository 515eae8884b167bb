#!/usr/bin/env python3
"""examples_load.py ROOT KEYFALL: what the pages show works. Every ```lua block of docs/ is loaded; the first of a page
is a whole scenario, later ones are added to it, each by itself. A ```text block after one is the error that it ends
with, where @ stands for the number of the line. A ```json block is used as what its format says."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

root, keyfall = Path(sys.argv[1]), sys.argv[2]
SMALL = """local _ENV = require "keyfall"
scenario "small" { starts = "2025-01-01", lasts = days(10) }
vendor "V" { msp "M" { rmm_server {}, customer "C" { endpoint_group { count = assumed(5), via = rmm_agent { system } } } } }
rule "push" (rmm_push { odds = assumed(0.9) })
"""
loaded = 0


def blocks(page):
    text = page.read_text(encoding="utf-8")
    for match in re.finditer(r"^```(lua|json|text)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield match[1], match[2], f"{page.relative_to(root)}:{text.count(chr(10), 0, match.start()) + 1}"


def run(*arguments, files):
    global loaded
    loaded += 1
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        arguments = [argument.replace("@", folder) for argument in arguments]
        return subprocess.run([keyfall, *arguments], capture_output=True, text=True, check=False)


def check_lua(text, expected, files, place):
    result = run("show", "@/", "--json", files={**files, "scenario.lua": text})
    message = result.stderr.strip()
    if expected is None:
        return [] if result.returncode == 0 else [f"{place}: does not load: {message}"]
    pattern = re.escape(expected.strip()).replace("@", r"\d+") + "$"
    if result.returncode == 2 and re.search(pattern, message):
        return []
    return [f"{place}: ends with {result.returncode} and: {message}"]


def check_json(text, place, files):
    """A problem, or nothing. Facts are kept for the scenario after them."""
    kind = json.loads(text).get("format")
    if kind == "keyfall.facts":
        files["facts.json"] = text
        return check_schema("facts", text, place)
    if kind == "keyfall.world":
        result = run("exposure", "@/world.json", files={"world.json": text})
    elif kind == "keyfall.control_set":
        result = run("replay", "@/", "--controls", "@/set.json", files={"scenario.lua": SMALL, "set.json": text})
    else:
        return [f"{place}: no check knows the format {kind}"]
    problems = [] if result.returncode == 0 else [f"{place}: {result.stderr.strip()}"]
    return problems + check_schema(kind.removeprefix("keyfall.").replace("_", "-"), text, place)


def check_schema(name, text, place):
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        result = subprocess.run([sys.executable, root / "tests/check_schema.py", root / f"docs/formats/{name}.schema.json",
                                 file.name], capture_output=True, text=True, check=False)
    return [f"{place}: {result.stdout.strip()}{result.stderr.strip()}"] if result.returncode else []


def check_page(page):
    found, base, files = [], None, {}
    content = list(blocks(page))
    for index, (language, text, place) in enumerate(content):
        after = content[index + 1] if index + 1 < len(content) else (None, None, None)
        if language == "json":
            found += check_json(text, place, files)
        elif language == "lua":
            whole = text if "local _ENV" in text else (base or SMALL) + text
            base = base or whole
            found += check_lua(whole, after[1] if after[0] == "text" else None, files, place)
    return found


problems = [problem for page in sorted([root / "README.md", *root.glob("docs/**/*.md")]) for problem in check_page(page)]
print("\n".join(problems) or f"{loaded} examples work")
sys.exit(1 if problems or loaded == 0 else 0)
