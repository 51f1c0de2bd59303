-- What a tuning did, whole; and every act on what is served: who is live follows from the acts in their order.
CREATE TABLE tunings (
    id INTEGER PRIMARY KEY,
    task TEXT NOT NULL,
    json TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE releases (
    id INTEGER PRIMARY KEY,
    task TEXT NOT NULL,
    candidate TEXT NOT NULL,
    title TEXT NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('promoted', 'rolled-back')),
    why TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE INDEX tunings_by_task ON tunings (task);
CREATE INDEX releases_by_task ON releases (task);
