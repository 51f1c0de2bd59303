#!/bin/sh
# Start-up: `./gradus --version` 21 times with the cache made, median and range in milliseconds: bench/start.sh
set -e
cd "$(dirname "$0")/.."
./gradus --version >/dev/null
while ! ls build/lib/*.aot >/dev/null 2>&1; do sleep 1; done
for i in $(seq 21); do
    before=$(date +%s%N)
    ./gradus --version >/dev/null
    echo $((($(date +%s%N) - before) / 1000))
done | sort -n | awk '{v[NR]=$1} END {printf "{\"medianMs\": %.1f, \"minMs\": %.1f, \"maxMs\": %.1f, \"runs\": %d}\n", v[int((NR+1)/2)]/1000, v[1]/1000, v[NR]/1000, NR}'
