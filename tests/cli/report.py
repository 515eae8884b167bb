#!/usr/bin/env python3
"""report.py KEYFALL ROOT: every result as one HTML file that needs nothing else: no script, no address, whatever
names users chose; a table and a description for every plot; and files that must be refused by name with status 2."""

import html.parser
import json
import os
import shutil
import subprocess
import sys
import tempfile

KEYFALL, ROOT = sys.argv[1:3]
EXAMPLES = os.path.join(ROOT, "docs/examples/assess")
FOLDER = tempfile.TemporaryDirectory()
HOSTILE = "<script>alert(1)</script>\"'&]]>--><svg onload=x>%n%s"


def at(name):
    return os.path.join(FOLDER.name, name)


def run(*words, status=0, **more):
    done = subprocess.run([KEYFALL, *words], capture_output=True, text=True, **more)
    assert done.returncode == status, f"{words}: status {done.returncode}, not {status}\n{done.stderr}"
    return done.stderr if status else done.stdout


def write(name, value):
    with open(at(name), "w", encoding="utf-8") as file:
        file.write(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    return at(name)


class Page(html.parser.HTMLParser):
    """What a reader needs to know of a page; fails on tags that do not match."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], [], [], []
        self.feed(text)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attributes]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attributes]

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data):
        self.text.append(data)


def check(text):
    page = Page(text)
    known = {"html", "head", "meta", "title", "style", "body", "header", "span", "main", "h1", "h2", "p", "ol", "li", "div",
             "figure", "figcaption", "b", "svg", "line", "rect", "circle", "path", "text", "details", "summary", "table",
             "caption", "thead", "tbody", "tr", "th", "td", "footer"}
    assert set(page.tags) <= known, set(page.tags) - known
    assert not [a for a in page.attributes if a[1].startswith("on") or a[1] in ("href", "src")], "an address or a handler"
    plots = page.tags.count("svg")
    described = [a for a in page.attributes if a[:2] == ("svg", "aria-label") and a[2]]
    assert len(described) == plots and page.tags.count("figure") == plots, "a plot without a description"
    assert page.tags.count("table") >= plots, "a plot without a table"
    assert "nan" not in "".join(v or "" for t, _, v in page.attributes if t in ("line", "rect", "circle", "path")), "nan drawn"
    return plots


def hold(page, *sentences):
    text = " ".join(" ".join(Page(page).text).split())
    for sentence in sentences:
        assert " ".join(sentence.split()) in text, f"{sentence!r} is missing"


def results_become_pages():
    for name, words, least in [
            ("compare", ["compare", "kaseya-2021", "--reps", "40"], 3),
            ("run", ["run", "msp-vendor-flaw", "--reps", "80"], 2),
            ("exposure", ["exposure", "kaseya-2021", "--most", "5", "--reps", "40"], 2),
            ("backtest", ["backtest", "kaseya-2021", "--reps", "40"], 1),
            ("attribution", ["attribute", "kaseya-2021", "--vary", "mfa,patching,app_control", "--reps", "40"], 2),
            ("plan", ["plan", "kaseya-2021", "--vary", "restrict_mgmt@msp,edr_mdr@msp", "--reps", "40", "--target",
                      "p95(customers)<=700"], 2),
            ("sensitivity", ["sensitivity", "msp-vendor-flaw", "--reps", "4", "--rows", "8", "--trajectories", "4"], 1),
            ("spread", ["replay", "kaseya-2021"], 1),
            ("assess", ["assess", os.path.join(EXAMPLES, "harbour-it.json"), os.path.join(EXAMPLES, "cedar-cloud.json"),
                        "--reps", "160"], 5)]:
        status = 1 if name == "backtest" else 0
        done = subprocess.run([KEYFALL, *words, "--json"], capture_output=True, text=True)
        assert done.returncode in (0, status), done.stderr
        write(name + ".json", done.stdout)
        page = run("report", at(name + ".json"))
        assert check(page) >= least, f"{name}: fewer plots than {least}"
        assert page == run("report", at(name + ".json")), "two reports of one result differ"
    hold(run("report", at("attribution.json")), "Multi-factor authentication: no step of this attack and no response meets it",
         "nobody could patch in time", "in this attack", "What remains with all of them", "seed 1")
    hold(run("report", at("plan.json")), "on fresh worlds", "p95(customers)", "Proven: all 4 choices", "seed 1")
    with open(at("sensitivity.json"), encoding="utf-8") as file:
        decides = json.load(file)["inputs"][0]
    hold(run("report", at("sensitivity.json")), "The numbers that decide this answer", decides["label"], decides["source"])
    with open(os.path.join(ROOT, "docs/formats/openapi.json"), encoding="utf-8") as file:
        console = json.load(file)["components"]["schemas"]["Spread"]
    with open(os.path.join(ROOT, "docs/formats/spread.schema.json"), encoding="utf-8") as file:
        assert console.items() <= json.load(file).items(), "the console and replay give two kinds of spread"
    hold(run("report", at("spread.json")), "organisations fall in this world", "World 0 of seed 1")
    both = run("report", at("compare.json"), at("exposure.json"))
    assert check(both) >= 4 and "<h2>The keys with the widest exposure" in both


def worth(value):
    return {"value": value, "ci95": [value - 1, value + 1]}


def point(cost, mean, bought):
    money = {"low": cost / 2, "mode": cost, "high": cost * 2}
    return {"bought": bought, "cost": money, "mean": mean, "cvar95": mean * 2,
            "fresh": {"mean": mean + 1, "ci95": [mean, mean + 2], "cvar95": mean * 2}}


def choices_and_maps_become_pages():
    shares = {"alone": worth(5), "last_in": worth(1), "shapley": worth(3)}
    lever = {"lever": "mfa", "control": "mfa", "title": "Multi-factor authentication", "level": 2, "can_act": True,
             "changed_share": 0, "why": "it is bypassed", "mean": shares, "p95": shares}
    head = {"version": 1, "scenario": "kaseya-2021", "metric": "customers"}
    pages = {"attribution": {"levers": [lever]},
             "plan": {"proven": True, "front_mean": [point(0, 9, []), point(100, 4, ["mfa"])],
                      "front_cvar95": [point(0, 18, [])]},
             "sensitivity": {"mean": 5, "inputs": [{"label": "odds", "tornado": {"at_p5": 2, "at_p95": 9}}, {"label": "screened"}]},
             "spread": {"radius": 10, "customers": 1, "taken": [[1, 5, 0]], "warned": [[2, 1]], "contained": [[2, 3]],
                        "organisations": {"kinds": ["vendor", "msp", "customer"], "kind": [0, 1, 2], "x": [0, 5, 9], "y": [0, 1, 2]}},
             "scenario": {"title": "T", "summary": "S", "numbers": {"assumed": 1},
                          "parameters": [{"name": "n", "low": 1, "mode": 2, "high": 3, "unit": "share", "provenance": "assumed",
                                          "source": "nobody"}]}}
    for name, body in pages.items():
        page = run("report", write(name + ".json", {"format": "keyfall." + name, **head, **body}))
        assert check(page) >= (0 if name == "scenario" else 1), name


def hostile_names_stay_text():
    metric = {"unit": HOSTILE, "mean": 1, "ci95": [0, 1], "median": 1, "p5": 0, "p95": 2, "cvar95": 2, "none_share": 0,
              "exceedance": [[0, 0.5], [2, 0]]}
    sets = [{"name": n, "title": HOSTILE + n, "metrics": {"customers": metric, HOSTILE: metric}} for n in "ab"]
    pair = {"a": "a", "b": "b", "metric": "customers", "mean_difference": -1, "ci95": [-2, 0], "better_share": 1, "tied_share": 0}
    result = {"format": "keyfall.result", "version": 1, "scenario": HOSTILE, "seed": HOSTILE, "replications": 4,
              "response": HOSTILE, "partial": True, "control_sets": sets, "pairs": [pair]}
    page = run("report", write("hostile.json", result))
    assert check(page) == 3 and "<script" not in page and "&lt;script&gt;" in page
    answers = {"format": "keyfall.answers", "version": 1, "part": "msp", "name": HOSTILE[:70], "questions": []}
    run("assess", write("answers.json", answers), "--memo", "-o", at("memo.html"), "--reps", "16")
    with open(at("memo.html"), encoding="utf-8") as file:
        memo = file.read()
    check(memo)
    assert "<script" not in memo and "&lt;script&gt;" in memo


def extreme_numbers_are_drawn_or_left_out():
    for x in (0, -1, 1e300, -1e300, 1e-300):
        keys = [{"key": "k", "customers": x, "msps": x, "machines": None}]
        check(run("report", write("x.json", {"format": "keyfall.exposure", "version": 1, "source": "s", "keys": keys})))
        inputs = [{"label": "n", "tornado": {"at_p5": x, "at_p95": 1}}]
        check(run("report", write("y.json", {"format": "keyfall.sensitivity", "version": 1, "inputs": inputs})))


def what_is_no_result_is_refused():
    def refused(value, sentence):
        said = run("report", write("bad.json", value), status=2)
        assert "bad.json" in said and sentence in said, said
    refused("nonsense", "bad.json:1:")
    refused([], "format")
    refused({"format": "keyfall.answers", "version": 1}, "keyfall.answers")
    refused({"format": "keyfall.result", "version": 2}, "version")
    refused({"format": "keyfall.result", "version": 1}, "control_sets")
    refused({"format": "keyfall.result", "version": 1, "control_sets": [], "pairs": []}, "nothing was run")
    refused({"format": "keyfall.spread", "version": 1, "organisations": 3}, "organisations")
    run("report", at("nowhere.json"), status=2)
    run("report", at("compare.json"), "--marking", "SECRET", status=2)


def other_programs_are_used_where_they_are():
    said = run("report", at("run.json"), "--pdf", at("x.pdf"), status=2, env={**os.environ, "PATH": "/nonexistent"})
    assert "weasyprint is not installed" in said and "apt-get install" in said, said
    if shutil.which("weasyprint"):
        run("report", at("run.json"), "--pdf", at("run.pdf"))
        with open(at("run.pdf"), "rb") as file:
            assert file.read(5) == b"%PDF-"
    if shutil.which("pandoc"):
        run("report", at("run.json"), "--docx", at("run.docx"))
        with open(at("run.docx"), "rb") as file:
            assert file.read(2) == b"PK"


for test in [results_become_pages, choices_and_maps_become_pages, hostile_names_stay_text,
             extreme_numbers_are_drawn_or_left_out, what_is_no_result_is_refused, other_programs_are_used_where_they_are]:
    test()
    print("good:", test.__name__.replace("_", " "))
FOLDER.cleanup()
