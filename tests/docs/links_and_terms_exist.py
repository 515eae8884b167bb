#!/usr/bin/env python3
"""links_and_terms_exist.py ROOT KEYFALL: every link in the pages leads to a file and a heading that are there, the
glossary has each term once and in order, and the README names only verbs that there are and is short."""

import re
import subprocess
import sys
from pathlib import Path

root, keyfall = Path(sys.argv[1]), sys.argv[2]
README_LINES = 80
pages = sorted([root / "README.md", *root.glob("docs/**/*.md"), *root.glob("scenarios/*/*.md")])


def headings(page):
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^#+ (.*)$", text, re.MULTILINE)


def anchor(heading):
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def check_links(page):
    text = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, place = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (page.parent / path).resolve() if path else page
        if not file.exists():
            yield f"{page.relative_to(root)}: {target}: no such file"
        elif place and file.suffix == ".md" and place not in map(anchor, headings(file)):
            yield f"{page.relative_to(root)}: {target}: no such heading"


def check_glossary():
    terms = [term.lower() for term in headings(root / "docs/glossary.md")[1:]]
    for before, term in zip(terms, terms[1:]):
        if before >= term:
            yield f"docs/glossary.md: '{term}' stands after '{before}': each term once, in order"


def check_readme():
    text = (root / "README.md").read_text(encoding="utf-8")
    usage = subprocess.run([keyfall, "--help"], capture_output=True, text=True, check=True).stdout
    verbs = re.findall(r"^  ([a-z]+)  ", usage, re.MULTILINE)
    named = re.findall(r"`([a-z]+)`", re.search(r"^## Verbs\n(.*?)^## ", text, re.MULTILINE | re.DOTALL)[1])
    assert "replay" in verbs and "replay" in named, usage
    for verb in sorted(set(named) - set(verbs)):
        yield f"README.md: there is no verb `{verb}`"
    if text.count("\n") > README_LINES:
        yield f"README.md: {text.count(chr(10))} lines; {README_LINES} is the most"


problems = [problem for page in pages for problem in check_links(page)] + [*check_glossary(), *check_readme()]
print("\n".join(problems) or f"{len(pages)} pages, {len(headings(root / 'docs/glossary.md')) - 1} terms")
sys.exit(1 if problems else 0)
