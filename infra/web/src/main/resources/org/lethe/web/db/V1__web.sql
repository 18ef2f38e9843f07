-- API keys: a view of ApiKeyIssued and ApiKeyRevoked, so it can be rebuilt from the log. Never the key itself.
CREATE TABLE web.api_key (
    api_key      uuid PRIMARY KEY,
    client       uuid        NOT NULL, -- nil: the platform
    name         text        NOT NULL,
    roles        text[]      NOT NULL,
    sha256       bytea       NOT NULL UNIQUE CHECK (octet_length(sha256) = 32),
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz           -- written at most once a minute
);
CREATE INDEX api_key_by_client ON web.api_key (client, api_key);

-- Answers by Idempotency-Key, kept for 24 hours. Nothing here can be read or guessed without the caller's API key:
-- key_hash and fingerprint are HMACs, answer is AES-256-GCM, all under keys derived from it.
CREATE TABLE web.idempotency (
    key_hash     bytea PRIMARY KEY CHECK (octet_length(key_hash) = 32),
    fingerprint  bytea       NOT NULL CHECK (octet_length(fingerprint) = 32),
    attempt      uuid        NOT NULL, -- who holds the row while it runs
    locked_until timestamptz NOT NULL, -- a crashed attempt lets go here
    status       smallint,             -- null while running
    answer       bytea,                -- null while running, and always for answers that hold a secret
    expires_at   timestamptz NOT NULL
);
CREATE INDEX idempotency_by_expiry ON web.idempotency (expires_at);
