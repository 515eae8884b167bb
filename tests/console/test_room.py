#!/usr/bin/env python3
"""test_room.py PROGRAM: an exercise over HTTP. Who may see and do what, and that nothing acknowledged is lost.

A real server with a real journal; Kaseya 2021 with two teams.
"""

import json
import re
import subprocess
import sys
import threading
import time

from described import Description
from room_served import Room, Seat
from served import run_all

LEAD_A, MANAGER_A, CLINIC_A, LEAD_B = "team A, lead", "team A, manager", "team A, clinic_manager", "team B, lead"
STAFF = ("facilitator", "evaluator", "observer", "projector")


def expect(found, wanted, what=""):
    assert found == wanted, f"{what} expected {wanted!r}, got {found!r}"


def begun(room):
    """The facilitator, with the exercise running and the clock where the first decisions are open."""
    facilitator = room.seat("facilitator", "Fay")
    if facilitator.look()["phase"] == "waiting":
        facilitator.do("begin")
    return facilitator


def advance(facilitator, wanted=lambda view: False, moves=40):
    """Releases all that is due and jumps on, until something is so."""
    for _ in range(moves):
        view = facilitator.look()
        if wanted(view):
            return view
        for inject in view["injects"]:
            if inject["state"] == "now":
                facilitator.do("release", inject=inject["id"], teams=inject["due_teams"])
        view = facilitator.look()
        if wanted(view):
            return view
        facilitator.do("jump", to=view["next"] - START)
    raise AssertionError("it never came to that")


START = 1625241600  # of the scenario; filled in by the first view


def open_for(team, decision):
    def wanted(view):
        line = next(line for line in view["lines"] if line["team"] == team)
        return any(one["id"] == decision and one["state"] == "open" for one in line["decisions"])
    return wanted


def a_code_gives_a_seat_and_a_link_is_a_code(room):
    seat = Seat(room)
    code = room.codes[LEAD_A]
    expect(seat.post("join", {"code": f" {code[:3]}-{code[3:].lower()} ", "name": "Ann"})[0], 200, "as people type it")
    view = seat.look()
    expect((view["seat"]["kind"], view["seat"]["team"], view["seat"]["roles"], view["seat"]["name"]),
           ("team", "A", ["lead"], "Ann"))
    expect(view["marking"], "EXERCISE ONLY")


def without_a_code_there_is_a_page_with_a_form_and_nothing_else(room):
    stranger = Seat(room)
    expect(stranger.ask("GET", "/")[0], 200, "the page")
    for path in ("", "/projector", "/debrief", "/report/en", "/events"):
        expect(stranger.ask("GET", "/api/v1/room" + path)[0], 401, path)
    expect(stranger.try_to("stop", text="x")[0], 401)
    expect(stranger.json("GET", "/api/v1/scenarios")[0], 401, "the lab")
    for body, status in (({"code": "ZZZZZZ", "name": "x"}, 403), ({"code": room.codes[LEAD_A]}, 400),
                         ({"code": room.codes[LEAD_A], "name": ""}, 400), ({"code": 7, "name": "x"}, 400),
                         ({"code": room.codes[LEAD_A], "name": "x" * 200}, 400), (b"{", 400)):
        expect(stranger.post("join", body)[0], status, str(body)[:60])


def a_seat_cannot_be_forged(room):
    seat = room.seat(LEAD_A)
    name, value = seat.cookie.split("=")
    for position in range(len(value)):
        digit = "0" if value[position] != "0" else "1"
        forged = f"{name}={value[:position]}{digit}{value[position + 1:]}"
        expect(seat.ask("GET", "/api/v1/room", cookie=forged)[0], 401, forged)


