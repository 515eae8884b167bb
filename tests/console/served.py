"""A real `keyfall serve` for the tests of the console: started on a free port, joined, and ended by Ctrl-C."""

import http.client
import json
import os
import signal
import subprocess
import tempfile
import time

TESTS = os.path.dirname(os.path.abspath(__file__))


def small_root():
    """A root with a small scenario whose worlds take no time, Kaseya 2021, whose worlds do, the families of due
    diligence, and one that cannot be read."""
    folder = tempfile.TemporaryDirectory(prefix="keyfall-root-")
    source = os.path.join(TESTS, "..", "..")
    for name in ("scripts", "engine"):
        os.symlink(os.path.join(source, name), os.path.join(folder.name, name))
    os.mkdir(os.path.join(folder.name, "scenarios"))
    families = ("msp-vendor-flaw", "msp-credential-push", "msp-delegated-admin")  # what due diligence plays
    for place in (os.path.join(TESTS, "scenarios", "small-town"),
                  *(os.path.join(source, "scenarios", name) for name in ("kaseya-2021", *families))):
        os.symlink(place, os.path.join(folder.name, "scenarios", os.path.basename(place)))
    os.mkdir(os.path.join(folder.name, "scenarios", "half-written"))
    with open(os.path.join(folder.name, "scenarios", "half-written", "scenario.lua"), "w", encoding="utf-8") as file:
        file.write('scenario "Half written" {\n  start = ')
    return folder


class Served:
    """With a description, everything that is answered is held against it."""

    address = "127.0.0.1"

    def __init__(self, program, *arguments, root=None, description=None):
        self.description = description
        self.environment = {**os.environ, "KEYFALL_ROOT": root} if root else dict(os.environ)
        self.process = subprocess.Popen([program, "serve", "--port", "0", *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        env=self.environment)
        self.link = self.process.stdout.readline().strip()
        if not self.link:
            raise SystemExit("the server did not start: " + self.process.stderr.read())
        self.port = int(self.link.split(":")[2].split("/")[0])
        self.host = f"127.0.0.1:{self.port}"
        self.cookie = None

    def new_link(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def join(self, link=None):
        status, headers, _ = self.ask("GET", "/" + (link or self.link).split("/", 3)[3], cookie=None)
        if status == 200:
            self.cookie = headers["Set-Cookie"].split(";")[0]
        return status, headers

    def ask(self, method, path, body=None, cookie="mine", **headers):
        """(status, headers, bytes); headers are given as Host=…, Sec_Fetch_Site=…"""
        connection = http.client.HTTPConnection(self.address, self.port, timeout=60)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        sent = {"Host": self.host, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if cookie and self.cookie:
            sent["Cookie"] = self.cookie if cookie == "mine" else cookie
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            sent["Content-Length"] = str(len(body))
        for name, value in sent.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, answer.headers, data

    def json(self, method, path, body=None, **headers):
        status, _, data = self.ask(method, path, body, **headers)
        answer = json.loads(data) if data else None
        if self.description:
            self.description.check_answer(method, path, status, answer)
            if 200 <= status < 300 and body is not None:
                self.description.check_request(method, path, body)
        return status, answer

    def events(self, path, **headers):
        """Follows a stream to its end: [(id, name, data)]."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", path, headers={"Cookie": self.cookie, **headers})
        answer = connection.getresponse()
        found, event = [], {}
        for line in answer:
            key, _, value = line.decode().rstrip("\n").partition(": ")
            if key in ("id", "event", "data"):
                event[key] = value
            elif event:
                found.append((int(event["id"]), event["event"], json.loads(event["data"])))
                event = {}
        connection.close()
        for _, name, data in found:
            if self.description:
                self.description.check_event(name, data)
        return found

    def memory(self):
        """Resident kilobytes."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def command(self, *arguments):
        """Another keyfall beside this one, in the same root."""
        return subprocess.run([self.process.args[0], *arguments], capture_output=True, text=True, timeout=120,
                              stdin=subprocess.DEVNULL, env=self.environment, check=False)

    def stop(self):
        """Exit status and seconds it took after Ctrl-C."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(timeout=20)
        return status, time.monotonic() - began


def run_all(tests, *arguments):
    """Runs functions whose names are sentences; says which failed."""
    failed = 0
    for test in tests:
        began = time.monotonic()
        try:
            test(*arguments)
            verdict = "ok    "
        except AssertionError as fault:
            failed += 1
            verdict = f"FAILED ({fault}) "
        print(f"{verdict} {test.__name__} ({time.monotonic() - began:.1f} s)", flush=True)
    return 1 if failed else 0
