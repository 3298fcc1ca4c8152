#!/usr/bin/env bash
# Installs what is missing, and only that: packaging/install.sh GROUP...
# The groups stand in packaging/debian-packages.txt; "node" also fetches the
# tests' npm packages (tests/package-lock.json). As root, else through sudo.
# When nothing is missing the network is not touched and nothing is printed.
set -euo pipefail
cd "$(dirname "$0")/.."
list=packaging/debian-packages.txt
log=build/install.log

say() { printf 'install: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

packages_of() { # GROUP: its packages, one a line
    sed -e 's/[[:space:]]*#.*//' "$list" |
        awk -v group="[$1]" '/^\[/ { on = $0 == group; next } on && NF { print $1 }'
}

node_will_do() {
    command -v npm >/dev/null && command -v node >/dev/null &&
        [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ]
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif ! command -v sudo >/dev/null; then
        die "must be root to install them, and there is no sudo: run as root: apt-get install ${missing[*]}"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 \
        -o Acquire::Retries=3 "$@" </dev/null >>"$log" 2>&1
}

install_debian() {
    local wanted=("$@") here
    missing=()
    if command -v dpkg-query >/dev/null; then
        here=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')
    else
        here=
    fi
    for package in "${wanted[@]}"; do
        grep -qx -- "$package" <<<"$here" || missing+=("$package")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    command -v apt-get >/dev/null ||
        die "needs these Debian packages, and this system has no apt-get: ${missing[*]}"
    say "Debian packages that are missing: ${missing[*]}"
    mkdir -p build
    : >"$log"
    # The lists on a machine may be old or none; they are fetched only if the first try fails.
    if ! apt install --no-install-recommends "${missing[@]}"; then
        say "fetching the package lists"
        apt update || explain
        apt install --no-install-recommends "${missing[@]}" || explain
    fi
    say "installed ${#missing[@]} in $((SECONDS - began)) s"
}

explain() {
    tail -n 8 "$log" >&2 || true
    die "could not install: ${missing[*]} (is there a network? everything it said: $log)"
}

# npm leaves no reliable trace of what it installed: a copy of the lock file is the trace.
install_npm() {
    local trace=tests/node_modules/.installed-lock.json npmlog=build/npm.log
    ! cmp -s tests/package-lock.json "$trace" || return 0
    say "npm packages of the tests"
    mkdir -p build
    if ! (cd tests && npm ci --no-progress) </dev/null >"$npmlog" 2>&1; then
        tail -n 8 "$npmlog" >&2 || true
        die "npm could not install the tests' packages (is there a network? everything it said: $npmlog)"
    fi
    cp tests/package-lock.json "$trace"
    say "installed in $((SECONDS - began)) s"
}

began=$SECONDS
wanted=()
npm=no
for group in "$@"; do
    if [ "$group" = node ]; then
        npm=yes
        node_will_do && continue
    fi
    mapfile -t -O "${#wanted[@]}" wanted < <(packages_of "$group")
done
[ "${#wanted[@]}" -eq 0 ] || install_debian "${wanted[@]}"
[ "$npm" = no ] || install_npm
