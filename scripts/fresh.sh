#!/usr/bin/env bash
# ./scripts/fresh.sh: what a newcomer meets. Makes a bare Debian 12 root, clones HEAD into the home of an
# ordinary user who may use sudo, and runs the README's two commands as that user. Nothing stays behind.
#
# Packages come from where this machine's own apt takes them. FRESH_MIRROR=URI overrides the archive,
# FRESH_COMMANDS the commands (one a line), TMPDIR the folder that holds the root (about 3 GB).
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

suite=bookworm
visitor=visitor
readme_commands='./scripts/run.sh replay kaseya-2021
./scripts/test.sh'

# The Debian archives of this machine, as lines of a sources.list.
apt_sources() {
    if [[ -n ${FRESH_MIRROR-} ]]; then
        printf 'deb %s %s main\n' "$FRESH_MIRROR" "$suite"
        return
    fi
    # shellcheck disable=SC2016 # apt fills these names in, not the shell
    apt-get indextargets --format '$(ORIGIN)|$(COMPONENT)|$(CREATED_BY)|deb $(REPO_URI) $(CODENAME) main' |
        sed -n "s/^Debian|main|Packages|\(deb [^ ]* ${suite}[^ ]* main\)\$/\1/p" | sort -u
}

# How this machine reaches them: proxies, certificates, and what its apt tolerates of dates.
apt_settings() {
    apt-config dump | grep -Ei '^Acquire::([^ ]*::)?(Proxy|Proxy-Auto-Detect|CaInfo|CaPath|Verify-Peer|Verify-Host|Check-Date|Check-Valid-Until)[^ ]* ' || true
    local name
    for name in http https; do
        local upper=${name^^}_PROXY lower=${name}_proxy
        local proxy=${!lower-${!upper-}}
        [[ -z $proxy ]] || printf 'Acquire::%s::Proxy "%s";\n' "$name" "$proxy"
    done
}

# debootstrap downloads with wget, which knows nothing of apt's settings.
export_proxy() {
    local proxy
    proxy=$(apt_settings | sed -n 's/^Acquire::http::Proxy "\(.*\)";$/\1/Ip' | head -n 1)
    [[ -z $proxy ]] || export http_proxy=$proxy https_proxy=${https_proxy-$proxy}
}

make_root() {
    local mirror
    mirror=$(apt_sources | awk -v suite="$suite" '$3 == suite { print $2; exit }')
    [[ -n $mirror ]] || setup_fail "no Debian 12 archive is known to apt here; run apt-get update, or set FRESH_MIRROR"
    export_proxy
    debootstrap --variant=minbase --include=sudo,ca-certificates "$suite" "$root" "$mirror" \
        </dev/null >"$work/debootstrap.log" 2>&1 ||
        { tail -n 30 "$work/debootstrap.log" >&2; setup_fail "debootstrap failed"; }
    apt_sources >"$root/etc/apt/sources.list"
    apt_settings >"$root/etc/apt/apt.conf.d/90host"
    for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt; do
        [[ ! -f $file ]] || cat "$file" >"$root$file"
    done
}

add_visitor() {
    chroot "$root" useradd --create-home --shell /bin/bash "$visitor"
    printf '%s ALL=(ALL) NOPASSWD:ALL\n' "$visitor" >"$root/etc/sudoers.d/$visitor"
    chmod 0440 "$root/etc/sudoers.d/$visitor"
    cp -R "$work/clone" "$root/home/$visitor/keyfall"
    chroot "$root" chown -R "$visitor:" "/home/$visitor/keyfall"
}

# Runs the commands in the root, each whatever became of the one before, and prints what became of each.
run_commands() {
    local command status start bad=0 summary=''
    while IFS= read -r command <&3; do
        [[ -n $command ]] || continue
        printf '== %s\n' "$command"
        start=$SECONDS status=0
        chroot "$root" su - "$visitor" -c "cd keyfall && $command" </dev/null 3<&- || status=$?
        ((status == 0)) || bad=1
        summary+=$(printf 'exit %-3d %4d s  %s' "$status" $((SECONDS - start)) "$command")$'\n'
    done 3<<<"$commands"
    printf '== on a bare Debian 12, as an ordinary user with sudo\n%s' "$summary"
    return "$bad"
}

# The part that needs root. It lives in name spaces of its own: its mounts and processes end with it.
inside() {
    root=$work/root
    make_root
    mount -t proc proc "$root/proc"
    mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
    add_visitor
    run_commands
}

commands=${FRESH_COMMANDS-$readme_commands}
if [[ ${1-} == --inside ]]; then
    work=$2
    inside
    exit
fi

ensure_packages debootstrap git util-linux
setup_find_root "$keyfall_root/scripts/fresh.sh"
work=$(mktemp -d "${TMPDIR:-/var/tmp}/keyfall-fresh.XXXXXX")
chmod 755 "$work"

# Killing the one process that made the name spaces ends all that runs in them, and their mounts.
clean_up() {
    {
        [[ ! -f $work/pid ]] || "${setup_as_root[@]}" kill -KILL "$(cat "$work/pid")" || true
        wait
    } 2>/dev/null
    "${setup_as_root[@]}" rm -rf --one-file-system "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

git clone --quiet --no-local "file://$keyfall_root" "$work/clone"
if [[ -z ${FRESH_COMMANDS+set} ]]; then
    while IFS= read -r command; do
        grep -qF -- "$command" "$work/clone/README.md" || setup_fail "README.md does not show the command: $command"
    done <<<"$readme_commands"
fi
# Packages that changed since the lists were read would be asked for in vain.
"${setup_as_root[@]}" apt-get -q update </dev/null >/dev/null 2>&1 || true
"${setup_as_root[@]}" env FRESH_COMMANDS="$commands" FRESH_MIRROR="${FRESH_MIRROR-}" \
    PATH="$PATH:/usr/sbin:/sbin" http_proxy="${http_proxy-}" https_proxy="${https_proxy-}" \
    bash -c 'echo $$ >"$1/pid"; exec unshare --mount --propagation private --pid --fork --kill-child \
        "$0" --inside "$1"' "$keyfall_root/scripts/fresh.sh" "$work" </dev/null &
status=0
wait $! || status=$?
rm -f "$work/pid"
exit "$status"
