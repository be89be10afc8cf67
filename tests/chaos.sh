#!/usr/bin/env bash
# Kills, stops and misleads Distributor while it sends, and compares afterwards what was owed with what came.
#   tests/chaos.sh                        50 kills of four instances; about a quarter of an hour
#   tests/chaos.sh --seed 4711 --kills 6  the choices of an earlier run, fewer kills; more with --help
# The last line says whether everything reconciles; the exit code is 0 only then.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

die() {
  echo "tests/chaos.sh: $1" >&2
  exit 1
}

command -v dotnet >/dev/null || die "the .NET SDK is missing; see https://dot.net"

# PostgreSQL for a server of its own; a C compiler for clocks that jump.
missing=()
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
command -v cc >/dev/null || missing+=(gcc libc6-dev)
if ((${#missing[@]})); then
  root=()
  if [[ $EUID != 0 ]]; then
    command -v sudo >/dev/null || die "missing: ${missing[*]}. Install them as root: apt-get install ${missing[*]}"
    if [[ -t 0 ]]; then root=(sudo); else root=(sudo -n); fi
  fi
  command -v apt-get >/dev/null || die "missing: ${missing[*]}. This script can install them on Debian only."
  echo "Installing ${missing[*]}" >&2
  { "${root[@]}" apt-get update -q &&
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; } \
    </dev/null >&2 || die "apt-get could not install ${missing[*]}"
fi

dotnet build tests/Distributor.Chaos -c Release -v quiet -nologo </dev/null >&2
exec dotnet tests/Distributor.Chaos/bin/Release/net10.0/Distributor.Chaos.dll "$@"
