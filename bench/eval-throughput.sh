#!/bin/sh
# Evaluates one prompt on Banking77 messages against a mock upstream that costs almost nothing:
#   bench/eval-throughput.sh [CASES [LATENCY_MS [AT_ONCE [gradus|promptfoo|both]]]]     (10000 50 128 gradus)
# One JSON line an evaluator: cases, wallSeconds, cpuSeconds, peakRssMb, ledgerMb. promptfoo 0.121.20 is fetched from npm when it is asked for.
# An evaluator that did not end as it should (Gradus 0; promptfoo 100, its code for answers that are wrong on purpose here) ends this with 1.
set -e
cd "$(dirname "$0")/.."
cases=${1:-10000} latency=${2:-50} at_once=${3:-128} which=${4:-gradus}
folder=$(mktemp -d)
trap 'kill $mock 2>/dev/null; rm -rf "$folder"' EXIT
cc -O2 -o "$folder/mock" bench/upstream/mock_upstream.c
python3 bench/upstream/cases.py examples/card-support "$folder" "$cases"
./gradus --version >&2
"$folder/mock" -p 9110 -l "$latency" -f "$folder/answers.jsonl" 2>/dev/null &
mock=$!
sleep 1

# line EVALUATOR EXIT_CODE STATE_FOLDER: the line that timed.py printed, and what the evaluator said where it ended in another way.
line() {
    read -r figures
    echo "$figures" | sed "s/^{/{\"evaluator\": \"$1\", \"cases\": $cases, \"latencyMs\": $latency, \"atOnce\": $at_once, /; s/stateMb/ledgerMb/"
    case $figures in
        *"\"exit\": $2,"*) ;;
        *)
            echo "$1 did not end with exit code $2, so its figures are not those of the whole work. What it said last:" >&2
            tail -n 30 "$3/stderr.txt" >&2
            return 1
            ;;
    esac
}

if [ "$which" != promptfoo ]; then
    rm -f "$folder/task/baseline.json"
    MOCK_KEY=sk-bench python3 bench/upstream/timed.py "$folder/task" -- \
        ./gradus gate "$folder/task" --all-examples --write-baseline --at-once "$at_once" | line gradus 0 "$folder/task"
    rm -f "$folder/task/baseline.json"
    du -k "$folder/task/.gradus/ledger.db" | awk '{print "{\"ledgerFileMb\": " $1 / 1024 "}"}' >&2
fi
if [ "$which" != gradus ]; then
    mkdir -p "$folder/promptfoo" build/promptfoo
    [ -d build/promptfoo/node_modules/promptfoo ] || npm install --prefix build/promptfoo --no-audit --no-fund promptfoo@0.121.20 >&2
    # Without its logs: it ends the debug log's stream while lines still wait for it, and dies of "write after end" (exit code 1, its
    # database not closed) wherever the rest takes less than the second it waits.
    export PROMPTFOO_DISABLE_TELEMETRY=1 PROMPTFOO_DISABLE_UPDATE=1 PROMPTFOO_DISABLE_REMOTE_GENERATION=true \
        PROMPTFOO_DISABLE_SHARING=true PROMPTFOO_DISABLE_ERROR_LOG=true PROMPTFOO_DISABLE_DEBUG_LOG=true PROMPTFOO_CACHE_ENABLED=false NO_COLOR=1 CI=1 \
        OPENAI_API_KEY=sk-bench NO_UPDATE_NOTIFIER=1 no_proxy=127.0.0.1 PROMPTFOO_CONFIG_DIR="$folder/promptfoo"
    python3 bench/upstream/timed.py "$folder/promptfoo" -- \
        node --require ./bench/upstream/loopback.cjs build/promptfoo/node_modules/promptfoo/dist/src/entrypoint.js \
        eval -c "$folder/promptfoo.yaml" -j "$at_once" --no-progress-bar --no-table | line promptfoo 100 "$folder/promptfoo"
fi
