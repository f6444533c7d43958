#!/bin/sh
# Resolves the dependencies in pyproject.toml and requirements/*.in into requirements/*.txt with versions and hashes.
# Needs uv (see CONTRIBUTING.md). The files name no index and no machine, so that they install from whatever index
# pip is set to.
set -eu
cd "$(dirname "$0")/../requirements"
uv=${UV:-uv}
command -v "$uv" >/dev/null 2>&1 || {
    echo "make requirements needs uv. Install it with: python3 -m pip install uv" >&2
    exit 1
}
resolve() { # source, result, further words for uv
    source=$1 result=$2
    shift 2
    "$uv" pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-header \
        "$@" "$source" --output-file "$result"
}
resolve build.in build.txt "$@"
resolve ../pyproject.toml run.txt "$@"
resolve test.in test.txt "$@"
