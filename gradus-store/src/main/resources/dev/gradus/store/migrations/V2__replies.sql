-- Replies of chat models, by a hash of model, request and repeat: each was paid for once.
CREATE TABLE replies (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    climb INTEGER NOT NULL,
    text TEXT NOT NULL,
    calls BLOB,
    finish TEXT NOT NULL,
    prompt_tokens INTEGER,
    cached_tokens INTEGER,
    completion_tokens INTEGER,
    reasoning_tokens INTEGER,
    log_probability REAL,
    served_by TEXT NOT NULL,
    latency_ns INTEGER NOT NULL,
    cost REAL CHECK (cost >= 0)
) STRICT;

CREATE INDEX replies_by_climb ON replies (climb);

ALTER TABLE outcomes ADD COLUMN prompt_tokens INTEGER;
ALTER TABLE outcomes ADD COLUMN cached_tokens INTEGER;
ALTER TABLE outcomes ADD COLUMN completion_tokens INTEGER;
ALTER TABLE outcomes ADD COLUMN reasoning_tokens INTEGER;
