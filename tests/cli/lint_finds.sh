#!/usr/bin/env bash
# lint_finds.sh KEYFALL ROOT: a scenario fresh from `keyfall new` has no finding that counts; each fault that is
# planted in it is found, under its name and at its line; and a reason given in the scenario answers it.
set -euo pipefail
keyfall=$1 root=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# lints STATUS REPS: lints ./trial, whose exit status must be that, onto ./page.
lints() {
    local status=0
    "$keyfall" lint ./trial --reps "$2" --ascii >page || status=$?
    [[ $status == "$1" ]] || { cat page >&2; fail "lint ended with $status, not $1: ${what-}"; }
}

# plant CHECK SEVERITY FILE:LINE_PATTERN SED: changes the fresh scenario's file, and expects the finding at the
# (first) line that matches the pattern afterwards.
plant() {
    local check=$1 severity=$2 file=${3%%:*} pattern=${3#*:} line
    what="planted $check"
    rm -rf trial
    cp -r fresh trial
    sed -i -E "$4" "trial/$file"
    cmp -s "fresh/$file" "trial/$file" && fail "$what: the change did not apply"
    line=$(grep -nE -m1 "$pattern" "trial/$file" | cut -d: -f1)
    lints 1 12
    grep -qxF "$file:$line: $severity [$check]" page || { cat page >&2; fail "$what: not found at $file:$line"; }
}

"$keyfall" new ./fresh >/dev/null
cp -r fresh trial
lints 0 200

# Facts against their role, in another unit, without use, without a source.
plant role error 'scenario.lua:customer "client"' 's/fact.customers_of_the_provider/fact.customers_hit/'
plant role error 'scenario.lua:history "customers hit"' 's/(customers_hit, role = )predicted/\1fitted/'
plant role error 'scenario.lua:history "customers hit"' 's/published = fact.customers_hit/published = fact.customers_of_the_provider/'
plant unit error 'scenario.lua:the provider shuts' 's/hours\(fact.hours_to_shut_down/minutes(fact.hours_to_shut_down/'
plant unused-fact warning 'facts.json:"key": "spare"' 's/^( *)"facts": \[/&\n{"key": "spare", "value": 1, "unit": "", "date": null, "source_title": "t", "source_publisher": "p", "source_url": null, "source_verified": true, "role": "input", "note": ""},/'
plant source warning 'facts.json:"key": "customers_of_the_provider"' '0,/source_publisher/s/"source_publisher": "[^"]*"/"source_publisher": ""/'

# Steps that can never begin, are never aimed at anything, or always succeed.
plant no-target error 'scenario.lua:^rule "push' 's/^rule "push.*rmm_push \{/&\n  to = encrypted(server_group),/'
plant no-source error 'scenario.lua:^rule "push' 's/^rule "push.*rmm_push \{/&\n  from = control(jump_host),/'
plant unreachable error 'scenario.lua:^rule "push' 's/^rule "push.*rmm_push \{/&\n  from = destroyed(rmm_server),/'
plant unreachable error 'scenario.lua:^rule "push' 's/^rule "push.*rmm_push \{/&\n  needs = stolen(admin_account),/'
plant always warning 'scenario.lua:^rule "push' 's/odds = assumed\(0.3, 0.6, 0.9, "some agents.*/odds = 1,/'
plant never warning 'scenario.lua:^rule "push' 's/odds = assumed\(0.3, 0.6, 0.9, "some agents.*/odds = 0,/'
plant always-noticed warning 'scenario.lua:^rule "push' 's/odds = assumed\(0.8, 0.95, 1, "screens[^)]*\)/odds = 1/'
plant every-machine warning 'scenario.lua:^rule "push' '/machine_odds/d'

# Words that nothing uses, controls that touch nothing, a README that leaves something out.
plant unused warning 'scenario.lua:^choose' 's/^rule "enter/choose "some" { among = rmm_server, take = assumed(1) }\n&/'
plant unused warning 'scenario.lua:^shock' 's/^rule "enter/shock "luck" { odds = assumed(0.5) }\n&/'
plant touches-nothing warning 'controls/pages-not-public.json:\{' 's/restrict_mgmt/macro_block/'
plant readme warning 'README.md:.' 's/does not say|left out/is more/'
plant meant-nothing warning 'scenario.lua:^meant' 's/^history "customers hit"/meant "the push" { check = "always", because = "a test" }\n&/'

# What only dry runs show: a step that is too late, a response that waits for more than there is.
plant never-happens warning 'scenario.lua:^rule "push' 's/assumed\(hours\(4, 48\)/assumed(days(200)/'
plant never-acts warning 'scenario.lua:^response' 's/reports = assumed\([^)]*\)/reports = assumed(4000)/'
plant never-acts warning 'scenario.lua:^event' 's/^history "customers hit"/event "late" { when_hit = customer, count = 5000, release = rmm_server }\n&/'

# A reason answers a finding: it is kept, as a note.
what="a reason"
rm -rf trial
cp -r fresh trial
sed -i -E 's/odds = assumed\(0.3, 0.6, 0.9, "some agents.*/odds = 1,/' trial/scenario.lua
cat >>trial/scenario.lua <<'LUA'
meant "push ransomware to every client" { check = "always", because = "the push is a broadcast" }
LUA
lints 0 12
grep -qE '^scenario.lua:[0-9]+: note \[always\]$' page
grep -qF 'Meant, because the push is a broadcast.' page

# For programs: what docs/formats says. For people: no line wider than 80 columns.
rm -rf trial
cp -r fresh trial
sed -i 's/hours(fact.hours_to_shut_down/minutes(fact.hours_to_shut_down/' trial/scenario.lua
lints 1 8
"$keyfall" lint ./trial --reps 8 --json >result.json && fail "a wrong unit passed"
python3 "$root/tests/check_schema.py" "$root/docs/formats/lint.schema.json" result.json
grep -q '"check": "unit"' result.json
awk 'length($0) > 80 { print "wider than 80 columns: " $0; exit 1 }' page
