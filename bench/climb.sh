#!/bin/sh
# The whole climb on examples/card-support with --all, cold and again from the ledger: bench/climb.sh
set -e
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -R examples/card-support "$folder/task"
rm -rf "$folder/task/.gradus"
./gradus --version >&2
for run in cold ledger; do
    /usr/bin/time -f '{"run": "'$run'", "wallSeconds": %e, "userSeconds": %U, "peakRssKb": %M}' \
        ./gradus climb "$folder/task" --all >"$folder/$run.txt" || [ $? -eq 6 ]
done 2>&1 | grep '^{'
du -k "$folder/task/.gradus/ledger.db" | awk '{print "{\"ledgerKb\": " $1 "}"}'
