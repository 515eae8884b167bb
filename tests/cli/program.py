"""What the tests of the command line share: running the real program, and small scenarios in a folder of their own.

Each test file is called as: test_….py PROGRAM SOURCE_FOLDER [sanitized]
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import check_schema  # noqa: E402  (beside this folder)
import jsonschema  # noqa: E402

PROGRAM, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SANITIZED = "sanitized" in sys.argv[3:]
LIMIT = 200 if SANITIZED else 100

PRELUDE = """local _ENV = require "keyfall"
scenario "small" { starts = "2021-01-01", lasts = days(10) }
vendor "V" { msp "M" { count = assumed(30), tags = { "large" }, rmm_server {},
  customer "C" { count = assumed(3), endpoint_group { count = assumed(5), via = rmm_agent { system } } } } }
rule "break in" { technique = "T1190", to = control(rmm_server), odds = assumed(0.2, 0.5, 0.8), after = assumed(hours(2, 9)) }
rule "push" { technique = "T1072", from = control(rmm_server), via = rmm_agent, to = encrypted(endpoint_group),
  odds = assumed(0.9), after = assumed(minutes(10, 60)), blocked_by = { app_control },
  noticed = { odds = assumed(0.9), after = assumed(minutes(20, 90)) } }
"""


def run(*words, environment=None, folder=None):
    """The finished process; text, never an exception for a status."""
    whole = dict(os.environ, NO_COLOR="1")
    whole.pop("KEYFALL_ROOT", None)
    whole.update(environment or {})
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=LIMIT, env=whole, cwd=folder,
                          stdin=subprocess.DEVNULL, check=False)


def verbs():
    """As `keyfall --help` lists them."""
    return re.findall(r"^  ([a-z]+) +.*$", run("--help").stdout, re.MULTILINE)


def check_format(case, text):
    """The JSON is what the schema of its own format says; gives it parsed."""
    value = json.loads(text, object_pairs_hook=check_schema.refuse_duplicates)
    name = value["format"].removeprefix("keyfall.").replace("_", "-")
    path = f"{SOURCE}/docs/formats/{name}.schema.json"
    case.assertTrue(os.path.exists(path), f"write {path}: a program prints {value['format']}")
    schema = check_schema.read(path)
    jsonschema.Draft202012Validator.check_schema(schema)
    faults = [f"{e.json_path}: {e.message}" for e in jsonschema.Draft202012Validator(schema).iter_errors(value)]
    case.assertEqual(faults, [])
    return value


class Case(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb" if isinstance(content, bytes) else "w") as file:
            file.write(content)
        return path

    def scenario(self, lua=PRELUDE, **more):
        """A scenario in this test's folder; more files by name with _ for the dot of .json."""
        self.write("small/scenario.lua", lua)
        for name, content in more.items():
            self.write("small/" + name.replace("__", "/").replace("_json", ".json"), content)
        return os.path.join(self.folder, "small")

    def assert_good(self, *words):
        done = run(*words)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "")
        return done.stdout

    def assert_refused(self, sentence, *words, environment=None):
        """Status 2, nothing on standard output, and one sentence that matches on standard error."""
        done = run(*words, environment=environment)
        self.assertEqual(done.returncode, 2, f"{words}: {done.stdout[:300]}{done.stderr[-2000:]}")
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, sentence)
        self.assertNotIn("ERROR: AddressSanitizer", done.stderr)


def main():
    del sys.argv[1:]
    unittest.main(verbosity=1)
