#!/usr/bin/env python3
"""test_server.py PROGRAM: what the console's server lets in, what it refuses, and what it answers.

A real server, real sockets, only on 127.0.0.1.
"""

import json
import os
import socket
import sys
import threading
import time

from described import Description
from served import TESTS as FOLDER
from served import Served, run_all, small_root

SCENARIO = "small-town"
EXAMPLES = os.path.join(FOLDER, "..", "..", "docs", "examples", "assess")
LONG = "kaseya-2021"  # 20,000 worlds of it are under way for as long as a test needs


def expect(found, wanted, what=""):
    assert found == wanted, f"{what} expected {wanted!r}, got {found!r}"


def the_link_is_good_once_and_enter_prints_another(server):
    expect(server.join()[0], 200)
    expect(server.join()[0], 403, "a second use")
    expect(server.join(server.new_link())[0], 200, "a new link")
    expect(server.join(server.link.split("/join/")[0] + "/join/" + "0" * 32)[0], 403, "a guess")


def the_cookie_stays_with_the_browser_and_the_page_may_load_nothing_foreign(server):
    _, headers = server.join(server.new_link())
    for word in ("HttpOnly", "SameSite=Strict", "Path=/"):
        assert word in headers["Set-Cookie"], headers["Set-Cookie"]
    policy = headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
                 "img-src 'self' data:", "frame-ancestors 'none'"):
        assert part in policy, policy
    expect(headers["X-Content-Type-Options"], "nosniff")


def nobody_asks_without_a_session(server):
    for path in ("/", "/api/v1/scenarios", "/assets/index.js"):
        expect(server.ask("GET", path, cookie=None)[0], 401, path)
    expect(server.ask("GET", "/api/v1/scenarios", cookie=f"keyfall_{server.port}={'0' * 32}")[0], 401, "a guess")


def a_foreign_host_or_origin_is_refused(server):
    path = "/api/v1/scenarios"
    for host in ("evil.example", f"evil.example:{server.port}", "127.0.0.1", f"127.0.0.1:{server.port}.evil.example",
                 f"127.0.0.2:{server.port}", ""):
        expect(server.ask("GET", path, Host=host)[0], 403, f"Host {host}")
    for host in (f"localhost:{server.port}", f"[::1]:{server.port}", f"LOCALHOST:{server.port}"):
        expect(server.ask("GET", path, Host=host)[0], 200, f"Host {host}")
    for origin in ("https://evil.example", "null", f"https://127.0.0.1:{server.port}", "http://127.0.0.1:1"):
        expect(server.ask("GET", path, Origin=origin)[0], 403, f"Origin {origin}")
    expect(server.ask("GET", path, Origin=f"http://{server.host}")[0], 200)
    expect(server.ask("GET", path, Sec_Fetch_Site="cross-site")[0], 403)
    expect(server.ask("GET", path, Sec_Fetch_Site="same-site")[0], 403)
    expect(server.ask("GET", path, Sec_Fetch_Site="same-origin")[0], 200)


def it_listens_on_loopback_alone(server):
    with open("/proc/net/tcp", encoding="ascii") as file:
        rows = [line.split() for line in file][1:]
    addresses = {row[1].split(":")[0] for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == server.port}
    expect(addresses, {"0100007F"})


def no_path_leaves_the_page(server):
    for path in ("/../../etc/passwd", "/assets/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/%2e%2e%2fkeyfall",
                 "//etc/passwd", "/assets/", "/assets", "/index.html/..", "/..%5c..%5cetc"):
        status, _, data = server.ask("GET", path)
        assert status == 404 and b"root:" not in data, (path, status)


