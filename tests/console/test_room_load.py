#!/usr/bin/env python3
"""test_room_load.py PROGRAM: forty players of five teams in one exercise on one machine.

Each follows the stream and asks for its page whenever something was written, as a browser does, while the facilitator
plays and every team decides. Prints requests, p50, p99 and memory.
"""

import sys
import threading
import time

from room_served import Room, until
from served import Served, run_all

TEAMS, ROLES, EVENTS = "ABCDE", ("lead", "manager", "clinic_manager", "office_partner"), 60
PLAYERS = 40


class Player:
    def __init__(self, room, number):
        place = f"team {TEAMS[number % len(TEAMS)]}, {ROLES[number // len(TEAMS) % len(ROLES)]}"
        self.seat = room.seat(place, f"Player {number}")
        self.seen, self.times, self.failed = 0, [], None
        threading.Thread(target=self.follow, daemon=True).start()

    def follow(self):
        try:
            for sequence in self.seat.follow():
                if sequence > self.seen:
                    self.look()
        except OSError:
            pass
        except AssertionError as fault:
            self.failed = fault

    def look(self):
        began = time.monotonic()
        view = self.seat.look()
        self.times.append(time.monotonic() - began)
        self.seen = view["sequence"]


def at(times, share):
    return sorted(times)[min(len(times) - 1, int(share * len(times)))] * 1000


def forty_players_keep_up_with_every_event(room):
    facilitator = room.seat("facilitator", "Fay")
    facilitator.do("begin")
    players = [Player(room, number) for number in range(PLAYERS)]
    until(lambda: all(player.seen for player in players), 30)
    written, caught = [], []
    for number in range(EVENTS):
        began = time.monotonic()
        sequence = facilitator.do("ruling", text=f"word {number} to everybody")
        written.append(time.monotonic() - began)
        until(lambda wanted=sequence: all(player.seen >= wanted for player in players), 30)
        caught.append(time.monotonic() - began)
    assert not any(player.failed for player in players)
    inbox = players[0].seat.look()["inbox"]
    assert sum(message["kind"] == "ruling" for message in inbox) == EVENTS, "a word is missing"
    times = [one for player in players for one in player.times]
    memory = Served.memory(room)
    print(f"       {len(times)} pages asked for by {PLAYERS} players: p50 {at(times, 0.5):.1f} ms, p99 {at(times, 0.99):.1f} ms; "
          f"written in p99 {at(written, 0.99):.1f} ms; everybody has it in p99 {at(caught, 0.99):.0f} ms; "
          f"{memory / 1024:.0f} MiB resident")
    assert len(times) >= PLAYERS * EVENTS / 2
    assert at(times, 0.99) < 2000, "pages take too long"
    assert memory < 400 * 1024, "the server grew too large"


def every_team_decides_at_once_and_each_keeps_its_own(room):
    """Five teams commit at the same moment; each finds its own words and none of the others'."""
    facilitator = room.seat("facilitator", "Fay")
    facilitator.do("open", decision="first-call")
    leads = {team: room.seat(f"team {team}, lead", f"Lead {team}") for team in TEAMS}
    threads = [threading.Thread(target=seat.do, args=("commit",),
                                kwargs={"decision": "first-call", "option": "all", "text": f"because of {team}"})
               for team, seat in leads.items()]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"       five commits at once took {(time.monotonic() - began) * 1000:.0f} ms")
    for team, seat in leads.items():
        why = [one["taken"]["why"] for one in seat.look()["decisions"] if one["id"] == "first-call"]
        assert why == [f"because of {team}"], (team, why)


if __name__ == "__main__":
    the_room = Room(sys.argv[1], teams=len(TEAMS))
    status = run_all([forty_players_keep_up_with_every_event, every_team_decides_at_once_and_each_keeps_its_own], the_room)
    the_room.stop()
    sys.exit(status)