def a_seat_may_do_what_belongs_to_it_alone(room):
    begun(room)
    facilitators = ("begin", "jump", "release", "hold", "skip", "open", "last call", "close", "enter", "ruling", "take back",
                    "resume", "end", "debrief", "attend")
    judges = ("note", "rate", "finding", "improve")
    for place in (LEAD_A, "evaluator", "observer", "projector"):
        seat = room.seat(place)
        for what in facilitators + (() if place == "evaluator" else judges) + (() if place == LEAD_A else ("commit", "pen")):
            expect(seat.try_to(what, text="x")[0], 403, f"{place} {what}")
    for what in ("begin", "nothing", ""):
        assert room.seat("facilitator").try_to(what)[0] in (400, 409), what


def a_team_reads_its_own_roles_and_nobody_elses(room):
    """Every text that is sent to a role of A alone is looked for in all that others get."""
    facilitator = begun(room)
    secret = {"A": "the blue folder is under the desk", "lead": "the red key hangs by the door"}
    facilitator.do("ruling", text=secret["A"], teams=["A"])
    facilitator.do("ruling", text=secret["lead"], teams=["A"], roles=["lead"])
    seats = {place: room.seat(place) for place in (LEAD_A, MANAGER_A, CLINIC_A, LEAD_B, "projector")}
    seen = {place: json.dumps(seat.look()) for place, seat in seats.items()}
    for place, found in seen.items():
        expect(secret["A"] in found, place.startswith("team A"), f"team A's ruling at {place}")
        expect(secret["lead"] in found, place == LEAD_A, f"the lead's ruling at {place}")
    for place, seat in seats.items():
        view = seat.look()
        for key in ("injects", "truth", "levers", "codes", "next", "ratings", "objectives"):
            assert key not in view, f"{place} is sent {key}"
        text = json.dumps(view)
        for code in room.codes.values():
            assert code not in text, f"{place} is sent a code"
        expect(seat.look("/debrief"), 409, f"{place}, the debrief")
        expect(seat.look("/report/en"), 403, f"{place}, the report")
        expect(seat.look("/forecast"), 403, f"{place}, the forecast")
        if place != "projector":
            expect(seat.look("/projector"), 403, f"{place}, the projector")


def what_a_team_decides_stays_with_it(room):
    facilitator = begun(room)
    advance(facilitator, open_for("A", "first-call"))
    lead, manager, other = room.seat(LEAD_A), room.seat(MANAGER_A), room.seat(LEAD_B)
    clinic = room.seat(CLINIC_A)
    lead.do("pen")
    why = "because the third one called"
    expect(manager.try_to("commit", decision="first-call", option="all", text="not my pen")[0], 409, "without the pen")
    lead.do("commit", decision="first-call", option="all", sure=70, text=why, teams=["B"])
    taken = next(one for one in manager.look()["decisions"] if one["id"] == "first-call")["taken"]
    expect((taken["option"], taken["why"], taken["sure"]), ("all", why, 70))
    for seat in (other, clinic, room.seat("projector")):
        assert why not in json.dumps(seat.look()), "somebody else reads it"
    line = {line["team"]: line for line in facilitator.look()["lines"]}
    expect([one["state"] for one in line["B"]["decisions"] if one["id"] == "first-call"], ["open"], "team B still decides")
    expect(clinic.try_to("commit", decision="first-call", option="all")[0], 409, "a role that does not decide this")


def a_forecast_is_computed_beside_the_room_and_is_the_facilitators_alone(room):
    """While it is computed everybody is answered at once; what moves makes it new."""
    facilitator, manager = begun(room), room.seat(MANAGER_A)
    expect(facilitator.json("GET", "/api/v1/room/forecast")[0], 202, "asked too early")
    began = time.monotonic()
    facilitator.do("ruling", text="while it computes", teams=["A"])
    manager.look()
    assert time.monotonic() - began < 0.5, "the room waits for a forecast"
    forecast = facilitator.look("/forecast")
    open_now = [(line["team"], one["id"]) for line in facilitator.look()["lines"] for one in line["decisions"]
                if one["state"] == "open"]
    expect([(one["team"], one["id"]) for one in forecast["decisions"]], open_now)
    options = next(one["options"] for one in forecast["decisions"] if (one["team"], one["id"]) == ("B", "first-call"))
    assert "id" not in options[-1], "to decide nothing comes last"
    nothing, every = options[-1]["now"], next(one for one in options if one.get("id") == "all")
    assert every["now"]["mean"] <= every["later"]["mean"] <= nothing["mean"], (every, nothing)
    expect(nothing["lucks"], forecast["futures"])
    for place in (LEAD_A, "evaluator", "observer", "projector"):
        expect(room.seat(place).look("/forecast"), 403, place)


