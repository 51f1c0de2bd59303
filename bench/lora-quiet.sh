#!/bin/sh
# What a training step takes while nobody else uses the cores of a shared machine: bench/lora-quiet.sh [SECONDS]     (120)
# Long enough, some steps meet quiet cores even where most do not; a loop of multiply-adds before and after each step tells which.
set -eu
cd "$(dirname "$0")/.."
. bench/step-bench.sh
step_bench QuietBench "${1:-120}"
