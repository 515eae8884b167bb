#!/usr/bin/env bash
# exercise_plays.sh KEYFALL: an exercise on the command line, from new to report, acting as its teams: the same
# decisions give the same, others give others, a kill loses nothing that was answered, a journal is never overwritten.
set -euo pipefail
keyfall=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NO_COLOR=1

fail() {
    printf 'exercise_plays: %s\n' "$*" >&2
    exit 1
}

"$keyfall" exercise new kaseya-2021 --version short --teams 2 --worlds 1300 -o a.exercise >new.txt
grep -q '^machines encrypted at our customers: .* when nothing is done' new.txt || fail "new does not say what it picked"
"$keyfall" exercise new kaseya-2021 -o a.exercise --worlds 1300 >/dev/null 2>again.txt && fail "a journal was overwritten"
grep -q 'is there already' again.txt || fail "no word about the journal that is there"
cp a.exercise b.exercise

play() { # FILE FIRST-CALL-OF-A FIRST-CALL-OF-B
    printf '%s\n' begin 'release friday' go 'release locked-out' go "decide A first-call $2 80% we know enough" \
        "decide B first-call $3" 'rate A contain 1 P quick' 'improve No list on paper | Response | Print one' \
        'jump 2021-07-02T23:00Z' end truth quit | "$keyfall" exercise run "$1" --ascii >"$1.txt"
}
play a.exercise all look
play b.exercise all all
score() { sed -n "s/^machines encrypted at our customers *\([0-9,]*\) *\([0-9,]*\).*/\\$2/p" "$1.txt" | tail -1 | tr -d ,; }
[[ $(score a.exercise 1) == "$(score b.exercise 1)" ]] || fail "the same decision came out differently"
[[ $(score b.exercise 1) == "$(score b.exercise 2)" ]] || fail "two teams with the same decisions differ"
(($(score a.exercise 1) < $(score a.exercise 2))) || fail "calling everybody did not help"

# Killed while it reads: what was answered is there when it is started again.
mkfifo typed
"$keyfall" exercise run a.exercise <typed >killed.txt &
room=$!
exec 3>typed
printf 'note the last word\n' >&3
for _ in $(seq 200); do
    grep -q written killed.txt && break
    sleep 0.1
done
number=$(sed -n 's/^\([0-9]*\) written.*/\1/p' killed.txt)
kill -9 "$room"
wait "$room" 2>/dev/null || true
exec 3>&-
printf 'log\nquit\n' | "$keyfall" exercise run a.exercise >after.txt
grep -q "^ *$number .*note. the last word" after.txt || fail "an answered note was lost"

# Paper, whatever of weasyprint and pandoc is installed.
"$keyfall" exercise report a.exercise -o paper >paper.txt
for file in sitman-players sitman-facilitator inject-cards evaluation-guides feedback aar; do
    grep -q 'EXERCISE ONLY' "paper/$file.html" || fail "$file is not marked"
done
grep -q 'No list on paper' paper/aar.html || fail "the plan is not in the report"
head -c 3 paper/msel.csv | od -An -tx1 | grep -q 'ef bb bf' || fail "the list of events has no byte-order mark"
"$keyfall" exercise report a.exercise -o paper >/dev/null 2>there.txt && fail "paper was replaced unasked"
grep -q 'is there already' there.txt || fail "no word about the paper that is there"
sed 's/A technician cannot log in/Nobody can log in/' paper/msel.csv >changed.csv
"$keyfall" exercise import a.exercise changed.csv >changes.txt
grep -q 'Nobody can log in' changes.txt || fail "a changed title was not seen"
grep -q '^1 change; nothing was written' changes.txt || fail "more was seen than changed: $(tail -1 changes.txt)"
"$keyfall" exercise import a.exercise changed.csv --apply >/dev/null 2>begun.txt && fail "a list was applied to a room that has begun"
grep -q 'has begun' begun.txt || fail "no plain word: $(cat begun.txt)"

# In Word the marking is in the header and the footer of every page.
if [[ -f paper/aar.docx ]]; then
    python3 - paper/aar.docx <<'EOF' || fail "the marking is not on every page of the DOCX"
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as docx:
    body = docx.read("word/document.xml").decode()
    for part in ("header", "footer"):
        assert "EXERCISE ONLY · TLP:GREEN" in docx.read(f"word/marking_{part}.xml").decode()
        assert f"w:{part}Reference" in body and f"marking_{part}.xml" in docx.read("[Content_Types].xml").decode()
    assert body.count("<w:sectPr") == 1 and 'w:w="11906"' in body
EOF
fi

# Texts as a spreadsheet: changed, given back, and still there when the room is opened again.
"$keyfall" exercise texts kaseya-2021 --version short -o texts.csv
sed -i 's/The first customer calls/A dentist calls/' texts.csv
"$keyfall" exercise new kaseya-2021 --version short --worlds 1300 --texts texts.csv -o d.exercise >texts.txt
grep -q '^1 texts differ from exercise.lua' texts.txt || fail "a changed text was not seen"
printf 'quit\n' | "$keyfall" exercise run d.exercise | grep -q 'A dentist calls' || fail "a changed text was forgotten"

# A list of events from another tool: shown first, then kept in the journal of an exercise that has not begun.
printf 'Event,Time,Details,To\n"A journalist calls",T+45,"She asks who is hit.",manager\n' >theirs.csv
"$keyfall" exercise import d.exercise theirs.csv >theirs.txt
grep -q '^4 changes; nothing was written' theirs.txt || fail "the preview: $(tail -1 theirs.txt)"
printf 'quit\n' | "$keyfall" exercise run d.exercise | grep -q 'A journalist calls' && fail "a preview was kept"
"$keyfall" exercise import d.exercise theirs.csv --apply >/dev/null
printf 'quit\n' | "$keyfall" exercise run d.exercise | grep -q '16:30 msel-row-2: A journalist calls -> manager' ||
    fail "a list that was applied was forgotten"

# Bad words are answered, and bad files refused with status 2.
printf 'decide A nowhere x\nfly\njump yesterday\nquit\n' | "$keyfall" exercise run b.exercise | grep -c '^No: ' | grep -qx 3 ||
    fail "bad words were not answered"
printf 'not a journal, and long enough to be looked at' >c.exercise
"$keyfall" exercise run c.exercise </dev/null >/dev/null 2>bad.txt && fail "a file that is no journal was opened"
grep -q 'is damaged or is not an exercise journal' bad.txt || fail "no plain word: $(cat bad.txt)"
