#!/usr/bin/env bash
# Measures: one JSON line a thing measured.
#   tests/bench.sh pages                  every page of the dashboard, 1,000,000 subscribers on a private PostgreSQL
#   tests/bench.sh pages --size 10000     a smaller publication; further arguments go to the program (--help)
#   tests/bench.sh plan                   planning an alert to 1,000,000 readers beside a bare INSERT … SELECT
#   tests/bench.sh ledger                 plan, claim and accept 1,000,000 rows beside pgbench
#   tests/bench.sh growth                 does a recipient cost more when there are more of them?
#   tests/bench.sh explain                every statement of the ledger at 10,000,000 rows
#   tests/bench.sh churn                  10,000,000 row changes: claim times and size on disk
#   tests/bench.sh instances              four instances share a digest and are restarted one after the other
#   tests/bench.sh email                  digests to sinks on loopback, in turn with smtp-source and nodemailer (needs postfix, node, gcc)
#   tests/bench.sh telegram               alerts at Telegram's limits, free and paid
#   tests/bench.sh latency                from a push to the first alert while a digest to 100,000 is being sent
#   tests/bench.sh memory                 peak memory at 10,000 and at 1,000,000 readers
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

command -v dotnet >/dev/null || { echo "tests/bench.sh: the .NET SDK is missing; see https://dot.net" >&2; exit 1; }
dotnet build tests/Distributor.Benchmarks -c Release -v quiet -nologo </dev/null >&2
exec dotnet tests/Distributor.Benchmarks/bin/Release/net10.0/Distributor.Benchmarks.dll "$@"