def errors_are_a_plain_sentence(server):
    cases = [
        ("GET", "/api/v1/scenarios/nowhere", None, 404, "no scenario"),
        ("GET", "/api/v1/nothing", None, 404, "nothing here"),
        ("DELETE", "/api/v1/scenarios", None, 405, "method"),
        ("POST", "/api/v1/runs", b"{", 400, "request:1"),
        ("POST", "/api/v1/runs", b"[]", 400, "request"),
        ("POST", "/api/v1/runs", {"scenario": "../small-town"}, 400, "no scenario"),
        ("POST", "/api/v1/runs", {"scenario": SCENARIO, "world": 3}, 400, "world"),
        ("POST", "/api/v1/runs", {"scenario": SCENARIO, "worlds": 10**9}, 400, "$.worlds"),
        ("POST", "/api/v1/runs", {"scenario": SCENARIO, "seed": 7}, 400, "$.seed"),
        ("POST", "/api/v1/runs", {"scenario": SCENARIO, "metric": "luck"}, 400, "no measure 'luck'"),
        ("POST", "/api/v1/runs", {"scenario": SCENARIO, "controls": {"preset": "nope"}}, 400, "no preset 'nope'"),
        ("POST", "/api/v1/runs", {"scenario": SCENARIO, "controls": {"levels": {"msp": {"mfa": 4}}}}, 400, "$.controls.levels.msp.mfa"),
        ("POST", "/api/v1/runs", {"scenario": SCENARIO, "controls": {"levels": {"msp": {"magic": 1}}}}, 400, "no control 'magic'"),
        ("POST", "/api/v1/runs", {"scenario": SCENARIO, "controls": {"levels": {"bank": {}}}}, 400, "no tier 'bank'"),
        ("POST", "/api/v1/worlds", {"scenario": SCENARIO, "world": -1}, 400, "$.world"),
        ("POST", "/api/v1/fates", {"scenario": SCENARIO, "world": 1, "organisation": 10**9}, 400, "$.organisation"),
        ("GET", "/api/v1/runs/99999", None, 404, "no such run"),
        ("GET", "/api/v1/runs/1x", None, 404, "no such run"),
    ]
    for method, path, body, wanted, words in cases:
        status, answer = server.json(method, path, body)
        expect(status, wanted, f"{method} {path} {body}:")
        expect((answer["format"], answer["status"]), ("keyfall.error", wanted))
        assert words in answer["error"], answer


def a_large_body_is_refused_and_the_server_lives(server):
    expect(server.ask("POST", "/api/v1/runs", b"x" * (65 << 10))[0], 413)
    expect(server.ask("GET", "/api/v1/scenarios")[0], 200)


def malformed_requests_do_no_harm(server):
    garbage = [b"\r\n\r\n", b"GET\r\n\r\n", b"\x00" * 4000, b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
               b"POST /api/v1/runs HTTP/1.1\r\nContent-Length: -5\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
               b"POST /api/v1/runs HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"GET /" + b"a" * 60000,
               b"BREW / HTTP/1.1\r\nHost: " + server.host.encode() + b"\r\n\r\n",
               b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 6000 + b"\r\n"]
    for bytes_sent in garbage:
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
            try:
                client.sendall(bytes_sent)
                client.settimeout(0.2)
                client.recv(4096)
            except OSError:
                pass
    expect(server.ask("GET", "/api/v1/scenarios")[0], 200)


def a_run_streams_growing_batches_and_its_figures_are_those_of_the_command_line(server):
    status, started = server.json("POST", "/api/v1/runs", {"scenario": SCENARIO, "worlds": 400, "seed": "7"})
    expect(status, 202)
    events = server.events(started["events"])
    names = [name for _, name, _ in events]
    expect(names[-1], "end")
    expect(events[-1][2]["state"], "done")
    sizes = [data["result"]["replications"] for _, name, data in events if name == "result"]
    assert sizes[-1] == 400 and sizes == sorted(sizes), sizes
    assert "timeline" in names, names
    printed = server.command("run", SCENARIO, "--reps", "400", "--seed", "7", "--json")
    wanted = json.loads(printed.stdout)["control_sets"][0]["metrics"]["customers"]
    last = [data for _, name, data in events if name == "result"][-1]
    expect(last["result"]["control_sets"][0]["metrics"]["customers"], wanted)
    expect(sum(last["pictures"]["metrics"]["customers"]["histogram"]["bins"][0]), 400, "worlds in the histogram")


