# What run.sh, test.sh and their siblings share: Debian packages and the build. Sourced, never run.
#
# Everything here speaks on stderr and reads nothing from stdin: both streams belong to the program that runs
# afterwards. A set-up that cannot be finished ends the script with status 70, the status of a fault that is
# not the user's. With KEYFALL_NO_INSTALL=1 nothing is ever installed; the build then tells what it lacks.

keyfall_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

setup_say() { printf 'keyfall set-up: %s\n' "$*" >&2; }

setup_fail() {
    setup_say "$@"
    exit 70
}

# Prints the given packages that are not installed, one a line.
setup_missing_packages() {
    local installed
    installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
        sed -n 's/^installed //p') || true
    printf '%s\n' "$@" | sort -u | comm -23 - <(printf '%s\n' "$installed" | sort -u)
}

# Sets setup_as_root to what has to stand before a command that needs root, or says what an administrator has
# to install. A password is asked for only where somebody can type it.
setup_find_root() {
    setup_as_root=()
    if ((EUID == 0)); then
        return
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        setup_as_root=(sudo -n)
    elif command -v sudo >/dev/null && [[ -t 2 ]]; then
        setup_as_root=(sudo)
    else
        setup_fail "this needs root, and sudo does not grant it here; ask an administrator for: $*"
    fi
}

# Installs the given packages that are missing; needs neither root nor network when none is.
ensure_packages() {
    [[ -z ${KEYFALL_NO_INSTALL-} ]] || return 0
    if ! command -v dpkg-query >/dev/null; then
        setup_say "this is not Debian, so nothing is installed; the build needs what Debian calls: $*"
        return
    fi
    local missing log apt
    missing=$(setup_missing_packages "$@" | paste -sd ' ')
    [[ -n $missing ]] || return 0
    setup_say "installing from Debian: $missing"
    setup_find_root "apt-get install $missing"
    apt=("${setup_as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
    log=$(mktemp)
    # A stale package list is no reason to stop: the install itself tells whether it was good enough.
    "${apt[@]}" update </dev/null >"$log" 2>&1 || true
    # shellcheck disable=SC2086 # the list is one package a word
    if ! "${apt[@]}" install -y --no-install-recommends $missing </dev/null >>"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        setup_fail "apt-get could not install: $missing (its messages are above)"
    fi
    rm -f "$log"
}

# Node and npm from Debian, unless there is one already: beside another Node that install fails.
ensure_node() {
    command -v node >/dev/null && command -v npm >/dev/null || ensure_packages nodejs npm
}

# Runs a step of the build; its output is shown only if it fails.
setup_quietly() {
    local log=$1 what=$2
    shift 2
    "$@" </dev/null >"$log" 2>&1 && return
    cat "$log" >&2
    setup_fail "$what failed (its messages are above)"
}

# What every tree is built with, whatever else is asked of it.
setup_tree_packages=(gcc libc6-dev make cmake liblua5.4-dev libcjson-dev libsqlite3-dev libxlsxwriter-dev libzip-dev
    libxml2-dev libcmark-gfm-dev libcmark-gfm-extensions-dev)

# build_tree FOLDER CMAKE_OPTIONS…: configures the folder (relative to the repository) where that was not done
# yet with these options, then builds what changed. Of two scripts that build the same folder, one waits.
build_tree() {
    local folder=$keyfall_root/$1 wanted
    shift
    ensure_packages "${setup_tree_packages[@]}"
    wanted="$keyfall_root $*"
    mkdir -p "$folder" || setup_fail "cannot make the folder $folder"
    (
        flock 9 || setup_fail "cannot lock $folder/.lock"
        if [[ $(cat "$folder/.configured" 2>/dev/null) != "$wanted" ]]; then
            setup_say "building in ${folder#"$keyfall_root/"}/ (about a minute the first time)"
            rm -f "$folder/.configured"
            setup_quietly "$folder/setup.log" "configuring" \
                cmake --fresh -S "$keyfall_root" -B "$folder" "$@" 9>&-
            printf '%s\n' "$wanted" >"$folder/.configured"
        fi
        setup_quietly "$folder/setup.log" "building" \
            cmake --build "$folder" -j "$(nproc)" 9>&-
    ) 9>"$folder/.lock" || exit 70
}
