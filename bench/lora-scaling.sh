#!/bin/sh
# Two workers against one, step by step in turn in one process: bench/lora-scaling.sh [ROUNDS]     (200; the first third warms up)
# The cores of a shared machine change their speed from second to second (others use the other threads of the same cores), so
# that two runs, one after the other, compare their luck.
set -eu
cd "$(dirname "$0")/.."
. bench/step-bench.sh
step_bench ScalingBench "${1:-200}"
