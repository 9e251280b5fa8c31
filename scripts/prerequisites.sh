# Sourced by ./studio and ./test: finds what they need on this machine, or installs the distribution's package where that is allowed.

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

# Runs a long command with one line of progress; its output is shown only when it fails.
quietly() {
    local title=$1 log
    shift
    log=$(mktemp)
    say "$title"
    if ! "$@" >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        fail "Failed: $title"
    fi
    rm -f "$log"
}

require_dotnet() {
    if ! command -v dotnet >/dev/null && [[ -x $HOME/.dotnet/dotnet ]]; then
        export PATH="$HOME/.dotnet:$PATH" DOTNET_ROOT="$HOME/.dotnet"
    fi
    if ! command -v dotnet >/dev/null || ! dotnet --list-sdks | grep -qE '^[1-9][0-9]\.'; then
        fail "The .NET 10 SDK is not installed: get it from https://dotnet.microsoft.com/download, or set PATH to where it is."
    fi
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
}

# install_package PROGRAM PACKAGE: as root or with a sudo that asks for no password, by apt-get.
install_package() {
    local program=$1 package=$2 prefix=()
    command -v apt-get >/dev/null || fail "$program is not installed: install it with this system's package manager (Fedora: dnf, macOS: brew)."
    if [[ $(id -u) -ne 0 ]]; then
        sudo -n true 2>/dev/null || fail "$program is not installed: run 'sudo apt-get install $package'."
        prefix=(sudo -n)
    fi
    quietly "Installing $program ..." "${prefix[@]}" sh -c \
        "apt-get update -q; DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $package"
}

has_postgres() {
    local folder
    local IFS=:
    for folder in $PATH /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin; do
        [[ -x $folder/initdb && -x $folder/pg_ctl && -x $folder/postgres ]] && return 0
    done
    return 1
}

require_postgres() {
    has_postgres || install_package PostgreSQL postgresql
    has_postgres || fail "PostgreSQL's server programs were not found on PATH or in /usr/lib/postgresql/*/bin: install the package postgresql."
}

find_chromium() {
    local name
    for name in "${STUDIO_CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /snap/bin/chromium /usr/bin/google-chrome; do
        [[ -n $name && -x $name ]] && printf '%s' "$name" && return 0
    done
    return 1
}

# Sets STUDIO_CHROMIUM, which the browser tests read.
require_chromium() {
    find_chromium >/dev/null || install_package Chromium chromium
    STUDIO_CHROMIUM=$(find_chromium) || fail "Chromium was not found: install the package chromium, or set STUDIO_CHROMIUM to its path."
    export STUDIO_CHROMIUM
}
