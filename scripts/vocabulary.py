"""Reads scripts/keyfall/vocabulary.lua, where the words of a scenario are described for editors and for docs."""

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Group:
    """A class of the file: its name, what is said of it, and what is said of each of its fields."""

    name: str
    text: str
    fields: dict = field(default_factory=dict)


def read_vocabulary(root):
    """The classes of the file in its order, by name. A description stands above what it describes."""
    groups, comment = {}, []
    for line in (Path(root) / "scripts/keyfall/vocabulary.lua").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"---@class (\w+)$", line):
            group = Group(match[1], " ".join(comment))
            groups[match[1]] = group
            comment = []
        elif match := re.match(r"---@field (\w+) ", line):
            group.fields[match[1]] = " ".join(comment)
            comment = []
        elif line.startswith("---@") or not line.startswith("---"):
            comment = []
        else:
            comment.append(line[3:].strip())
    return groups


# The first groups are the words themselves; those after them are the fields that a statement takes.
WORD_GROUPS = ("statements", "organisations", "assets", "accesses", "privileges", "states", "numbers", "units",
               "small_words", "helpers", "routes", "populations", "playbooks")
