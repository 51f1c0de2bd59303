#!/usr/bin/env bash
# scikit-learn 1.9.1: one unreadable answer of 100 takes macro-F1 from 0.995 to 0.663.
#
# f1_score(average="macro") averages over the labels that occur in y_true OR y_pred, so an answer that is no label at all ("n/a", an
# empty text, a label with a typing error) opens a third label whose F1 is 0. Seen: 99 of 100 right answers of two labels and one "n/a"
# score 0.6633; with labels=["a", "b"] the same answers score 0.9949. No warning. The other way round, labels= with a
# label that never occurs counts it as 0 too: a flawless run over two of three labels scores 0.6667 (with a warning).
# Seen on 2026-11-30 with Python 3.11. Exits with 1 where the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install scikit-learn==1.9.1
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import sys
import sklearn
from sklearn.metrics import f1_score

print("scikit-learn", sklearn.__version__)
gold = ["a"] * 50 + ["b"] * 50
answers = ["n/a"] + gold[1:]
plain = f1_score(gold, answers, average="macro")
named = f1_score(gold, answers, average="macro", labels=["a", "b"])
absent = f1_score(gold, gold, average="macro", labels=["a", "b", "c"])
print("one answer n/a:                    ", plain)
print("the same, labels=[a, b]:           ", named)
print("all right, labels=[a, b, c]:       ", absent)
sys.exit(0 if plain < 0.67 and named > 0.99 and absent < 0.67 else 1)
PYTHON
