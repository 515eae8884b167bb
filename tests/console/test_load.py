#!/usr/bin/env python3
"""test_load.py PROGRAM: many clients at once, slow ones, half-open ones, and 10,000 requests, all on 127.0.0.1.

Bounded in count and time; prints the figures it measured.
"""

import json
import selectors
import socket
import sys
import time

from served import Served, run_all, small_root

SCENARIO = "small-town"
LONG = "kaseya-2021"
CLIENTS = 200


def open_stream(server, path):
    client = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: {server.host}\r\nCookie: {server.cookie}\r\n\r\n".encode())
    return client


def start(server, **body):
    return server.json("POST", "/api/v1/runs", {"scenario": SCENARIO, "worlds": 200, **body})[1]


def read_all(clients, seconds):
    """What each client got by the end of its stream, and when the first bytes of each event came."""
    chooser = selectors.DefaultSelector()
    texts, arrivals = {}, {}
    for client in clients:
        client.setblocking(False)
        chooser.register(client, selectors.EVENT_READ)
        texts[client], arrivals[client] = b"", []
    until = time.monotonic() + seconds
    left = len(clients)
    while left and time.monotonic() < until:
        for key, _ in chooser.select(timeout=0.5):
            data = key.fileobj.recv(1 << 16)
            texts[key.fileobj] += data
            arrivals[key.fileobj].extend([time.monotonic()] * data.count(b"event: "))
            if not data or texts[key.fileobj].endswith(b"0\r\n\r\n"):
                chooser.unregister(key.fileobj)
                left -= 1
    assert left == 0, f"{left} streams did not end"
    return texts, arrivals


def two_hundred_clients_follow_one_run_in_order(server):
    started = server.json("POST", "/api/v1/runs", {"scenario": LONG, "worlds": 1000, "seed": "5"})[1]
    clients = [open_stream(server, started["events"]) for _ in range(CLIENTS)]
    texts, arrivals = read_all(clients, 120)
    for text in texts.values():
        ids = [int(line[4:]) for line in text.decode().splitlines() if line.startswith("id: ")]
        assert ids == sorted(set(ids)) and "event: end" in text.decode(), ids
    ends = sorted(times[-1] for times in arrivals.values())
    spread = (ends[int(0.99 * CLIENTS)] - ends[0]) * 1000
    print(f"  {CLIENTS} streams: 99 % had the last event within {spread:.0f} ms of the first that had it")
    assert spread < 2000, spread
    for client in clients:
        client.close()


def clients_that_do_not_read_hold_up_nobody(server):
    before = server.memory()
    sleepers = []
    for _ in range(50):
        started = start(server, lane="", seed="6")
        sleepers.append(open_stream(server, started["events"]))
    began = time.monotonic()
    for _ in range(50):
        assert server.ask("GET", "/api/v1/scenarios")[0] == 200
    took = (time.monotonic() - began) / 50 * 1000
    grown = server.memory() - before
    print(f"  beside 50 that do not read: {took:.1f} ms a request, {grown} kB more")
    assert took < 500 and grown < 64 << 10
    for client in sleepers:
        client.close()


def half_open_connections_are_dropped_and_the_rest_is_served(server):
    halves = []
    for i in range(200):
        half = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        half.sendall([b"", b"GE", b"GET / HTTP/1.1\r\nHost: ", b"POST /api/v1/runs HTTP/1.1\r\nContent-Length: 50\r\n\r\n{"][i % 4])
        halves.append(half)
    assert server.ask("GET", "/api/v1/scenarios")[0] == 200
    most = server.descriptors()
    time.sleep(36)  # the server gives an idle connection 30 seconds
    least = server.descriptors()
    print(f"  200 half-open connections: {most} descriptors, {least} after 36 s")
    assert most > 120 and least < 40, (most, least)
    for half in halves:
        half.close()


def ten_thousand_requests_do_not_grow_the_memory(server):
    kinds = [("GET", "/api/v1/scenarios", None), ("GET", f"/api/v1/scenarios/{SCENARIO}", None), ("GET", "/", None),
             ("GET", "/nothing", None), ("POST", "/api/v1/runs", b"{"),
             ("POST", "/api/v1/worlds", json.dumps({"scenario": SCENARIO, "world": 3}).encode()),
             ("POST", "/api/v1/runs", json.dumps({"scenario": SCENARIO, "worlds": 200, "lane": "load"}).encode()),
             ("BREW", "/", None)]

    def many(count):
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
            lines = client.makefile("rb")
            for i in range(count):
                method, path, body = kinds[i % len(kinds)]
                head = f"{method} {path} HTTP/1.1\r\nHost: {server.host}\r\nCookie: {server.cookie}\r\n"
                if body is not None:
                    head += f"Content-Length: {len(body)}\r\n"
                client.sendall(head.encode() + b"\r\n" + (body or b""))
                length, line = 0, b"-"
                closes = False
                while line not in (b"\r\n", b""):
                    line = lines.readline()
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                    closes |= line.lower().startswith(b"connection: close")
                lines.read(length)
                if closes or line == b"":
                    return i + 1
        return count

    def batch(count):
        done = 0
        while done < count:
            done += many(count - done)

    batch(2000)
    before, descriptors = server.memory(), server.descriptors()
    began = time.monotonic()
    batch(10000)
    seconds = time.monotonic() - began
    grown = server.memory() - before
    print(f"  10,000 requests in {seconds:.1f} s ({10000 / seconds:.0f} a second), {grown} kB more, "
          f"{server.descriptors() - descriptors} descriptors more")
    assert grown < 8 << 10, f"{grown} kB"
    assert server.descriptors() - descriptors < 10


TESTS = [
    two_hundred_clients_follow_one_run_in_order,
    clients_that_do_not_read_hold_up_nobody,
    ten_thousand_requests_do_not_grow_the_memory,
    half_open_connections_are_dropped_and_the_rest_is_served,
]

if __name__ == "__main__":
    with small_root() as root:
        console = Served(sys.argv[1], root=root)
        console.join()
        failed = run_all(TESTS, console)
        status, _ = console.stop()
        sys.exit(failed or status)
