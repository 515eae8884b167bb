#!/usr/bin/env python3
"""readme_result_comes_out_again.py ROOT KEYFALL: runs the command above the README's table of results, and holds every
mean and P95 of the table to what comes out."""

import json
import re
import subprocess
import sys
from pathlib import Path

root, keyfall = Path(sys.argv[1]), sys.argv[2]
section = re.search(r"^## A result\n(.*?)^## ", (root / "README.md").read_text(encoding="utf-8"),
                    re.MULTILINE | re.DOTALL)[1]
command = re.search(r"`\./scripts/run\.sh (compare [^`]*)`", section)[1].split()
shown = re.findall(r"^\| ([^|]+) \| ([0-9.,]+) \| ([0-9,]+) \|$", section, re.MULTILINE)
assert len(shown) >= 3, "the README's table of results has hardly a row"


def as_shown(mean):
    return f"{mean:,.0f}" if mean >= 100 else f"{mean:.1f}"


result = json.loads(subprocess.run([keyfall, *command, "--json"], capture_output=True, text=True, check=True).stdout)
customers = {entry["title"].lower(): entry["metrics"]["customers"] for entry in result["control_sets"]}
problems = []
for title, mean, p95 in shown:
    if title.lower() not in customers:
        problems.append(f"README.md: no control set is called '{title}'; there are: {', '.join(customers)}")
        continue
    real = customers[title.lower()]
    if (mean, p95) != (as_shown(real["mean"]), f"{real['p95']:,}"):
        problems.append(f"README.md shows | {title} | {mean} | {p95} |; now it is "
                        f"| {title} | {as_shown(real['mean'])} | {real['p95']:,} |")
print("\n".join(problems) or f"{len(shown)} rows come out again: keyfall {' '.join(command)}")
sys.exit(1 if problems else 0)
