#!/bin/sh
# Runs a command with KITH_DATABASE naming a fresh PostgreSQL cluster in a temporary folder, reached by a socket file
# only, and stops and removes the cluster afterwards, however the command ended.
#
#   scripts/with_postgres.sh python -m pytest tests/register
set -eu

find_bin() {
    if command -v initdb >/dev/null 2>&1 && command -v pg_ctl >/dev/null 2>&1; then
        dirname "$(command -v initdb)"
        return
    fi
    for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin; do
        [ -x "$folder/initdb" ] && newest=$folder
    done
    echo "${newest:-}"
}

bin=$(find_bin)
if [ -z "$bin" ]; then
    echo "No PostgreSQL server is installed here. Run scripts/system_packages.sh, then try again." >&2
    exit 1
fi

# a socket path may have 107 bytes at most, which a deep TMPDIR would break
cluster=$(mktemp -d /tmp/kith-pg.XXXXXX)

# PostgreSQL refuses to run as root, so there it runs as the account its package made, or as nobody
if [ "$(id -u)" = 0 ]; then
    owner=postgres
    id "$owner" >/dev/null 2>&1 || owner=nobody
    chown "$owner" "$cluster"
    command -v setpriv >/dev/null 2>&1 || { echo "This needs setpriv (package util-linux)." >&2; exit 1; }
    as_owner() { (cd / && setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups "$@"); }
else
    as_owner() { "$@"; }
fi

stop() {
    as_owner "$bin/pg_ctl" --pgdata "$cluster/data" --mode immediate --silent stop >/dev/null 2>&1 || true
    rm -rf "$cluster"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# no fsync: what is thrown away need not survive a power cut
{
    as_owner "$bin/initdb" --pgdata "$cluster/data" --username kith --auth trust --encoding UTF8 --locale C --no-sync &&
        as_owner "$bin/pg_ctl" --pgdata "$cluster/data" --silent --wait --log "$cluster/server.log" --options \
            "-c listen_addresses='' -c unix_socket_directories='$cluster' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=100" \
            start
} >"$cluster/start.log" 2>&1 || {
    cat "$cluster/start.log" "$cluster/server.log" >&2 2>/dev/null
    echo "The temporary PostgreSQL did not start; the lines above say why." >&2
    exit 1
}

KITH_DATABASE="postgresql://kith@/postgres?host=$cluster"
export KITH_DATABASE
status=0
"$@" || status=$?
exit "$status"
