#!/usr/bin/env bash
# Starts the loopback SMTP server with its page of mails, until Ctrl+C.
#   tests/smtp.sh          mails on 127.0.0.1:2525, the page on 2526
#   tests/smtp.sh 9000     on other ports; further arguments go to the program, e.g. --user U --password P
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

command -v dotnet >/dev/null || { echo "tests/smtp.sh: the .NET SDK is missing; see https://dot.net" >&2; exit 1; }
port=${1:-2525}
[[ $port =~ ^[0-9]+$ ]] || { echo "usage: tests/smtp.sh [port] [--user U --password P]" >&2; exit 2; }
shift || true

dotnet build tests/Bench -v quiet -nologo </dev/null
exec dotnet tests/Bench/bin/Debug/net10.0/Distributor.Bench.dll smtp --port "$port" "$@"
