"""Every verb: its help, its JSON, its exit status, and the same result on every run and at any number of threads."""

import functools
import json
import re
import shlex

from program import SANITIZED, Case, check_format, main, run, verbs

# What is run of a verb whose --help gives an example that needs files; any other verb is run as its example says.
COMMANDS = {
    "compare": "compare kaseya-2021 --controls as-it-was --controls xdr-at-msps",
    "backtest": "backtest kaseya-2021",
}


# Their examples need files, run for long or go on until they are told to stop: they have tests of their own.
TESTED_APART = {"assess", "attribute", "exercise", "lint", "new", "plan", "report", "sensitivity", "serve", "year"}


def example(verb):
    text = " ".join(help_of(verb).split())
    return re.search(r"Example: keyfall (.*)$", text).group(1)


@functools.lru_cache(None)
def help_of(verb):
    return run(verb, "--help").stdout


def takes(verb, option):
    return option in help_of(verb)


def quick(verb, command):
    """The command's words, with few worlds where it takes a number of them."""
    words = re.sub(r" --reps \d+", "", command).split(" | ")[0]
    return shlex.split(words) + (["--reps", "24"] if takes(verb, "--reps") else [])


class Verbs(Case):
    def test_the_help_lists_verbs_and_each_has_its_own_with_an_example(self):
        self.assertGreaterEqual(len(verbs()), 8)
        for verb in verbs():
            with self.subTest(verb=verb):
                done = run(verb, "--help")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertRegex(" ".join(done.stdout.split()), rf"(?i)example: .*keyfall {verb}\b")

    def test_north_america_says_its_memory_and_time_beside_the_result(self):
        plain = run("run", "north-america", "--reps", "40")
        told = run("run", "north-america", "--reps", "40", "--effort")
        self.assertEqual((told.returncode, told.stdout, plain.stderr), (0, plain.stdout, ""))
        effort = re.fullmatch(r"took ([\d.]+) s, ([\d.]+) s of processor time, (\d+) MiB of memory at most\n",
                              told.stderr)
        self.assertIsNotNone(effort, told.stderr)
        self.assertGreater(float(effort[2]), 0)
        if not SANITIZED:
            self.assertTrue(50 < int(effort[3]) < 1000, "half a million customers fit in less than a gigabyte")

    def test_json_of_every_verb_is_what_its_schema_says(self):
        seen = set()
        for verb in verbs():
            if verb in TESTED_APART or not takes(verb, "--json"):
                continue
            with self.subTest(verb=verb):
                done = run(*quick(verb, COMMANDS.get(verb) or example(verb)), "--json")
                self.assertIn(done.returncode, (0, 1), done.stderr)
                self.assertEqual(done.stderr, "")
                seen.add(check_format(self, done.stdout)["format"])
        self.assertTrue({"keyfall.list", "keyfall.result", "keyfall.exposure", "keyfall.backtest",
                         "keyfall.version"} <= seen)

    def test_exposure_of_a_world_file_is_what_its_schema_says(self):
        world = self.write("world.json", json.dumps({
            "format": "keyfall.world", "version": 1, "seed": "1", "organisations": [
                {"id": "M", "kind": "msp", "assets": [{"id": "s", "kind": "rmm_server"}]},
                {"id": "C", "kind": "customer", "assets": [{"id": "e", "kind": "endpoint_group", "count": 40}]}],
            "access": [{"from": "M/s", "to": "C/e", "kind": "rmm_agent", "privilege": "system"}]}))
        value = check_format(self, self.assert_good("exposure", world, "--json"))
        self.assertEqual(value["keys"][0], {"key": "s of M", "customers": 1, "msps": 0, "machines": 40, "records": 0})

    def test_a_replay_is_the_same_twice_and_another_with_another_seed(self):
        once = self.assert_good("replay", "kaseya-2021", "--seed", "7")
        self.assertEqual(once, self.assert_good("replay", "kaseya-2021", "--seed", "7"))
        self.assertNotEqual(once, self.assert_good("replay", "kaseya-2021", "--seed", "8"))
        self.assertNotEqual(once, self.assert_good("replay", "kaseya-2021", "--seed", "7", "--world", "1"))

    def test_threads_change_no_byte_of_a_result(self):
        words = ("run", "kaseya-2021", "--reps", "120", "--json")
        one = self.assert_good(*words, "--threads", "1")
        for threads in ("2", "7"):
            self.assertEqual(one, self.assert_good(*words, "--threads", threads))
        self.assertNotEqual(one, self.assert_good(*words, "--seed", "2"))

    def test_more_worlds_never_change_earlier_ones(self):
        story = self.assert_good("replay", self.scenario(), "--world", "5")
        hit = int(re.search(r"customers hit +([\d,]+)", story).group(1).replace(",", ""))
        few = json.loads(self.assert_good("run", self.scenario(), "--reps", "6", "--json"))
        many = json.loads(self.assert_good("run", self.scenario(), "--reps", "5", "--json"))
        mean = [r["control_sets"][0]["metrics"]["customers"]["mean"] for r in (few, many)]
        self.assertAlmostEqual(mean[0] * 6 - mean[1] * 5, hit)

    def test_results_do_not_depend_on_the_place_or_the_language(self):
        words = ("run", "kaseya-2021", "--reps", "24", "--json")
        one = self.assert_good(*words)
        self.assertEqual(one, run(*words, environment={"LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Tokyo"}, folder="/").stdout)


