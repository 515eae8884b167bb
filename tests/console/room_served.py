"""A real `keyfall exercise serve` for tests: a journal of its own, seats by code, killed and started again at will."""

import http.client
import json
import os
import signal
import subprocess
import tempfile
import time

from served import Served


class Room:
    """One exercise with its journal in a folder of its own."""

    def __init__(self, program, scenario="kaseya-2021", teams=2, description=None, arguments=()):
        self.program, self.process, self.description, self.arguments = program, None, description, arguments
        self.folder = tempfile.TemporaryDirectory(prefix="keyfall-room-")
        self.journal = os.path.join(self.folder.name, "test.exercise")
        subprocess.run([program, "exercise", "new", scenario, "--teams", str(teams), "--worlds", "600", "-o",
                        self.journal], check=True,
                       capture_output=True)
        self.port = 0
        self.start()

    def start(self):
        self.process = subprocess.Popen([self.program, "exercise", "serve", self.journal, "--port", str(self.port),
                                         *self.arguments],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.link = self.process.stdout.readline().strip()
        if not self.link:
            raise SystemExit("the server did not start: " + self.process.stderr.read())
        self.port = int(self.link.split(":")[2].split("/")[0])
        self.codes = {"facilitator": self.link.split("=")[1]}
        self.process.stdout.readline()
        for line in iter(self.process.stdout.readline, "\n"):
            self.codes[line[:30].strip()] = line[30:].strip()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=20)

    def seat(self, place, name="Somebody", held=None):
        seat = held or Seat(self)
        status, answer = seat.post("join", {"code": self.codes[place], "name": name})
        assert status == 200, answer
        return seat


class Seat(Served):
    """A browser's cookie, without the browser."""

    def __init__(self, room):  # pylint: disable=super-init-not-called
        self.room, self.port, self.cookie, self.description = room, room.port, None, room.description
        self.host = f"127.0.0.1:{room.port}"

    def post(self, path, body, **headers):
        path = f"/api/v1/room/{path}"
        status, answered, data = self.ask("POST", path, body, **headers)
        if answered["Set-Cookie"]:
            self.cookie = answered["Set-Cookie"].split(";")[0]
        answer = json.loads(data)
        if self.description:
            self.description.check_answer("POST", path, status, answer)
            if status == 200:
                self.description.check_request("POST", path, body)
        return status, answer

    def look(self, path=""):
        """What the seat sees; what takes a while to compute is asked for again, as a page does."""
        while True:
            status, answer = self.json("GET", "/api/v1/room" + path)
            if status != 202:
                return answer if status == 200 else status
            time.sleep(0.05)

    def try_to(self, what, **body):
        return self.post("events", {"what": what, "body": body})

    def do(self, what, **body):
        status, answer = self.try_to(what, **body)
        assert status == 200, f"{what} {body}: {answer}"
        return answer["sequence"]

    def follow(self, after=None):
        """An open stream; next(stream) is the sequence of the next event."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": self.cookie, **({"Last-Event-ID": str(after)} if after is not None else {})}
        connection.request("GET", "/api/v1/room/events", headers=headers)
        answer = connection.getresponse()
        assert answer.status == 200
        for line in answer:
            if line.startswith(b"data: "):
                yield json.loads(line[6:])["sequence"]


def until(condition, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come about in time")
