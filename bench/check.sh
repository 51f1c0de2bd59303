#!/bin/sh
# Time and memory of `gradus check` on made-up messages: bench/check.sh [ROWS] (100000). The words are those of
# examples/card-support/train.csv, drawn at random (seeded) around a message of the same label.
set -e
rows=${1:-100000}
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
awk -v rows="$rows" '
    BEGIN { srand(7) }
    FNR > 1 && NF > 3 && $0 !~ /"/ {
        cut = match($0, /,[^,]*$/); text = substr($0, 1, cut - 1); label = substr($0, cut + 1)
        sub(/\r$/, "", label); line[++n] = text; gold[n] = label
        words = split(text, w, " "); for (i = 1; i <= words; i++) word[++m] = w[i]
    }
    END {
        print "text,category"
        for (r = 1; r <= rows; r++) {
            k = 1 + int(rand() * n); out = line[k]; extra = 3 + int(rand() * 8)
            for (i = 0; i < extra; i++) out = out " " word[1 + int(rand() * m)]
            gsub(/,/, "", out); print out "," gold[k]
        }
    }' examples/card-support/train.csv >"$folder/rows.csv"
cat >"$folder/gradus.yaml" <<EOF
task: many-rows
brief: Name the one intent that the customer's message expresses.
examples: { file: rows.csv, input: text, expected: category }
answer: labels
goal: { score: 0.90, matters: 0.02 }
models: [ embedded/minilm-l6-q ]
EOF
./gradus --version >&2
/usr/bin/time -f '{"rows": '"$rows"', "wallSeconds": %e, "userSeconds": %U, "peakRssKb": %M}' ./gradus check "$folder" >/dev/null
