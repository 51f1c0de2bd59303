#!/usr/bin/env bash
# statsmodels 0.15.0: mcnemar(table, exact=False) of two classifiers that agree on every item says p = 0.0.
#
# 60 items, both right on 50, both wrong on 10, no item on which they differ. Seen: statistic inf, p-value 0.0, as strong
# as evidence gets, with a RuntimeWarning (divide by zero). The continuity correction computes (|0 - 0| - 1)^2 / 0. The
# exact test says 1.0. With 5 and 5 discordant items, no difference at all, the corrected test says 0.75 where 1.0 is right.
# Seen on 2026-11-30 with Python 3.11. Exits with 1 where the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install statsmodels==0.15.0
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import sys
import statsmodels
from statsmodels.stats.contingency_tables import mcnemar

print("statsmodels", statsmodels.__version__)
same = [[50, 0], [0, 10]]
asymptotic = mcnemar(same, exact=False)
exact = mcnemar(same, exact=True)
even = mcnemar([[50, 5], [5, 10]], exact=False)
print("no discordant item, exact=False: statistic", asymptotic.statistic, "p", asymptotic.pvalue)
print("no discordant item, exact=True:  p", exact.pvalue)
print("5 and 5 discordant, exact=False: p", even.pvalue)
sys.exit(0 if asymptotic.pvalue == 0 and exact.pvalue == 1 and even.pvalue < 0.8 else 1)
PYTHON
