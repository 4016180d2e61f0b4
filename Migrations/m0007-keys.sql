-- Access keys, hashed, and the first replies to calls that carried an Idempotency-Key.

CREATE TABLE api_key (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('admin', 'write', 'read')),
    hash BYTEA NOT NULL UNIQUE,
    revoked_at BIGINT
);

CREATE TABLE kept_reply (
    api_key BIGINT NOT NULL REFERENCES api_key (id),
    idempotency_key TEXT NOT NULL,
    request_hash BYTEA NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    is_object BIGINT NOT NULL CHECK (is_object IN (0, 1)),
    made_at BIGINT NOT NULL,
    PRIMARY KEY (api_key, idempotency_key)
);

-- One row that every question for readiness changes, so that its commit really goes to the disk.
CREATE TABLE heartbeat (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    count BIGINT NOT NULL
);
