#!/usr/bin/env bash
# Starts the emulated Bot API with its page of chats, until Ctrl+C.
#   tests/botapi.sh          on 127.0.0.1:8081
#   tests/botapi.sh 9000     on another port; further arguments go to the program, e.g. --unlimited
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

command -v dotnet >/dev/null || { echo "tests/botapi.sh: the .NET SDK is missing; see https://dot.net" >&2; exit 1; }
port=${1:-8081}
[[ $port =~ ^[0-9]+$ ]] || { echo "usage: tests/botapi.sh [port] [--unlimited]" >&2; exit 2; }
shift || true

dotnet build tests/Bench -v quiet -nologo </dev/null
exec dotnet tests/Bench/bin/Debug/net10.0/Distributor.Bench.dll botapi --port "$port" "$@"
