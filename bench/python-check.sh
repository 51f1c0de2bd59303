#!/bin/sh
# Tuning by Python for real, on the CPU, without a download but of packages: bench/python-check.sh [open|peft]...
#   open   tunes a tiny Llama by the TRL recipes that Gradus writes, serves it, and measures base and tuned by Gradus
#   peft   loads the encoders' adapters with PEFT, and compares them with the merged graphs under ONNX Runtime
# Makes an environment of its own in build/python (about 6 GB: PyPI's torch brings its GPU libraries along) and says its
# versions. Ends with 1 where a check failed. PYTHON names the Python to begin with (python3, 3.10 to 3.13). About 4 minutes
# on a quiet machine after the installation. Not part of ./mvnw verify.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd -P)
work=$root/build/python
python=$work/venv/bin/python

mkdir -p "$work"
cat bench/python/requirements.txt bench/python/requirements-check.txt >"$work/wanted.txt"
if ! cmp -s "$work/wanted.txt" "$work/installed.txt"; then
    [ -x "$python" ] || "${PYTHON:-python3}" -m venv "$work/venv"
    echo "installing into build/python/venv" >&2
    "$python" -m pip install --quiet --disable-pip-version-check -r "$work/wanted.txt"
    cp "$work/wanted.txt" "$work/installed.txt"
fi
"$python" -m pip list --disable-pip-version-check --format=freeze >"$work/versions.txt"
"$python" --version
grep -iE '^(torch|transformers|trl|peft|datasets|accelerate|safetensors|tokenizers|numpy|onnxruntime)==' "$work/versions.txt" | tr '\n' ' '
echo

. .mvn/find-jdk.sh
./gradus --version >&2 # builds, where that is needed
export JAVA="$JAVA_HOME/bin/java" GRADUS_CLASSPATH="$root/build/lib/*"
# Two layers of width 64 are slower on more threads.
export OMP_NUM_THREADS=1
export HF_HUB_OFFLINE=1 TRANSFORMERS_OFFLINE=1 HF_HUB_DISABLE_TELEMETRY=1 DO_NOT_TRACK=1 CUDA_VISIBLE_DEVICES=
export HF_HUB_DISABLE_PROGRESS_BARS=1 PYTHONWARNINGS=ignore::FutureWarning

open() { "$python" bench/python/open_check.py "$root" "$work/open"; }

peft() {
    ./mvnw -q -pl gradus-tune -am -Dgradus.fast test-compile dependency:build-classpath \
        -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test >&2 || return 1
    rm -rf "$work/peft"
    "$JAVA" --enable-native-access=ALL-UNNAMED \
        -cp "gradus-tune/target/test-classes:gradus-tune/target/classes:$(cat gradus-tune/target/test.classpath)" \
        dev.gradus.tune.PeftFolders "$work/peft" || return 1
    for kind in lora dora full; do
        folder=$work/peft/$kind
        "$python" bench/python/peft_check.py "$work/peft/base" "$folder" "$folder/vectors.safetensors" "$folder/merged.onnx" \
            || return 1
    done
}

[ $# -gt 0 ] || set -- open peft
began=$(date +%s)
passed=''
failed=''
for check in "$@"; do
    case $check in
        open | peft) ;;
        *) echo "there is no check '$check': name open or peft" >&2 && exit 2 ;;
    esac
    if "$check"; then passed="$passed $check"; else failed="$failed $check"; fi
done
echo "python-check: passed${passed:- none}, failed${failed:- none}, $(($(date +%s) - began)) s"
[ -z "$failed" ]
