#!/usr/bin/env python3
"""tutorial.py PAGE FOLDER: does what a page of docs tells its reader, in FOLDER.

Code blocks are taken in order. One whose first line names a file (```json some/file.json) is written there. In
those of `sh` every line is run, and has to end with 0, or with what a comment says: "# exits with 1".
"""

import pathlib
import re
import subprocess
import sys

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(line, folder):
    command, _, comment = line.partition("#")
    wanted = int(re.search(r"exits with (\d+)", comment).group(1)) if comment else 0
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=False)
    print(f"$ {command.strip()}\n{done.stdout}{done.stderr}", end="")
    if done.returncode != wanted:
        sys.exit(f"`{command.strip()}` ended with {done.returncode}, not {wanted}")
    wide = [row for row in done.stdout.split("\n") if len(row) > 80]
    if wide:
        sys.exit(f"`{command.strip()}`: wider than 80 columns: {wide[0]}")


def main(page, folder):
    commands = 0
    for language, path, text in BLOCK.findall(pathlib.Path(page).read_text(encoding="utf-8")):
        if path:
            (pathlib.Path(folder) / path).write_text(text, encoding="utf-8")
        elif language == "sh":
            for line in filter(None, text.split("\n")):
                commands += 1
                run(line, folder)
    print(f"{commands} commands")
    return 0 if commands > 0 else "the page has no commands"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
