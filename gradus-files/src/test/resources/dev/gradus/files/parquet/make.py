"""Writes the Parquet files of this folder that begin with "types", "labels" and "rows", one writer each.

Run with: pyarrow 26.0.1, pandas 3.1.1, polars 2.1.0, duckdb 2.0.1, datasets as installed. The content is made up.
"""

import datetime as dt
import decimal
import uuid

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from datasets import ClassLabel, Dataset, Features, Value

D = decimal.Decimal
table = pa.table(
    {
        "text": pa.array(["a", "b\né", None]),
        "category": pa.array(["x", "y", "x"]).dictionary_encode(),
        "truth": pa.array([True, False, None]),
        "float": pa.array([0.25, float("nan"), None]),
        "half": pa.array([0.5, 1.0, None], pa.float16()),
        "uint8": pa.array([255, 0, None], pa.uint8()),
        "uint32": pa.array([4294967295, 0, None], pa.uint32()),
        "uint64": pa.array([18446744073709551615, 0, None], pa.uint64()),
        "decimal": pa.array([D("0.25"), D("-12.50"), None], pa.decimal128(6, 2)),
        "wide": pa.array([D("12345678901234567890.123"), D("0.001"), None], pa.decimal128(30, 3)),
        "date": pa.array([dt.date(2026, 1, 2), dt.date(1969, 12, 31), None]),
        "time": pa.array([dt.time(9, 30), dt.time(0, 0, 0, 5), None], pa.time64("us")),
        "local": pa.array([dt.datetime(2026, 1, 2, 10, 0), dt.datetime(2026, 1, 2, 10, 0, 1, 500), None], pa.timestamp("us")),
        "instant": pa.array([dt.datetime(2026, 1, 2, 10, 0), None, None], pa.timestamp("ms", "UTC")),
        "binary": pa.array([b"plain", b"\xff\x00", None], pa.binary()),
        "labels": pa.array([["a", "b"], [], None], pa.list_(pa.string())),
        "messages": pa.array(
            [[{"role": "user", "content": "hi"}], [], None],
            pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())])),
        ),
    }
)
pq.write_table(table, "types-pyarrow.parquet", compression="zstd")
pq.write_table(table, "types-pyarrow-lz4.parquet", compression="lz4", data_page_version="2.0", row_group_size=2)

pl.DataFrame(
    {
        "text": ["a", "b"],
        "category": pl.Series(["x", "y"], dtype=pl.Categorical),
        "uint64": pl.Series([18446744073709551615, 0], dtype=pl.UInt64),
        "decimal": pl.Series([D("0.25"), D("-12.50")], dtype=pl.Decimal(6, 2)),
        "date": [dt.date(2026, 1, 2), None],
        "time": [dt.time(9, 30), None],
        "local": [dt.datetime(2026, 1, 2, 10, 0), None],
        "labels": [["a", "b"], []],
    }
).write_parquet("types-polars.parquet")

duckdb.sql(
    """
    COPY (SELECT * FROM (VALUES
        ('a', 'x'::ENUM('x', 'y'), 18446744073709551615::UBIGINT, 0.25::DECIMAL(6,2), DATE '2026-01-02', TIME '09:30:00',
         TIMESTAMP '2026-01-02 10:00:00', ['a', 'b'], '6ba7b810-9dad-11d1-80b4-00c04fd430c8'::UUID, '{"k": 1}'::JSON),
        ('b', 'y', 0, -12.50, NULL, NULL, NULL, [], NULL, NULL))
      AS rows(text, category, uint64, decimal, date, time, local, labels, uuid, json))
    TO 'types-duckdb.parquet' (FORMAT parquet)
    """
)

Dataset.from_dict(
    {"text": ["late card", "lost card", "unsure"], "label": [0, 1, -1]},
    features=Features({"text": Value("string"), "label": ClassLabel(names=["card_arrival", "lost_card"])}),
).to_parquet("labels-datasets.parquet")

pq.write_table(
    pa.table({"text": ["a", "b\né"], "number": [1, 1], "label": ["x", "y"]}), "rows.parquet", compression="snappy"
)
pq.write_table(pa.table({"text": ["a", "b"], "number": [1, 1], "label": ["x", None]}), "rows-null.parquet", compression="none")
