-- 'GRDS', so that a file of another program is told apart.
PRAGMA application_id = 1196573779;

-- A candidate on a set of examples.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    candidate TEXT NOT NULL,
    examples TEXT NOT NULL,
    UNIQUE (candidate, examples)
) STRICT;

CREATE TABLE examples (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- Two small numbers name the row, so that 300,000 outcomes stay below 30 MB.
CREATE TABLE outcomes (
    run INTEGER NOT NULL REFERENCES runs,
    example INTEGER NOT NULL REFERENCES examples,
    answer TEXT,
    score REAL CHECK (score BETWEEN 0 AND 1),
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    latency_ns INTEGER,
    cpu_ns INTEGER,
    cost REAL,
    error TEXT,
    PRIMARY KEY (run, example),
    CHECK ((score IS NULL) <> (error IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE encoders (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE
) STRICT;

-- The block holds 32-bit floats, little endian, one vector after the other.
CREATE TABLE vectors (
    encoder INTEGER NOT NULL REFERENCES encoders,
    key TEXT NOT NULL,
    dimensions INTEGER NOT NULL,
    wall_ns INTEGER NOT NULL,
    cpu_ns INTEGER NOT NULL,
    block BLOB NOT NULL,
    UNIQUE (encoder, key)
) STRICT;

CREATE TABLE choices (
    key TEXT PRIMARY KEY,
    json TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Looks at a sealed test, by the content of the test. Times are ISO 8601 in UTC, everywhere.
CREATE TABLE looks (
    test TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    candidate TEXT NOT NULL,
    task TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (test, number),
    UNIQUE (test, candidate)
) STRICT, WITHOUT ROWID;

CREATE TABLE climbs (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    task TEXT NOT NULL,
    configuration TEXT NOT NULL,
    begun TEXT NOT NULL
) STRICT;

CREATE INDEX climbs_by_key ON climbs (key);

-- A climb with a verdict is finished.
CREATE TABLE verdicts (
    climb INTEGER PRIMARY KEY REFERENCES climbs,
    json TEXT NOT NULL,
    finished TEXT NOT NULL
) STRICT;

CREATE TABLE task_versions (
    task TEXT NOT NULL,
    brief TEXT NOT NULL,
    labels TEXT NOT NULL,
    prompt TEXT NOT NULL,
    seen TEXT NOT NULL,
    UNIQUE (task, brief, labels, prompt)
) STRICT;
