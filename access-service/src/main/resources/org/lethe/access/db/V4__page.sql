-- Who may see a request on the consumer's page: whoever has the address, of which only the SHA-256 is kept. Not made
-- from the log, which knows nothing of it.
CREATE TABLE page_token (
    token_sha256 bytea PRIMARY KEY,
    client_id    uuid NOT NULL,
    request_id   uuid NOT NULL,
    asker        bytea NOT NULL, -- stands for what the requester gave
    made_at      timestamptz NOT NULL
);
CREATE INDEX page_token_made ON page_token (made_at);

-- How much may still be asked for, of whom: by what stands for an address, a person or a network, and never the thing
-- itself. What is full again is taken away.
CREATE TABLE page_allowance (
    holder    bytea PRIMARY KEY,
    left_over double precision NOT NULL,
    counted_at timestamptz NOT NULL,
    full_at   timestamptz NOT NULL
);
CREATE INDEX page_allowance_full ON page_allowance (full_at);
