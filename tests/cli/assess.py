#!/usr/bin/env python3
"""assess.py KEYFALL ROOT: due diligence as a user meets it: the examples, forms sent out and read back, and files
that must be refused by name with status 2."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from unicodedata import east_asian_width

KEYFALL, ROOT = sys.argv[1:3]
EXAMPLES = os.path.join(ROOT, "docs/examples/assess")
FOLDER = tempfile.TemporaryDirectory()
FAST = ["--reps", "160", "--seed", "3"]


def example(name):
    return os.path.join(EXAMPLES, name)


def at(name):
    return os.path.join(FOLDER.name, name)


def run(*words, status=0):
    done = subprocess.run([KEYFALL, "assess", *words], capture_output=True, text=True)
    assert done.returncode == status, f"{words}: status {done.returncode}, not {status}\n{done.stderr}"
    return done.stderr if status else done.stdout


def refused(path, *sentences):
    said = run(path, *FAST, status=2)
    for sentence in sentences:
        assert sentence in said, f"{path}: expected {sentence!r} in: {said}"


def check(schema, path):
    script = os.path.join(ROOT, "tests/check_schema.py")
    subprocess.run([sys.executable, script, os.path.join(ROOT, "docs/formats", schema), path], check=True)


def write(name, text):
    with open(at(name), "w", encoding="utf-8") as file:
        file.write(text)
    return at(name)


def form(questions, **head):
    whole = {"format": "keyfall.answers", "version": 1, "part": "msp", "name": "A", "questions": questions, **head}
    return json.dumps(whole, ensure_ascii=False)


def the_three_examples():
    words = [example("harbour-it.json"), example("cedar-cloud.json"), example("lowland-systems.json"),
             "--company", example("our-company.json"), *FAST]
    page = run(*words)
    first = " ".join(page.split("\n\n")[0].split())
    assert first.startswith("Cedar Cloud Services ranks first"), first
    assert all(len(line) <= 80 for line in page.splitlines()), "a line is wider than 80 columns"
    plain = run(words[1], "--ascii", *FAST)
    assert plain.isascii(), "not ASCII with --ascii"
    result = json.loads(run(*words, "--json"))
    with open(at("result.json"), "w", encoding="utf-8") as file:
        json.dump(result, file)
    check("assessment.schema.json", at("result.json"))
    assert result["ranking"][0] == "Cedar Cloud Services" and not result["tie"]
    assert result["families"][0]["title_ja"] == "MSP の管理ツールの欠陥", result["families"]
    lowland = result["msps"][2]
    assert lowland["answered"] < lowland["asked"] and lowland["ranked"]["mean"] > lowland["expected"]["mean"]
    for msp in result["msps"]:
        assert msp["everything_at_3"]["mean"] < msp["expected"]["mean"], "controls do not lower the risk"


def a_memo_fits_the_board():
    memo = run(example("cedar-cloud.json"), example("harbour-it.json"), "--memo", *FAST)
    assert "TLP:AMBER" in memo and "Conditions for signing with Cedar Cloud Services" in memo and "What remains" in memo
    assert all(len(line) <= 80 for line in memo.splitlines()), "a line of the memo is wider than 80 columns"
    run(example("cedar-cloud.json"), "--memo", "-o", at("memo.html"), "--language", "ja", *FAST)
    with open(at("memo.html"), encoding="utf-8") as file:
        html = file.read()
    assert '<html lang="ja">' in html and "契約する条件" in html and "残るもの" in html and "TLP:AMBER" in html
    assert not [word for word in ("Conditions", "What remains", "Ranked", "lower)") if word in html], "English in a Japanese memo"
    told = run(example("cedar-cloud.json"), example("harbour-it.json"), "--language", "ja", *FAST)
    wide = [line for line in told.splitlines() if sum(2 if east_asian_width(c) in "WF" else 1 for c in line) > 80]
    assert "差をつけているもの" in told and not wide, wide
    flat = "".join(told.split())
    assert "MSPの管理ツールの欠陥" in flat and "flaw" not in flat, "a family of attacks is not named in Japanese"
    assert "<script" not in html and "http" not in html.replace("http-equiv", "") and "TLP:AMBER" in html


def today_and_last_year():
    page = run(example("lowland-systems.json"), "--since", example("lowland-systems-2025.json"), "--today",
               example("harbour-it.json"), *FAST)
    assert "Beside today's arrangement" in page and "Since last year: Lowland Systems" in page
    assert "Multi-factor authentication (e8_mfa): 0 claimed → 1 shown" in page, page
    assert "(ir_plan): open → 0 claimed" in page
    tables = [part for part in page.split("\n\n") if "through  " in part]
    assert len(tables) == 3 and all("(last year)" in table and "(today)" in table for table in tables), tables
    memo = run(example("lowland-systems.json"), "--since", example("lowland-systems-2025.json"), "--today",
               example("harbour-it.json"), "--memo", *FAST)
    assert "Beside today's arrangement" in memo and "Since last year: Lowland Systems" in memo
    assert "(e8_mfa): 0 claimed → 1 shown" in memo and len(memo.splitlines()) < 66, "the memo is longer than a page"


def a_tie_gives_the_conditions_of_both():
    with open(example("cedar-cloud.json"), encoding="utf-8") as file:
        twin = json.load(file)
    twin["name"] = "Cedar Twin"
    words = [example("cedar-cloud.json"), write("twin.json", json.dumps(twin)), *FAST]
    for page in (run(*words), run(*words, "--memo")):
        assert "Conditions for signing with Cedar Cloud Services" in page and "with Cedar Twin" in page, page
    assert run(*words).startswith("These candidates cannot be told apart by their answers"), "the tie is not said first"


def pages_of(html):
    """Sheets of A4 that weasyprint fills."""
    subprocess.run(["weasyprint", html, html + ".pdf"], check=True, capture_output=True)
    with open(html + ".pdf", "rb") as file:
        return len(re.findall(rb"/Type /Page\b", file.read()))


def the_fullest_memo_is_one_sheet():
    with open(example("lowland-systems.json"), encoding="utf-8") as file:
        twin = json.load(file)
    twin["name"] = "Lowland Twin"
    words = [example("lowland-systems.json"), write("tied.json", json.dumps(twin)), "--since",
             example("lowland-systems-2025.json"), "--today", example("harbour-it.json"), "--memo", *FAST]
    for language in ("en", "ja"):
        run(*words, "--language", language, "-o", at("full.html"))
        if shutil.which("weasyprint"):
            assert pages_of(at("full.html")) == 1, f"the memo in {language} is longer than a page"


def forms_go_out_and_come_back():
    run("--blank", at("form.json"))
    check("answers.schema.json", at("form.json"))
    refused(at("form.json"), "name is empty")
    run("--blank", at("form.xlsx"))
    run("--blank", at("ours.xlsx"), "--part", "company")
    refused(at("form.xlsx"), "form.xlsx", "name is empty")
    run("--blank", at("form.txt"), status=2)
    for name in sorted(os.listdir(EXAMPLES)):
        check("answers.schema.json", example(name))


def bad_answers_are_refused():
    refused(write("a.json", form([{"id": "e8_mfaa", "answer": 1}])), "questions[0]", 'did you mean "e8_mfa"')
    refused(write("b.json", form([{"id": "e8_mfa", "answer": 7}])), "from 0 to 3")
    refused(write("c.json", form([{"id": "e8_mfa", "answer": "1"}])), "without quotes")
    refused(write("d.json", form([{"id": "e8_mfa", "answer": 1}, {"id": "e8_mfa", "answer": 2}])), "answered twice")
    refused(write("e.json", form([], name="\x1b[31mred")), "one line")
    refused(write("f.json", form([], part="board")), "write msp or company")
    refused(write("g.json", "[" * 100000), "g.json")
    refused(write("h.json", '{"format":"keyfall.result","version":1}'), "keyfall.answers")
    refused(example("our-company.json"), 'one of the part "msp"')
    refused(at("nowhere.json"), "nowhere.json")
    run(example("cedar-cloud.json"), example("cedar-cloud.json"), *FAST, status=2)


def workbook(name, sheet, **parts):
    with zipfile.ZipFile(at(name), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels",
                         '<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>')
        archive.writestr("xl/worksheets/s.xml", sheet)
        for part, text in parts.items():
            archive.writestr(f"xl/{part}.xml", text)
    return at(name)


def cells(*rows):
    text = "".join(f'<row><c r="{place}" t="inlineStr"><is><t>{value}</t></is></c></row>' for place, value in rows)
    return f"<worksheet><sheetData>{text}</sheetData></worksheet>"


def hostile_workbooks_are_refused():
    head = [("A1", "format"), ("B1", "keyfall.answers 1"), ("A2", "part"), ("B2", "msp"), ("A3", "name"), ("B3", "A"),
            ("A5", "id"), ("B5", "answer"), ("C5", "status"), ("D5", "note")]
    refused(workbook("row.xlsx", cells(*head, ("A6", "e8_mfa"), ("B6", "9"))), "row 6", "from 0 to 3")
    refused(workbook("head.xlsx", cells(*head[2:])), "no questionnaire of Keyfall")
    refused(workbook("column.xlsx", cells(*head[:-1])), 'no column "note"')
    refused(workbook("far.xlsx", cells(("A1048576", "x"))), "beyond")
    refused(workbook("place.xlsx", cells(("1A", "x"))), "no place such as B3")
    refused(workbook("pointer.xlsx", '<worksheet><sheetData><row><c r="A1" t="s"><v>5</v></c></row></sheetData></worksheet>'),
            "text that is not there")
    refused(workbook("bomb.xlsx", "<worksheet>" + " " * (40 << 20)), "unpacks to more than 32 MiB")
    refused(workbook("dtd.xlsx", '<!DOCTYPE a [<!ENTITY x "y">]><worksheet/>'), "declares a document type")
    refused(workbook("broken.xlsx", "<worksheet>"), "no workbook")
    refused(write("text.xlsx", "PK\x03\x04 nothing"), "no ZIP file")


def readings_of_japanese_are_not_part_of_the_text():
    shared = "<sst><si><r><t>名古屋</t></r><rPh><t>ナゴヤ</t></rPh></si></sst>"
    rows = cells(("A1", "format"), ("B1", "keyfall.answers 1"), ("A2", "part"), ("B2", "msp"), ("A3", "name"),
                 ("A5", "id"), ("B5", "answer"), ("C5", "status"), ("D5", "note"))
    rows = rows.replace("</sheetData>", '<row><c r="B3" t="s"><v>0</v></c></row></sheetData>')
    page = run(workbook("ja.xlsx", rows, sharedStrings=shared), *FAST)
    assert "名古屋" in page and "ナゴヤ" not in page


for test in [the_three_examples, a_memo_fits_the_board, today_and_last_year, a_tie_gives_the_conditions_of_both,
             the_fullest_memo_is_one_sheet, forms_go_out_and_come_back, bad_answers_are_refused, hostile_workbooks_are_refused,
             readings_of_japanese_are_not_part_of_the_text]:
    test()
    print("good:", test.__name__.replace("_", " "))
FOLDER.cleanup()