def a_map_shows_a_team_what_its_roles_know(room):
    """The lead knows those who called; the clinic knows itself and who serves it."""
    facilitator, lead, clinic, wall = begun(room), room.seat(LEAD_B), room.seat(CLINIC_A), room.seat("projector")
    expect(lead.look()["marks"], {"trouble": [], "warned": [], "off": []}, "before anybody called")
    facilitator.do("jump", to=facilitator.look()["now"] - START + 3600)
    view = lead.look()
    callers = {one["of"] for one in view["inbox"] if one.get("known") == "called"}
    assert callers and len(view["marks"]["trouble"]) >= len(callers), view["marks"]
    truth = next(line["marks"] for line in facilitator.look()["lines"] if line["team"] == "B")
    assert len(truth["trouble"]) > len(view["marks"]["trouble"]), "the lead knows all that is so"
    kinds = [place["kind"] for place in clinic.look()["map"]["places"]]
    expect(sorted(kinds), ["customer", "msp", "vendor"])
    assert "marks" not in wall.look() and wall.look()["map"]["places"], "a wall spoils nothing"


def one_person_can_hold_two_roles_of_a_team_and_not_of_two(room):
    seat = room.seat(LEAD_B, "Bo")
    room.seat("team B, manager", "Bo", held=seat)
    expect(sorted(seat.look()["seat"]["roles"]), ["lead", "manager"])
    room.seat(LEAD_A, "Bo", held=seat)
    expect((seat.look()["seat"]["team"], seat.look()["seat"]["roles"]), ("A", ["lead"]))


def a_decision_changes_the_truth_of_its_team_and_of_no_other(room):
    lines = {line["team"]: line for line in room.seat("facilitator").look()["lines"]}
    expect([one["title"] for one in lines["A"]["truth"]], [one["title"] for one in lines["B"]["truth"]])
    assert lines["A"]["truth"] != lines["B"]["truth"], "A switched off, B did not, and nothing differs"


def only_the_facilitator_is_sent_the_truth(room):
    facilitator = room.seat("facilitator")
    assert facilitator.look()["lines"][0]["truth"]
    for place in ("evaluator", "observer"):
        assert '"truth"' not in json.dumps(room.seat(place).look()), place


def an_emergency_stops_everybody_whoever_calls_it(room):
    facilitator = begun(room)
    room.seat("observer").do("stop", text="smoke in the corridor")
    for place in (*STAFF, LEAD_A, LEAD_B):
        view = room.seat(place).look()
        expect((view["phase"], view["stopped_because"]), ("stopped", "smoke in the corridor"), place)
    expect(facilitator.try_to("jump", to=10**6)[0], 409, "a jump while stopped")
    expect(room.seat(LEAD_B).try_to("commit", decision="first-call", option="all")[0], 409)
    facilitator.do("resume")
    expect(room.seat(LEAD_A).look()["phase"], "running")


