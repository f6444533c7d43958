#!/bin/sh
# What the tests need besides Python: a PostgreSQL server, Chromium, and fonts for the scripts that children's
# names are written in. Installs by apt-get only what is missing, and says plainly what to do where it cannot.
set -eu

missing=""
want() { missing="$missing $1"; }

postgres_bin() {
    command -v initdb >/dev/null 2>&1 && return 0
    for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin; do
        [ -x "$folder/initdb" ] && return 0
    done
    return 1
}

chromium_bin() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

font() { # a font counts as there when its package is installed, or fontconfig knows a face for the language
    command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list ":lang=$1" family 2>/dev/null | head -n 1)" ]
}

postgres_bin || want postgresql
chromium_bin || want chromium
# Arabic, Amharic and Tigrinya (Ethiopic), and Chinese: without them a page shows boxes instead of names
{ font ar && font am; } || want fonts-noto-core
font zh-cn || want fonts-wqy-microhei

[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "The tests need:$missing" >&2
    echo "This machine has no apt-get. Install them with its own package manager, then run make test again." >&2
    exit 1
fi

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "The tests need:$missing" >&2
    echo "Ask an administrator to run: apt-get install --no-install-recommends$missing" >&2
    exit 1
fi

echo "Installing for the tests:$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# a stale package list is the usual reason for a failure, so the list is fetched once, quietly
# shellcheck disable=SC2086  # the list of packages is meant to be split
if ! { $as_root apt-get update && $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends $missing; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "Could not install:$missing. Read the lines above, put it right, then run make test again." >&2
    exit 1
fi
