CREATE TABLE signing_secrets (
    id         TEXT PRIMARY KEY NOT NULL,
    key_id     TEXT NOT NULL,    -- empty: the deployment's
    value      TEXT NOT NULL,    -- empty: revoked
    created_at INTEGER NOT NULL, -- Unix milliseconds
    ends_at    INTEGER
) STRICT;

-- The secret of before, which receivers know.
INSERT INTO signing_secrets (id, key_id, value, created_at)
SELECT 'whs_' || lower(hex(randomblob(4))), '', CAST(value AS TEXT), CAST(unixepoch('subsec') * 1000 AS INTEGER)
FROM secrets WHERE name = 'callback';

DELETE FROM secrets WHERE name = 'callback';