class Pages(Case):
    def pages(self):
        for verb in verbs():
            if verb in TESTED_APART or not takes(verb, "--ascii"):
                continue
            command = quick(verb, COMMANDS.get(verb) or example(verb))
            done = run(*command), run(*command, "--ascii")
            for each in done:
                self.assertIn(each.returncode, (0, 1), each.stderr)
            yield verb, done[0].stdout, done[1].stdout

    def test_pages_fit_eighty_columns_and_ascii_pages_are_ascii(self):
        for verb, drawn, plain in self.pages():
            with self.subTest(verb=verb):
                for line in (drawn + plain).splitlines():
                    self.assertLessEqual(len(line), 80, line)
                self.assertTrue(plain.isascii(), [c for c in plain if not c.isascii()][:9])
                self.assertNotIn("\033", drawn + plain)
                self.assertNotRegex(drawn + plain, r"\bnan\b|\binf\b|\(null\)")


class Status(Case):
    def test_bad_usage_is_2_and_says_what_is_wrong(self):
        self.assert_refused("usage: keyfall VERB")
        self.assert_refused("there is no verb 'repaly'; did you mean 'replay'\\?", "repaly")
        self.assert_refused("there is no verb 'xyzzy'; `keyfall --help` lists them", "xyzzy")
        self.assert_refused("which scenario\\? `keyfall list` shows them", "run")
        self.assert_refused("'b' is one too many", "run", "a", "b")
        self.assert_refused("unrecognized option '--frobnicate'", "run", "kaseya-2021", "--frobnicate")
        for option, wrong in (("--reps", "0"), ("--reps", "-5"), ("--reps", "1e3"), ("--seed", "18446744073709551616"),
                              ("--threads", " 2"), ("--reps", "")):
            self.assert_refused(f"{option} must be a whole number from ", "run", "kaseya-2021", option, wrong)
        self.assert_refused("--response must be on or off, not 'maybe'", "run", "kaseya-2021", "--response", "maybe")

    def test_a_backtest_is_1_exactly_when_a_predicted_figure_lies_outside(self):
        def status(published):
            low, high = published
            lua = PRELUDE_WITH_HISTORY % (low, low, high)
            done = run("backtest", self.scenario(lua), "--reps", "40", "--json")
            figures = json.loads(done.stdout)["backtests"][0]["figures"]
            return done.returncode, [f["inside"] for f in figures]
        self.assertEqual(status((0, 90)), (0, [True, False]))
        self.assertEqual(status((5000, 6000)), (1, [False, False]))

    def test_the_list_of_controls_names_all_of_the_catalogue_with_four_levels_each(self):
        listed = json.loads(run("list", "controls", "--json").stdout)["controls"]
        page = run("list", "controls").stdout
        self.assertEqual(re.findall(r"^([a-z_0-9]+)  ", page, re.MULTILINE), [control["name"] for control in listed])
        for control in listed:
            self.assertEqual(len(control["levels"]), 4)
            self.assertIn(f"{control['name']}  {control['title']}\n  0  ", page)

    def test_lists_fit_a_terminal_and_an_unknown_list_says_what_there_is(self):
        for words in (), ("controls",):
            self.assertLessEqual(max(map(len, run("list", *words).stdout.splitlines())), 80)
        done = run("list", "control")
        self.assertEqual(done.returncode, 2)
        self.assertIn("keyfall list controls", done.stderr)

    def test_a_result_that_cannot_be_written_is_told(self):
        import subprocess
        from program import PROGRAM
        with open("/dev/full", "w") as full:
            done = subprocess.run([PROGRAM, "list"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("could not be written", done.stderr)


# A predicted figure, and a fitted one far out, which proves nothing either way.
PRELUDE_WITH_HISTORY = """local _ENV = require "keyfall"
scenario "small" { starts = "2021-01-01", lasts = days(10) }
msp "M" { count = assumed(90), rmm_server {} }
rule "break in" { technique = "T1190", to = control(rmm_server), odds = assumed(0.5), after = assumed(hours(2, 9)) }
measure "servers" { title = "servers", unit = "servers", taken = control(rmm_server) }
history "predicted" { measure = "servers", published = unknown(%d, %d, %d) { source = "a test" }, role = predicted }
history "fitted" { measure = "servers", published = unknown(7777, 8000, 9999) { source = "a test" }, role = fitted }
"""

if __name__ == "__main__":
    main()
