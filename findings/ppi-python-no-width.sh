#!/usr/bin/env bash
# ppi-python 0.2.3: 10 labels of 10 right give the interval [1, 1], and with 19 of 20 the upper end is 1.05.
#
# A judge and 10 people's labels, all "good": the 95 % interval of the mean has no width, although 3 in 10 of a population could be
# bad and 10 labels all be good with chance 0.03. With one bad label of 20 the interval of a share ends above 1.
# (Wilson's interval of 10 of 10 is [0.72, 1].) Seen on 2026-11-30 with Python 3.11. Exits with 1 where the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install ppi-python==0.2.3 numpy==2.4.6
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import sys
from importlib.metadata import version
import numpy as np
from ppi_py import ppi_mean_ci

print("ppi-python", version("ppi-python"))
judged = np.array([1] * 14 + [0] * 6, float)
low, high = (float(np.ravel(end)[0]) for end in ppi_mean_ci(np.ones(10), np.ones(10), judged, alpha=0.05))
print("10 of 10 labels good, judge says 14 of 20 of the rest:", [low, high])
human = np.array([1] * 19 + [0], float)
judge = np.array([1] * 3 + [0] + [1] * 16, float)
rest = np.array([1] * 29 + [0], float)
low2, high2 = (float(np.ravel(end)[0]) for end in ppi_mean_ci(human, judge, rest, alpha=0.05))
print("19 of 20 labels good:", [low2, high2])
sys.exit(0 if low == high == 1 and high2 > 1.02 else 1)
PYTHON