def killed_and_started_again_nothing_that_was_answered_is_missing(room):
    """Writers on several seats while the server is killed; each keeps its cookie and finds what was acknowledged."""
    facilitator, seats = begun(room), [room.seat("evaluator", f"Eve {i}") for i in range(4)]
    acknowledged = []

    def write(seat, number):
        for count in range(500):
            try:
                text = f"note {number} {count} of round {len(acknowledged)}"
                status, answer = seat.try_to("note", text=text)
                if status == 200:
                    acknowledged.append((answer["sequence"], text))
            except (OSError, ValueError, AssertionError):
                return
    for _ in range(5):
        writers = [threading.Thread(target=write, args=(seat, i)) for i, seat in enumerate(seats)]
        before = len(acknowledged)
        for writer in writers:
            writer.start()
        while len(acknowledged) < before + 40:
            pass
        room.kill()
        for writer in writers:
            writer.join()
        room.start()
        log = {entry["sequence"]: entry.get("text") for entry in facilitator.look()["log"]}
        for sequence, text in acknowledged:
            expect(log.get(sequence), text, f"event {sequence}")
    print(f"       {len(acknowledged)} notes acknowledged over 5 kills, none lost")
    expect(room.seat(LEAD_A).look()["phase"], "running")


def a_stream_tells_at_once_where_the_journal_is_and_a_late_one_catches_up(room):
    facilitator, lead = begun(room), room.seat(LEAD_A)
    stream = lead.follow()
    here = next(stream)
    sequence = facilitator.do("ruling", text="a first word", teams=["A"])
    while here < sequence:
        here = next(stream)
    stream.close()
    missed = [facilitator.do("ruling", text=f"word {i} while asleep", teams=["A"]) for i in range(20)]
    expect(next(lead.follow(after=here + 1)), missed[-1], "where it stands after the sleep:")
    texts = json.dumps(lead.look())
    for i in range(20):
        assert f"word {i} while asleep" in texts, f"word {i} is missing"


def two_servers_cannot_open_one_journal(room):
    refused = subprocess.run([room.program, "exercise", "serve", room.journal, "--port", "0"], capture_output=True, text=True,
                             timeout=60, stdin=subprocess.DEVNULL, check=False)
    expect(refused.returncode, 2, refused.stderr)


def a_decision_can_be_opened_by_hand(room):
    facilitator = begun(room)
    ahead = facilitator.look()["ahead"][-1]
    facilitator.do("open", decision=ahead["id"])
    view = facilitator.look()
    assert ahead["id"] not in [one["id"] for one in view["ahead"]]
    for line in view["lines"]:
        assert [one["state"] for one in line["decisions"] if one["id"] == ahead["id"]] == ["open"], line["team"]


def another_address_is_opened_only_on_purpose(room):
    """With --insecure-lan, on an address that is this machine's; then it answers there to that name too."""
    def serve(*arguments):
        return subprocess.run([room.program, "exercise", "serve", room.journal, "--port", "0", *arguments], text=True,
                              capture_output=True, timeout=60, stdin=subprocess.DEVNULL, check=False)
    refused = serve("--listen", "127.0.0.1")
    expect(refused.returncode, 2)
    assert "--insecure-lan" in refused.stderr, refused.stderr
    refused = serve("--listen", "198.51.100.9", "--insecure-lan")
    expect(refused.returncode, 2)
    assert "no address of this machine" in refused.stderr, refused.stderr
    told = subprocess.run([room.program, "exercise", "check", "kaseya-2021", "--plays", "2", "--worlds", "600"], text=True,
                          capture_output=True, timeout=120, stdin=subprocess.DEVNULL, check=False).stdout
    address = re.search(r"--listen (\S+) --insecure-lan", told)
    if not address:
        assert "cannot: this machine has no address" in told, told
        return
    opened = Room(room.program, arguments=("--listen", address[1], "--insecure-lan"))
    seat = Seat(opened)
    seat.address, seat.host = address[1], f"{address[1]}:{opened.port}"
    opened.seat(LEAD_A, held=seat)
    expect(seat.look()["seat"]["team"], "A")
    expect(seat.ask("GET", "/api/v1/room", Host=f"evil.example:{opened.port}")[0], 403)
    expect(Seat(opened).ask("GET", "/")[0], 200, "at home")
    opened.stop()


