ALTER TABLE blobs ADD COLUMN key_id TEXT NOT NULL DEFAULT '';
ALTER TABLE blobs ADD COLUMN callback_last_at INTEGER;
ALTER TABLE blobs ADD COLUMN callback_next_at INTEGER;
ALTER TABLE blobs ADD COLUMN callback_replays INTEGER NOT NULL DEFAULT 0;
ALTER TABLE blobs ADD COLUMN callback_skipped INTEGER NOT NULL DEFAULT 0;

-- Callbacks by their last attempt; those without one are in neither.
CREATE INDEX blobs_by_callback ON blobs (callback_status, callback_last_at, id) WHERE callback_last_at IS NOT NULL;
CREATE INDEX blobs_by_attempt ON blobs (callback_last_at, id) WHERE callback_last_at IS NOT NULL;

CREATE TABLE deliveries (
    blob_id TEXT NOT NULL REFERENCES blobs (id) ON DELETE CASCADE,
    attempt INTEGER NOT NULL,
    at      INTEGER NOT NULL, -- Unix milliseconds
    took    INTEGER NOT NULL, -- milliseconds
    outcome TEXT NOT NULL,
    status  INTEGER NOT NULL, -- of the HTTP answer; 0: none came
    class   TEXT NOT NULL,
    detail  TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    next_at INTEGER,
    PRIMARY KEY (blob_id, attempt)
) STRICT, WITHOUT ROWID;
