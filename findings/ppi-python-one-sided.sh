#!/usr/bin/env bash
# ppi-python 0.2.3: ppi_mean_ci(..., alternative="larger") gives the two-sided interval, unless lam is given.
#
# With the default lam=None the function finds lam and calls itself without handing `alternative` on. Seen: "larger" and
# "two-sided" give the same two ends at alpha 0.05 (0.3971, 0.9143); with the same lam handed in, "larger" gives
# a one-sided lower bound of 0.4386 and no upper end. Whoever asks for a one-sided bound at 95 % gets one at 97.5 %. The p-value
# function (ppi_mean_pval) does hand it on, so that test and interval contradict each other.
# Seen on 2026-11-30 with Python 3.11. Exits with 1 where the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install ppi-python==0.2.3 numpy==2.4.6
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import sys
from importlib.metadata import version
import numpy as np
from ppi_py import ppi_mean_ci, ppi_mean_pointestimate, ppi_mean_pval

print("ppi-python", version("ppi-python"))
human = np.array([1, 1, 1, 0, 1, 0, 1, 1, 0, 1], float)
judge = np.array([1, 1, 0, 0, 1, 1, 1, 1, 0, 1], float)
rest = np.array([1] * 11 + [0] * 9, float)
lam = ((ppi_mean_pointestimate(human, judge, rest) - human.mean()) / (rest.mean() - judge.mean())).item()
two = ppi_mean_ci(human, judge, rest, alpha=0.05)
larger = ppi_mean_ci(human, judge, rest, alpha=0.05, alternative="larger")
given = ppi_mean_ci(human, judge, rest, alpha=0.05, alternative="larger", lam=lam)
print("two-sided:                ", [float(np.ravel(end)[0]) for end in two])
print("larger:                   ", [float(np.ravel(end)[0]) for end in larger])
print("larger, with lam", round(lam, 4), ":", [float(np.ravel(end)[0]) for end in given])
print("p of 0.44, larger:        ", ppi_mean_pval(human, judge, rest, null=0.44, alternative="larger"))
same = np.allclose(two[0], larger[0]) and np.allclose(two[1], larger[1])
sys.exit(0 if same and np.isinf(given[1]).all() and given[0] > larger[0] + 0.02 else 1)
PYTHON