def long_texts_and_bodies_are_refused(room):
    facilitator = begun(room)
    expect(facilitator.try_to("ruling", text="x" * 4001)[0], 409)
    expect(facilitator.ask("POST", "/api/v1/room/events", b"x" * (65 << 10))[0], 413)
    expect(facilitator.post("events", {"what": "ruling", "body": {"text": "x"}, "more": 1})[0], 400)
    expect(facilitator.try_to("release", inject="no-such-inject")[0], 409)


def the_debrief_opens_when_the_facilitator_says(room):
    facilitator, lead, evaluator = begun(room), room.seat(LEAD_A), room.seat("evaluator", "Eve")
    evaluator.do("rate", objective=evaluator.look()["objectives"][0]["id"], task=0, rating="S", teams=["A"], text="late")
    expect(facilitator.look("/debrief"), 409, "before the end")
    expect(facilitator.try_to("debrief")[0], 409, "before the end")
    facilitator.do("end")
    expect(lead.look("/debrief"), 409, "before it is opened")
    expect(evaluator.look("/report/en"), 409, "before it is opened")
    assert facilitator.look("/debrief")["lines"], "the facilitator prepares it"
    facilitator.do("debrief")
    debrief = lead.look("/debrief")
    expect([line["team"] for line in debrief["lines"]], ["A", "B"])
    worth = next(one for one in debrief["worths"] if one["team"] == "A")
    assert "earlier_at" not in worth or worth["earlier_at"] >= worth["known_from"], worth
    assert worth["saved_here"] != 0, worth
    assert worth["expected"]["lucks"] == worth["saved_ahead"]["lucks"] > 0, worth
    expect([one["rating"] for one in debrief["judgements"] if one["what"] == "rate"], ["S"])
    status, headers, page = evaluator.ask("GET", "/api/v1/room/report/en")
    expect((status, headers["Content-Type"]), (200, "text/html; charset=utf-8"))
    assert b"EXERCISE ONLY" in page and b"Eve" in page


def guesses_are_counted_and_those_who_have_a_seat_go_on(room):
    seat, stranger = room.seat(LEAD_A), Seat(room)
    answers = [stranger.post("join", {"code": f"WRNG{i:02d}", "name": "x"})[0] for i in range(12)]
    expect(set(answers), {403, 429})
    expect(answers[-1], 429)
    expect(stranger.post("join", {"code": room.codes[LEAD_A], "name": "x"})[0], 429, "even the right one")
    expect(seat.look()["seat"]["kind"], "team")


TESTS = [
    a_code_gives_a_seat_and_a_link_is_a_code,
    without_a_code_there_is_a_page_with_a_form_and_nothing_else,
    a_seat_cannot_be_forged,
    a_seat_may_do_what_belongs_to_it_alone,
    a_team_reads_its_own_roles_and_nobody_elses,
    what_a_team_decides_stays_with_it,
    a_forecast_is_computed_beside_the_room_and_is_the_facilitators_alone,
    a_map_shows_a_team_what_its_roles_know,
    one_person_can_hold_two_roles_of_a_team_and_not_of_two,
    a_decision_changes_the_truth_of_its_team_and_of_no_other,
    only_the_facilitator_is_sent_the_truth,
    an_emergency_stops_everybody_whoever_calls_it,
    killed_and_started_again_nothing_that_was_answered_is_missing,
    a_stream_tells_at_once_where_the_journal_is_and_a_late_one_catches_up,
    two_servers_cannot_open_one_journal,
    a_decision_can_be_opened_by_hand,
    another_address_is_opened_only_on_purpose,
    long_texts_and_bodies_are_refused,
    the_debrief_opens_when_the_facilitator_says,
    guesses_are_counted_and_those_who_have_a_seat_go_on,
]

if __name__ == "__main__":
    described = Description()
    the_room = Room(sys.argv[1], description=described)
    START = the_room.seat("facilitator").look()["scenario_start"]
    status = run_all(TESTS, the_room)
    the_room.stop()
    missing = described.operations("room") - described.seen - {"followRoom", "showReport", "showProjector"}
    if missing:
        print("FAILED: nothing was held against the description of", sorted(missing))
    sys.exit(1 if missing else status)