def the_first_answer_has_what_is_on_the_screen_as_the_whole_has_it(server):
    body = {"scenario": SCENARIO, "worlds": 400, "seed": "11", "metric": "machines", "pinned": {},
            "controls": {"levels": {"msp": {"restrict_mgmt": 3}}}}
    events = server.events(server.json("POST", "/api/v1/runs", body)[1]["events"])
    first, last = [[data for _, name, data in events if name == "result"][i] for i in (0, -1)]
    expect(first["result"]["replications"], 200)
    expect([sorted(one["metrics"]) for one in first["result"]["control_sets"]], [["customers", "machines"]] * 2)
    expect(sorted(first["pictures"]["metrics"]), ["customers", "machines"])
    expect([pair["metric"] for pair in first["result"]["pairs"]], ["customers", "machines"])
    assert first["result"]["partial"] and "money" in last["result"]["control_sets"][0]["metrics"]
    again = server.events(server.json("POST", "/api/v1/runs", {**body, "worlds": 200})[1]["events"])
    whole = next(data for _, name, data in again if name == "result")["result"]
    assert not whole["partial"], "of worlds that have been run before, everything is told at once"
    for glance, full in zip(first["result"]["control_sets"], whole["control_sets"]):
        for metric in ("customers", "machines"):
            expect(glance["metrics"][metric], full["metrics"][metric], f"{glance['name']}, {metric}:")


def scenarios_tell_their_controls_presets_and_sources(server):
    _, listed = server.json("GET", "/api/v1/scenarios")
    assert SCENARIO in [entry["name"] for entry in listed["scenarios"]]
    status, scenario = server.json("GET", f"/api/v1/scenarios/{SCENARIO}")
    expect(status, 200)
    expect([tier["kind"] for tier in scenario["tiers"]], ["vendor", "msp", "customer"])
    assert sum(scenario["provenance"].values()) == len(scenario["parameters"]) > 20
    preset = next(preset for preset in scenario["presets"] if preset["id"] == "rmm-pages-not-public")
    expect((preset["levels"]["msp"]["restrict_mgmt"], preset["levels"]["vendor"]["restrict_mgmt"]), ([2, 2], [0, 0]))
    used = {control["id"] for control in scenario["controls"] if control["used"]}
    expect(used, {"restrict_mgmt", "edr_mdr", "app_control", "antimalware", "ir_plan"})


def a_scenario_that_cannot_be_read_is_listed_with_its_error_and_stops_nothing(server):
    _, listed = server.json("GET", "/api/v1/scenarios")
    errors = {entry["name"]: entry["error"] for entry in listed["scenarios"]}
    assert "half-written/scenario.lua:" in errors["half-written"], errors
    expect(errors[SCENARIO], "")
    status, answer = server.json("GET", "/api/v1/scenarios/half-written")
    expect(status, 404)
    assert "half-written/scenario.lua:" in answer["error"], answer


def a_scenario_that_takes_long_to_load_holds_up_nobody_else(server):
    slow = threading.Thread(target=lambda: server.ask("GET", f"/api/v1/scenarios/{LONG}"))
    slow.start()
    began = time.monotonic()
    expect(server.json("GET", f"/api/v1/scenarios/{SCENARIO}")[0], 200)
    took = time.monotonic() - began
    slow.join()
    assert took < 1, f"{took:.2f} s"


def what_each_control_is_worth_comes_with_an_interval(server):
    _, started = server.json("POST", "/api/v1/runs", {"scenario": SCENARIO, "worlds": 200, "seed": "7", "worth": True})
    worth = [data for _, name, data in server.events(started["events"]) if name == "worth"][-1]
    assert worth["complete"]
    by_control = {entry["control"]: entry["metrics"]["customers"] for entry in worth["controls"]}
    mean, low, high = by_control["restrict_mgmt"]
    assert low <= mean <= high < 0, by_control["restrict_mgmt"]


def an_assessment_says_what_the_command_line_says(server):
    _, form = server.json("GET", "/api/v1/questionnaire")
    files = [os.path.join(EXAMPLES, f"{name}.json") for name in ("harbour-it", "cedar-cloud")]
    answers = []
    for path in files:
        with open(path, encoding="utf-8") as file:
            answers.append(json.load(file))
    _, started = server.json("POST", "/api/v1/assessments", {"msps": answers, "worlds": 640, "seed": "3"})
    events = server.events(started["events"])
    found = [data for _, name, data in events if name == "assessment"]
    expect([one["draws"] * one["worlds_per_draw"] for one in found], [320, 640], "first roughly, then in full:")
    assert "progress" in [name for _, name, _ in events]
    printed = server.command("assess", *files, "--reps", "640", "--seed", "3", "--json")
    expect(found[-1], json.loads(printed.stdout))
    asked = [one for one in form["questions"] if one["part"] == "msp" and one["kind"] != "text"]
    expect(len(asked), found[-1]["msps"][0]["asked"], "questions asked")


