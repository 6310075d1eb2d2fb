#!/bin/sh
# Prints our figures beside those of tig and ncdu on the same pseudo-terminal, and of httpx on the same service.
set -eu
cd "$(dirname "$0")/.."

program=$PWD/.build/release/apixo
work=$(mktemp -d)
export APIXO_API_KEY=demo-key XDG_CONFIG_HOME="$work/config"

finish() {
    kill "$service" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

"$program" simulate --port 0 --no-limits >"$work/address" &
service=$!
until grep -q listening "$work/address"; do sleep 0.1; done
APIXO_BASE_URL=$(sed 's/listening on //' "$work/address")
export APIXO_BASE_URL

for count in 1000 10000 100000; do
    "$program" tasks --data-dir "$work/$count" >/dev/null
    python3 Benchmarks/journal.py "$work/$count" "$count"
done
"$program" tasks --data-dir "$work/live" >/dev/null
python3 Benchmarks/journal.py "$work/live" 10000 100

echo "On one pseudo-terminal of 120x40:"
for count in 1000 10000 100000; do
    python3 Benchmarks/terminal.py "apixo, $count tasks" "gpt-image-1" "$program" --data-dir "$work/$count"
done
python3 Benchmarks/terminal.py "apixo, 10000, 100 live" "gpt-image-1" "$program" --data-dir "$work/live"
mkdir "$work/repository"
(
    cd "$work/repository"
    git init -q
    git fast-import --quiet <<HISTORY
$(for number in $(seq 1000); do
        printf 'commit refs/heads/main\ncommitter A <a@example.com> %d +0000\ndata 10\ncommit %03d\n' \
            $((1700000000 + number)) $((number % 1000))
    done)
HISTORY
)
(cd "$work/repository" && python3 "$OLDPWD/Benchmarks/terminal.py" "tig, 1000 commits" "commit" tig main)
python3 Benchmarks/terminal.py "ncdu" "Total" ncdu --confirm-quit --disable-delete -e Sources

echo "With the service black-holed, and several terminals on one folder:"
mkdir "$work/fire"
python3 Benchmarks/fire.py "$program" "$work/fire"

echo "20,000 status polls on loopback, 100 at once:"
task=$("$program" submit gpt-image-1 --prompt "[never]" --data-dir "$work/polls" --json | sed -n 's/.*"taskId" : "\(.*\)".*/\1/p')
.build/release/polls "$APIXO_BASE_URL" "$APIXO_API_KEY" "$task" 20000
python3 Benchmarks/polls.py "$APIXO_BASE_URL" "$APIXO_API_KEY" "$task" 20000
