"""Broken input: one sentence with the place of what is wrong, status 2, and never a crash."""

import os
import resource
import subprocess

from program import LIMIT, PRELUDE, PROGRAM, SANITIZED, SOURCE, Case, main, run

WORLD = """{"format": "keyfall.world", "version": 1, "seed": "1",
 "organisations": [{"id": "M", "kind": "msp", "assets": [{"id": "s", "kind": "rmm_server"}]}],
 "access": [{"from": "M/s", "to": "M/t", "kind": "vpn", "privilege": "user"}]}
"""
SET = '{"format": "keyfall.control_set", "version": 1, "title": "t", "overlays": [%s]}'


class Scripts(Case):
    def refused(self, sentence, lua, **more):
        self.assert_refused(sentence, "run", self.scenario(lua, **more), "--reps", "4")

    def test_an_endless_loop_is_stopped_at_its_line(self):
        self.refused(r"scenario\.lua:6: stopped after 200 million steps", PRELUDE.replace("rule \"push\"", "while true do end rule \"push\""))

    def test_a_loop_inside_pcall_is_stopped_too(self):
        self.refused(r"scenario\.lua:\d+: .*steps", "while true do pcall(function() while true do end end) end")

    def test_an_eater_of_memory_is_stopped(self):
        self.refused(r"scenario\.lua:2: used more than 512 MiB", 'local t = {}\nfor i = 1, 1e9 do t[i] = ("x"):rep(1e6) .. i end')

    def test_what_reaches_outside_is_not_there(self):
        for line in ('os.execute("true")', 'io.open("/etc/passwd")', 'dofile("/etc/passwd")', 'load("return 1")()',
                     'require "os"', 'require "../../etc/passwd"', "debug.getregistry()", "package.loaded = {}",
                     'loadfile("x")', "collectgarbage()", "string.dump(print)"):
            with self.subTest(line=line):
                self.refused(r"scenario\.lua:2: ", f'-- a scenario\n{line}\n')

    def test_bytecode_is_refused(self):
        path = self.write("small/scenario.lua", b"\x1bLua\x54\x00\x19\x93\r\n\x1a\n" + bytes(200))
        self.assert_refused(r"scenario\.lua:1: this is compiled Lua", "run", path)

    def test_huge_and_odd_numbers_are_refused_with_their_line(self):
        for number in ("1e308 * 10", "0/0", "-1", "1e30", "2^63"):
            with self.subTest(number=number):
                self.refused(r"scenario\.lua:\d+: ", PRELUDE.replace("assumed(30)", f"assumed({number})"))
                self.refused(r"scenario\.lua:\d+: ", PRELUDE.replace("odds = assumed(0.9)", f"odds = assumed({number})", 1))
        self.refused(r"scenario\.lua:2: ", PRELUDE.replace("days(10)", "years(5000)"))
        self.refused("the most that one may have; lower its count", PRELUDE.replace("assumed(30)", "assumed(8e8)"))

    def test_a_deep_or_strange_script_is_refused(self):
        self.refused(r"scenario\.lua: nested too deeply", "local x = " + "(" * 5000 + ")" * 5000)
        self.refused(r"scenario\.lua:\d+: ", "local function f() return f() + 1 end f()")
        self.refused(r"scenario\.lua:1: ", "error(setmetatable({}, { __tostring = function() error('again') end }))")
        self.refused(r"scenario\.lua", "")
        path = self.write("small/scenario.lua", b"\xff\xfe\x00bad")
        self.assert_refused(r"scenario\.lua", "run", path)

    def test_facts_that_are_no_facts_are_refused_with_their_place(self):
        self.refused(r"facts\.json:1:\d+: ", PRELUDE, facts_json='{"facts": [')
        self.refused(r"facts\.json: \$", PRELUDE, facts_json="[]")