def an_assessment_names_the_place_of_what_it_cannot_read(server):
    good = {"format": "keyfall.answers", "version": 1, "part": "msp", "name": "North", "questions": []}
    cases = [
        ({}, "msps"), ({"msps": []}, "$.msps"), ({"msps": [good] * 7}, "1 to 6"),
        ({"msps": [good, good]}, "$.msps[1]"), ({"msps": [{**good, "name": ""}]}, "$.msps[0]"),
        ({"msps": [{**good, "part": "company"}]}, "$.msps[0]"), ({"msps": [good], "company": good}, "$.company"),
        ({"msps": [{**good, "questions": [{"id": "e8_mfa", "answer": 4}]}]}, "$.msps[0].questions[0]"),
        ({"msps": [{**good, "questions": [{"id": "e8_mfa", "answer": 1, "status": "sworn"}]}]}, "claimed, shown or checked"),
        ({"msps": [good], "worlds": 1}, "$.worlds"), ({"msps": [good], "price": 3}, "price"),
    ]
    for body, words in cases:
        status, answer = server.json("POST", "/api/v1/assessments", body)
        expect(status, 400, f"{body}:")
        assert words in answer["error"], answer


def an_assessment_is_cancelled_by_the_next_of_its_lane(server):
    body = {"msps": [{"format": "keyfall.answers", "version": 1, "part": "msp", "name": "North", "questions": []}],
            "worlds": 16000, "lane": "a"}
    first = server.json("POST", "/api/v1/assessments", body)[1]
    second = server.json("POST", "/api/v1/assessments", {**body, "worlds": 16})[1]
    expect(server.events(first["events"])[-1][2]["state"], "cancelled")
    expect(server.events(second["events"])[-1][2]["state"], "done")
    status, run = server.json("GET", f"/api/v1/runs/{second['id']}")
    expect((status, run["state"], run["assessment"]["ranking"]), (200, "done", ["North"]))


def a_stream_goes_on_after_the_last_event_seen(server):
    _, started = server.json("POST", "/api/v1/runs", {"scenario": SCENARIO, "worlds": 200, "seed": "7"})
    whole = server.events(started["events"])
    rest = server.events(started["events"], **{"Last-Event-ID": str(whole[0][0])})
    expect([number for number, _, _ in rest], [number for number, _, _ in whole][1:])
    status, run = server.json("GET", f"/api/v1/runs/{started['id']}")
    expect((status, run["state"]), (200, "done"))
    assert run["result"]["result"]["replications"] == 200


def a_new_run_cancels_the_one_it_overtakes_and_no_other(server):
    def start(lane):
        body = {"scenario": LONG, "worlds": 20000, "seed": "99", "lane": lane}
        return server.json("POST", "/api/v1/runs", body)[1]

    first, other, second = start("a"), start("b"), start("a")
    expect(server.events(first["events"])[-1][2]["state"], "cancelled")
    for run in (other, second):
        assert server.json("GET", f"/api/v1/runs/{run['id']}")[1]["state"] in ("waiting", "running")
        expect(server.json("DELETE", f"/api/v1/runs/{run['id']}")[0], 204)
        expect(server.events(run["events"])[-1][2]["state"], "cancelled")


def only_so_many_runs_are_taken(server):
    answers = [server.json("POST", "/api/v1/runs", {"scenario": LONG, "worlds": 20000, "seed": "98", "lane": str(i)})
               for i in range(17)]
    expect([status for status, _ in answers[:16]], [202] * 16)
    expect(answers[16][0], 503)
    for _, run in answers[:16]:
        server.ask("DELETE", f"/api/v1/runs/{run['id']}")


def another_session_does_not_see_a_run(server):
    _, started = server.json("POST", "/api/v1/runs", {"scenario": SCENARIO, "worlds": 200, "seed": "7"})
    server.join(server.new_link())
    expect(server.json("GET", f"/api/v1/runs/{started['id']}")[0], 404)


def a_control_lowers_the_figures_and_the_pair_says_by_how_much(server):
    body = {"scenario": SCENARIO, "worlds": 200, "seed": "7", "pinned": {},
            "controls": {"levels": {"msp": {"restrict_mgmt": 3}, "customer": {"restrict_mgmt": 3}}}}
    _, started = server.json("POST", "/api/v1/runs", body)
    result = [data for _, name, data in server.events(started["events"]) if name == "result"][-1]["result"]
    pinned, now = (entry["metrics"]["customers"]["mean"] for entry in result["control_sets"])
    pair = next(pair for pair in result["pairs"] if pair["metric"] == "customers")
    assert now < pinned and abs(pair["mean_difference"] - (now - pinned)) < 1e-9
    assert pair["ci95"][0] < pair["mean_difference"] < pair["ci95"][1] < 0


