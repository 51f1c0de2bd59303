#!/bin/sh
# Real files of peers through our doors: each peer is installed at a pinned version in a temporary folder, makes its own file, and what
# `import outcomes`, `judge` and `new` make of it is held to what the peer was asked. Needs Python 3.11, Node 20 and a network; about 4
# minutes: bench/peers-check.sh
set -e
cd "$(dirname "$0")/.."
root=$(pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
fail() {
    echo "peers-check: $1" >&2
    exit 1
}

echo "== inspect_ai 0.3.285: two runs that differ in an argument, one of them in two epochs"
python3 -m venv venv
venv/bin/pip -q install inspect_ai==0.3.285 duckdb==2.0.1 polars==2.1.0 openpyxl==3.1.5 datasets==5.2.0
cat >run.py <<'PYTHON'
import tiktoken

# The scripted model counts tokens by an encoding that is fetched; here one of bytes takes its place.
encoding = tiktoken.Encoding("bytes", pat_str=r"\S+|\s+", mergeable_ranks={bytes([i]): i for i in range(256)}, special_tokens={})
tiktoken.get_encoding = lambda name: encoding
tiktoken.encoding_for_model = lambda name: encoding

from inspect_ai import Task, eval, task
from inspect_ai.dataset import Sample
from inspect_ai.model import ModelOutput, get_model
from inspect_ai.scorer import includes, match
from inspect_ai.solver import generate, system_message


@task
def capitals(hint="none"):
    samples = [Sample(id=f"c{i}", input=f"q{i}", target="Paris" if i % 2 else "Rome") for i in range(12)]
    return Task(dataset=samples, solver=[system_message(hint), generate()], scorer=[match(), includes()])


def model():
    return get_model("mockllm/model", custom_outputs=[ModelOutput.from_content("mockllm/model", "Paris") for _ in range(100)])


eval(capitals(), model=model(), epochs=2, log_dir="logs", display="none")
eval(capitals(hint="think"), model=model(), log_dir="logs", display="none")
PYTHON
venv/bin/python run.py
"$root/gradus" import outcomes logs/*.eval --into inspect.csv >inspect.txt
grep -q "36 results: 24 taken, 12 repeats of these" inspect.txt || fail "Inspect's samples do not add up"
grep -q "hint think" inspect.csv || fail "Inspect's runs are not named by what differs"

echo "== promptfoo 0.121.20: a whole run, and a filtered one with another prompt"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund promptfoo@0.121.20 >/dev/null 2>&1
export PROMPTFOO_DISABLE_TELEMETRY=1 PROMPTFOO_DISABLE_UPDATE=1 PROMPTFOO_CONFIG_DIR="$folder/home"
cat >promptfooconfig.yaml <<'YAML'
prompts: ['{{q}}']
providers: [echo]
tests:
  - { description: first, vars: { q: one }, assert: [ { type: equals, value: one } ] }
  - { description: second, vars: { q: two }, assert: [ { type: contains-any, value: 'x, tw' } ] }
  - { description: third, vars: { q: three } }
  - { description: fourth, vars: { q: four }, assert: [ { type: javascript, value: 'nosuch.x' } ] }
YAML
run() {
    npx promptfoo eval --no-cache --no-progress-bar --no-table "$@" >/dev/null 2>&1 || true
}
run -o whole.json
sed 's/{{q}}/say {{q}}/' promptfooconfig.yaml >other.yaml
run -c other.yaml --filter-pattern second -o some.json
"$root/gradus" import outcomes whole.json some.json --into promptfoo.csv >promptfoo.txt
grep -q "5 results: 5 taken" promptfoo.txt || fail "promptfoo's results do not add up"
grep -q "1 of which nothing was checked" promptfoo.txt || fail "a test that checks nothing has a score"
grep -q "1 whose check failed to run" promptfoo.txt || fail "a check that failed to run has a score"
[ "$(grep -c '""two""' promptfoo.csv)" = 2 ] || fail "a filtered run does not pair"

echo "== tables of DuckDB 2.0.1, Polars 2.1.0, openpyxl 3.1.5, datasets 5.2.0"
venv/bin/python - <<'PYTHON'
import decimal

import duckdb
import polars
from datasets import ClassLabel, Dataset, Features, Value
from openpyxl import Workbook

rows = [(f"words number {i * 7919} of {i * 104729}", i % 3) for i in range(120)]
values = ", ".join(f"('{text}', {0.25 * (1 + kind)}::DECIMAL(6,2))" for text, kind in rows)
duckdb.sql(f"COPY (SELECT * FROM (VALUES {values}) AS r(text, answer)) TO 'duck.parquet' (FORMAT parquet, COMPRESSION gzip)")
polars.DataFrame({"text": [r[0] for r in rows], "label": [["a", "b", "c"][r[1]] for r in rows]}).write_parquet("polars.parquet")
labels = Features({"text": Value("string"), "label": ClassLabel(names=["x", "y", "z"])})
Dataset.from_dict({"text": [r[0] for r in rows], "label": [r[1] for r in rows]}, features=labels).to_parquet("datasets.parquet")
book = Workbook()
book.active.append(["text", "label"])
for text, kind in rows:
    book.active.append([text, "klm"[kind]])
book.save("book.xlsx")
PYTHON
for table in duck.parquet:0.25 polars.parquet:c datasets.parquet:z book.xlsx:m; do
    file=${table%%:*}
    "$root/gradus" new "task-$file" --data "$file" >/dev/null
    grep -q "^  \"\\?${table##*:}\"\\?:" "task-$file/labels.yaml" || fail "$file has lost its labels"
done
echo "All of it is read as it was written."
