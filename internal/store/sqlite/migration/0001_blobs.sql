CREATE TABLE blobs (
    id                TEXT PRIMARY KEY NOT NULL,
    state             TEXT NOT NULL,
    callback_url      TEXT NOT NULL,
    created_at        INTEGER NOT NULL, -- times: Unix milliseconds
    expires_at        INTEGER NOT NULL,
    uploaded_at       INTEGER,
    finished_at       INTEGER,
    result            TEXT NOT NULL,    -- JSON: labels, image, model, failure
    callback_status   TEXT NOT NULL,
    callback_attempts INTEGER NOT NULL,
    callback_error    TEXT NOT NULL
) STRICT;

CREATE INDEX blobs_by_state ON blobs (state, id);
CREATE INDEX blobs_by_expiry ON blobs (state, expires_at, id);