def a_world_and_a_fate_tell_the_same_story(server):
    body = {"scenario": SCENARIO, "world": 5, "seed": "7"}
    _, world = server.json("POST", "/api/v1/worlds", body)
    customers = [i for i, kind in enumerate(world["organisations"]["kind"]) if world["organisations"]["kinds"][kind] == "customer"]
    taken = {number: at for number, at, _ in world["taken"]}
    expect(len([i for i in customers if i in taken]), world["customers"])
    number, at = next((number, at) for number, at in taken.items() if number in customers)
    fate = server.json("POST", "/api/v1/fates", {**body, "organisation": world["organisations"]["id"][number]})[1]
    expect((fate["kind"], fate["hit"], fate["steps"][-1]["at"]), ("customer", at, at))
    assert [step["at"] for step in fate["steps"]] == sorted(step["at"] for step in fate["steps"])
    assert world["contained"] and world["warned"] and world["story"]


def a_busy_port_is_refused_with_a_free_one(server):
    second = server.command("serve", "--port", str(server.port))
    expect(second.returncode, 2)
    free = int(second.stderr.rsplit("--port ", 1)[1])
    assert free != server.port, second.stderr
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", free))


def an_unknown_scenario_is_refused(server):
    wrong = server.command("serve", "--port", "0", "nowhere")
    expect(wrong.returncode, 2)
    assert "keyfall list" in wrong.stderr, wrong.stderr


def ctrl_c_ends_it_at_once_with_runs_and_streams_under_way(server):
    _, started = server.json("POST", "/api/v1/runs", {"scenario": LONG, "worlds": 20000, "seed": "97"})
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(f"GET {started['events']} HTTP/1.1\r\nHost: {server.host}\r\nCookie: {server.cookie}\r\n\r\n".encode())
        client.recv(100)
        status, seconds = server.stop()
    expect(status, 0)
    assert seconds < 5, f"it took {seconds:.1f} s"


TESTS = [
    the_link_is_good_once_and_enter_prints_another,
    a_scenario_that_takes_long_to_load_holds_up_nobody_else,
    the_cookie_stays_with_the_browser_and_the_page_may_load_nothing_foreign,
    nobody_asks_without_a_session,
    a_foreign_host_or_origin_is_refused,
    it_listens_on_loopback_alone,
    no_path_leaves_the_page,
    errors_are_a_plain_sentence,
    a_large_body_is_refused_and_the_server_lives,
    malformed_requests_do_no_harm,
    a_run_streams_growing_batches_and_its_figures_are_those_of_the_command_line,
    the_first_answer_has_what_is_on_the_screen_as_the_whole_has_it,
    scenarios_tell_their_controls_presets_and_sources,
    a_scenario_that_cannot_be_read_is_listed_with_its_error_and_stops_nothing,
    what_each_control_is_worth_comes_with_an_interval,
    an_assessment_says_what_the_command_line_says,
    an_assessment_names_the_place_of_what_it_cannot_read,
    an_assessment_is_cancelled_by_the_next_of_its_lane,
    a_stream_goes_on_after_the_last_event_seen,
    a_new_run_cancels_the_one_it_overtakes_and_no_other,
    only_so_many_runs_are_taken,
    another_session_does_not_see_a_run,
    a_control_lowers_the_figures_and_the_pair_says_by_how_much,
    a_world_and_a_fate_tell_the_same_story,
    a_busy_port_is_refused_with_a_free_one,
    an_unknown_scenario_is_refused,
    ctrl_c_ends_it_at_once_with_runs_and_streams_under_way,
]

if __name__ == "__main__":
    described = Description()
    with small_root() as root:
        status = run_all(TESTS, Served(sys.argv[1], root=root, description=described))
    missing = (described.operations() | {"result", "timeline", "worth", "progress", "assessment", "end"}) - described.seen - {"followRun"}
    if missing:
        print("FAILED: nothing was held against the description of", sorted(missing))
    sys.exit(1 if missing else status)
