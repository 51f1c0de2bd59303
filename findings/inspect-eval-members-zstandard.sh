#!/usr/bin/env bash
# inspect_ai 0.3.285: the members of a .eval log are compressed with Zstandard (zip method 93), which Python's own zipfile cannot
# unpack before 3.14, nor java.util.zip at all; the zip itself opens and lists.
#
# Where inspect_ai is imported, zipfile reads them: it is patched there, so code that works beside
# Inspect fails without it. The list shows header.json and samples/ID_epoch_N.json; epochs are members of their own.
# Seen on 2026-12-01 with Python 3.11. Exits with 1 where the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install inspect_ai==0.3.285
cd "$folder"
cat >run.py <<'PYTHON'
import tiktoken

# The scripted model counts tokens by an encoding that is fetched; here one of bytes takes its place.
encoding = tiktoken.Encoding("bytes", pat_str=r"\S+|\s+", mergeable_ranks={bytes([i]): i for i in range(256)}, special_tokens={})
tiktoken.get_encoding = lambda name: encoding
tiktoken.encoding_for_model = lambda name: encoding

from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.scorer import match

eval(Task(dataset=[Sample(id="a", input="q", target="x")], scorer=match()), model="mockllm/model", epochs=2, log_dir="logs", display="none")
PYTHON
venv/bin/python run.py
venv/bin/python - <<'PYTHON'
import glob
import sys
import zipfile
from importlib.metadata import version

archive = zipfile.ZipFile(glob.glob("logs/*.eval")[0])
methods = {member.filename: member.compress_type for member in archive.infolist()}
print("inspect_ai", version("inspect_ai"), methods)
try:
    archive.read("header.json")
    raised = "nothing"
except NotImplementedError as error:
    raised = str(error)
print("zipfile of Python", sys.version.split()[0], "raised:", raised)
samples = [name for name in methods if name.startswith("samples/")]
sys.exit(0 if set(methods.values()) == {93} and len(samples) == 2 and raised != "nothing" else 1)
PYTHON
