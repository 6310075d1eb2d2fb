#!/bin/sh
# Writes every mutant into a copy of the sources, and has the made-up worlds notice each.
# mutants.sh [SEEDS [NAME…]]
set -eu
cd "$(dirname "$0")/.."

scratch=.build/mutants-build
seeds=${1:-3000}
[ $# -eq 0 ] || shift

swift build -c release --product mutate --scratch-path "$scratch"
"$scratch/release/mutate" copy
APIXO_MUTANTS=1 swift build -c release --product worlds --scratch-path "$scratch"
"$scratch/release/mutate" run "$scratch/release/worlds" "$seeds" "$@"
