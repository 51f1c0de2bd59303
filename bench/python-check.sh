#!/bin/sh
# Tunes by TRL and PEFT for real, on the CPU, without a download but of packages: bench/python-check.sh [CHECK...]
# Makes an environment of its own in build/python (about 6 GB: PyPI's torch brings its GPU libraries along), says its
# versions, and runs bench/python/*_check.py, or those that are named. Ends with 1 where one of them failed.
# PYTHON names the Python to begin with (python3, 3.10 to 3.13). Not part of ./mvnw verify.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd -P)
work=$root/build/python
python=$work/venv/bin/python
wanted=$root/bench/python/requirements.txt

if ! cmp -s "$wanted" "$work/installed.txt"; then
    mkdir -p "$work"
    [ -x "$python" ] || "${PYTHON:-python3}" -m venv "$work/venv"
    echo "installing into build/python/venv" >&2
    "$python" -m pip install --quiet --disable-pip-version-check -r "$wanted"
    cp "$wanted" "$work/installed.txt"
fi
"$python" -m pip list --disable-pip-version-check --format=freeze >"$work/versions.txt"
"$python" --version
grep -iE '^(torch|transformers|trl|peft|datasets|accelerate|safetensors|tokenizers|numpy)==' "$work/versions.txt" | tr '\n' ' '
echo

. .mvn/find-jdk.sh
./gradus --version >&2 # builds, where that is needed
export JAVA="$JAVA_HOME/bin/java" GRADUS_CLASSPATH="$root/build/lib/*"
# Two layers of width 64 are slower on more threads.
export OMP_NUM_THREADS=1
export HF_HUB_OFFLINE=1 TRANSFORMERS_OFFLINE=1 HF_HUB_DISABLE_TELEMETRY=1 DO_NOT_TRACK=1 CUDA_VISIBLE_DEVICES=

[ $# -gt 0 ] || set -- bench/python/*_check.py
passed=0
failed=0
for check in "$@"; do
    name=$(basename "$check" .py)
    if "$python" "$check" "$root" "$work/$name"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done
echo "python-check: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
