#!/usr/bin/env python3
"""check_schema.py SCHEMA FILE...: checks JSON files against a JSON Schema of draft 2020-12.

Prints one line per finding (file: path: what is wrong) and exits 1 when there is any, 2 when a file or the
schema itself cannot be used, 77 (skipped, for ctest) without python3-jsonschema.
"""

import json
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)


def refuse_duplicates(pairs):
    """JSON lets a key come twice and keeps the last; no reader of ours does."""
    members = dict(pairs)
    if len(members) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError("key given twice: " + next(key for key in keys if keys.count(key) > 1))
    return members


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file, object_pairs_hook=refuse_duplicates)


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    findings = 0
    try:
        schema = read(arguments[0])
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for path in arguments[1:]:
            for error in sorted(validator.iter_errors(read(path)), key=lambda e: e.json_path):
                findings += 1
                print(f"{path}: {error.json_path}: {error.message}")
    except (OSError, ValueError) as problem:
        print(f"{' '.join(arguments)}: {problem}", file=sys.stderr)
        return 2
    except jsonschema.SchemaError as problem:
        print(f"{arguments[0]}: {problem.json_path}: {problem.message}", file=sys.stderr)
        return 2
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