class Files(Case):
    def test_what_is_not_there_is_named(self):
        self.assert_refused("there is no scenario 'nowhere'.*there is: .*kaseya-2021", "run", "nowhere")
        self.assert_refused("/nowhere/scenario", "run", "/nowhere/scenario.lua")
        self.assert_refused("/nowhere.json", "exposure", "/nowhere.json")
        self.assert_refused("/nowhere.json", "run", "kaseya-2021", "--controls", "/nowhere.json")
        self.assert_refused("there is no control set 'wish'.*it has: .*xdr-at-msps", "run", "kaseya-2021", "--controls", "wish")

    def test_folders_are_no_files(self):
        os.makedirs(os.path.join(self.folder, "world.json"))
        self.assert_refused("world.json", "exposure", os.path.join(self.folder, "world.json"))
        self.assert_refused("world.json", "run", "kaseya-2021", "--controls", os.path.join(self.folder, "world.json"))
        os.makedirs(os.path.join(self.folder, "small/scenario.lua"))
        self.assert_refused("scenario.lua", "run", os.path.join(self.folder, "small"))
        self.assert_refused(self.folder, "run", self.folder)
        self.assert_refused("/dev/zero", "exposure", "/dev/zero/x.json")

    def test_a_world_cut_off_or_wrong_is_refused_with_its_place(self):
        def refused(sentence, text):
            self.assert_refused(sentence, "exposure", self.write("world.json", text))
        refused(r'world\.json: \$\.access\[0\]\.to: "M" has no asset "t"', WORLD)
        for length in range(1, len(WORLD) - 2, 23):
            refused(r"world\.json:\d+:\d+: ", WORLD[:length])
        refused(r"world\.json: \$\.organisations\[0\]\.assets: must be an array, not 7", WORLD.replace('[{"id": "s", "kind": "rmm_server"}]', "7"))
        refused(r"world\.json:\d+:\d+: ", WORLD.replace('"1"', "1e999"))
        refused(r"world\.json:\d+:\d+: ", "[" * 100000)
        refused(r"world\.json:\d+:\d+: ", b'{"format": "keyfall.world\xff"}')
        refused(r"world\.json: \$", "null")

    def test_a_control_set_that_is_none_is_refused_with_its_path(self):
        def refused(sentence, text, scenario=None):
            self.assert_refused(sentence, "run", scenario or self.scenario(), "--controls", self.write("set.json", text))
        refused(r'set\.json: \$\.overlays\[0\]\.controls\.mfaa: unknown control "mfaa"; did you mean "mfa"\?', SET % '{"controls": {"mfaa": 1}}')
        refused(r"set\.json: \$\.overlays\[0\]\.controls\.mfa: must be a whole number from 0 to 3", SET % '{"controls": {"mfa": 1e12}}')
        refused(r"set\.json:\d+:\d+: ", SET[:60])
        refused(r"set\.json: \$\.format: ", '{"format": "keyfall.world", "version": 1}')
        refused(r'this world has no organisation with the tag "runs its own VSA"; `keyfall show`',
                SET % '{"who": {"tag": "runs its own VSA"}, "controls": {"mfa": 1}}')
        refused(r'no organisation with the label "MSP"; did you mean "MSP with a server of its own"\?',
                SET % '{"who": {"label": "MSP"}, "controls": {"mfa": 1}}', "kaseya-2021")

    def test_a_shipped_control_set_that_is_broken_names_its_file(self):
        folder = self.scenario(controls__bad_json="{")
        self.assert_refused(r"controls/bad\.json:1:\d+: ", "run", folder)

    def test_a_root_that_is_none_is_told(self):
        self.assert_refused("there is no scenario 'kaseya-2021' in .*; there is: none", "run", "kaseya-2021",
                            environment={"KEYFALL_ROOT": self.folder})


class Ours(Case):
    def test_running_out_of_memory_is_70_and_says_whose_fault_it_is(self):
        if SANITIZED:
            return  # the sanitizer needs terabytes of addresses
        def with_megabytes(limit):
            return subprocess.run([PROGRAM, "run", "kaseya-2021", "--reps", "8", "--threads", "1"],
                                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit << 20, limit << 20)),
                                  capture_output=True, text=True, check=False, timeout=LIMIT)
        # The least that the loader of libraries can do with, and a little more.
        done = next(d for d in map(with_megabytes, range(16, 400, 8)) if d.returncode != 127)
        self.assertEqual(done.returncode, 70, done.stderr)
        self.assertIn("this is a fault of Keyfall, not of your input", done.stderr)


if __name__ == "__main__":
    main()
