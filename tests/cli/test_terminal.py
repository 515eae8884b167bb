"""At a terminal: colour unless asked otherwise, progress on standard error, and an interrupt that keeps what was done."""

import os
import pty
import select
import signal
import subprocess
import time

from program import LIMIT, PROGRAM, SANITIZED, Case, check_format, main, run


def at_terminal(*words, **environment):
    """What a terminal shows of standard output."""
    master, slave = pty.openpty()
    whole = dict(os.environ, TERM="xterm-256color", **environment)
    whole.pop("NO_COLOR", None) if "NO_COLOR" not in environment else None
    process = subprocess.Popen([PROGRAM, *words], stdout=slave, stderr=subprocess.DEVNULL, env=whole)
    os.close(slave)
    shown = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(master)
    process.wait(LIMIT)
    return shown.decode()


class Terminal(Case):
    def test_colour_is_for_terminals_that_want_it(self):
        replay = ("replay", self.scenario())
        self.assertIn("\033[", at_terminal(*replay))
        self.assertNotIn("\033[", at_terminal(*replay, NO_COLOR="1"))
        self.assertNotIn("\033[", at_terminal(*replay, "--ascii"))
        self.assertNotIn("\033[", run(*replay, environment={"NO_COLOR": ""}).stdout)

    def interrupted(self, *words):
        """Starts the program with standard error at a terminal, and interrupts it once it shows progress."""
        master, slave = pty.openpty()
        process = subprocess.Popen([PROGRAM, *words], stdout=subprocess.PIPE, stderr=slave, text=True)
        os.close(slave)
        shown, until = b"", time.monotonic() + LIMIT
        while b" worlds, " not in shown and time.monotonic() < until:
            if select.select([master], [], [], 0.2)[0]:
                shown += os.read(master, 65536)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        output = process.communicate(timeout=LIMIT)[0]
        os.close(master)
        self.assertIn(b" worlds, ", shown)
        return process.returncode, output

    def test_an_interrupt_prints_what_was_done_and_marks_it_partial(self):
        for verb in ("run", "compare"):
            status, output = self.interrupted(verb, "kaseya-2021", "--reps", "900000", "--json")
            self.assertEqual(status, 130)
            result = check_format(self, output)
            self.assertTrue(result["partial"])
            self.assertLess(result["replications"], 900000)
            if result["replications"] == 0:
                continue
            again = run(verb, "kaseya-2021", "--reps", str(result["replications"]), "--json")
            if not SANITIZED:
                self.assertEqual(output.replace('"partial": true', '"partial": false'), again.stdout)

    def test_an_interrupted_page_says_so(self):
        status, output = self.interrupted("run", "kaseya-2021", "--reps", "900000")
        self.assertEqual(status, 130)
        self.assertIn("PARTIAL: interrupted before the end", output)
        status, output = self.interrupted("backtest", "kaseya-2021", "--reps", "900000")
        self.assertEqual(status, 130)
        self.assertIn("PARTIAL: interrupted before the end", output)

    def test_progress_is_silent_where_there_is_no_terminal(self):
        self.assertEqual(run("run", self.scenario(), "--reps", "3000").stderr, "")


if __name__ == "__main__":
    main()
