# The set-up installs exactly what is missing, says so on stderr and asks nothing; it calls nothing when nothing
# is missing; and it says whom to ask where neither root nor sudo is to be had. dpkg, apt and sudo are stand-ins.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cp "$1/scripts/setup.sh" "$work"
mkdir "$work/bin"
cat >"$work/bin/dpkg-query" <<'END'
#!/bin/bash
for name in "$@"; do [[ $name == --* || $name == *new ]] || echo "installed $name"; done
END
cat >"$work/bin/apt-get" <<'END'
#!/bin/bash
echo "$DEBIAN_FRONTEND|$*" >>"$CALLS"
[[ $* != *unknown* ]] || { echo "E: no such package"; exit 100; }
END
cat >"$work/bin/sudo" <<'END'
#!/bin/bash
echo "sudo $1" >>"$CALLS"
[[ $GRANTS == yes && $1 == -n ]] && shift && exec "$@"
exit 1
END
chmod 755 "$work"/bin/*
fail() { echo "$@"; cat "$work/err" "$CALLS"; exit 1; }
export CALLS=$work/calls PATH=$work/bin:$PATH
unset KEYFALL_NO_INSTALL
ordinary=()
((EUID)) || ordinary=(setpriv --reuid=65534 --regid=65534 --clear-groups)
ensure() {
    status=0
    : >"$CALLS"
    chmod 666 "$CALLS"
    GRANTS=$1 "${ordinary[@]}" bash -c 'set -euo pipefail; source "$0"; ensure_packages "$@"' \
        "$work/setup.sh" "${@:2}" >"$work/out" 2>"$work/err" </dev/null || status=$?
    [[ ! -s $work/out ]] || fail "the set-up wrote to standard output"
}

ensure no gcc make
[[ $status == 0 && ! -s $CALLS && ! -s $work/err ]] || fail "with nothing missing, something was called or said"

ensure yes gcc one-new two-new
[[ $status == 0 ]] || fail "installing gave exit $status"
grep -qx 'keyfall set-up: installing from Debian: one-new two-new' "$work/err" || fail "what is installed was not said"
grep -Eqx 'noninteractive\|.* install -y --no-install-recommends one-new two-new' "$CALLS" || fail "apt-get was not asked so"

ensure no one-new
[[ $status == 70 ]] || fail "without root, exit $status"
grep -q 'ask an administrator for: apt-get install one-new' "$work/err" || fail "no word on what to ask for"
! grep -q '|' "$CALLS" || fail "apt-get was called without the right to"

ensure yes unknown-new
[[ $status == 70 ]] || fail "a failed install gave exit $status"
grep -q 'E: no such package' "$work/err" || fail "apt's own word was swallowed"
