#!/usr/bin/env bash
# DuckDB 2.0.1, pyarrow 26.0.1: DuckDB writes a DECIMAL of up to 9 digits as INT32 and of up to 18 as INT64; a reader that takes the
# physical value reads 0.25 as 25 and 0.001 as 1000, without an error.
#
# The scale stands in the logical type alone. pyarrow writes the same table with FIXED_LEN_BYTE_ARRAY, so a test against one writer says
# nothing of the other. Seen on 2026-12-01 with Python 3.11. Exits with 1 where the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install duckdb==2.0.1 pyarrow==26.0.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import decimal
import sys

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

duckdb.sql("COPY (SELECT 0.25::DECIMAL(6,2) AS small, 0.001::DECIMAL(10,6) AS cost) TO 'duck.parquet' (FORMAT parquet)")
D = decimal.Decimal
pq.write_table(pa.table({"small": pa.array([D("0.25")], pa.decimal128(6, 2)), "cost": pa.array([D("0.001")], pa.decimal128(10, 6))}), "arrow.parquet")
kinds = {}
for name in ("duck", "arrow"):
    schema = pq.ParquetFile(name + ".parquet").schema
    kinds[name] = [schema.column(i).physical_type for i in range(2)]
    print(name, kinds[name], [str(schema.column(i).logical_type) for i in range(2)])
sys.exit(0 if kinds["duck"] == ["INT32", "INT64"] and kinds["arrow"] == ["FIXED_LEN_BYTE_ARRAY"] * 2 else 1)
PYTHON
