# What `cmake --install` and the .deb put down runs from where it lies, page included, without the sources: the
# program moved elsewhere lists scenarios, races one, and serves the page.
set -euo pipefail
build=$1
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
server=
fail() { echo "$@"; exit 1; }
unset KEYFALL_ROOT

cmake --install "$build" --prefix "$work/first" >/dev/null
mv "$work/first" "$work/moved"
keyfall=$work/moved/bin/keyfall
"$keyfall" list >"$work/list"
grep -q kaseya-2021 "$work/list" || fail "the installed program finds no scenario"
"$keyfall" run kaseya-2021 --reps 8 --json >"$work/result"
grep -q keyfall.result "$work/result" || fail "the installed program does not run"

mkfifo "$work/input"
"$keyfall" serve --port 0 <"$work/input" >"$work/link" 2>"$work/said" &
server=$!
exec 3>"$work/input"
for _ in $(seq 100); do [[ -s $work/link ]] && break || sleep 0.1; done
link=$(head -1 "$work/link")
python3 - "$link" <<'END' || fail "the installed page is not served: $(cat "$work/said")"
import sys
import urllib.request
link = sys.argv[1]
cookie = urllib.request.urlopen(link, timeout=20).headers["Set-Cookie"].split(";")[0]
page = urllib.request.Request("/".join(link.split("/")[:3]) + "/", headers={"Cookie": cookie})
assert b'type="module"' in urllib.request.urlopen(page, timeout=20).read()
END

(cd "$work" && cpack -G DEB --config "$build/CPackConfig.cmake" -B "$work/package" >"$work/cpack.log" 2>&1) ||
    { cat "$work/cpack.log"; fail "cpack made no package"; }
dpkg-deb --contents "$work"/package/*.deb >"$work/contents"
for file in usr/bin/keyfall usr/share/keyfall/page/index.html usr/share/keyfall/scenarios/kaseya-2021/scenario.lua; do
    grep -q "$file" "$work/contents" || fail "the package lacks $file"
done
dpkg-deb --field "$work"/package/*.deb Depends >"$work/depends"
grep -q libmicrohttpd12 "$work/depends" || fail "the package does not ask for its libraries"
