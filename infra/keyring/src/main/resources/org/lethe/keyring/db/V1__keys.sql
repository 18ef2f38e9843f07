-- All keys of all clients, wrapped; and what stays of those that were destroyed. A row is never deleted.
CREATE TABLE keyring.keys (
    client_id    uuid NOT NULL,
    kind         smallint NOT NULL CHECK (kind BETWEEN 1 AND 6), -- KeyKind.code()
    shard        smallint NOT NULL CHECK (shard BETWEEN 0 AND 63),
    root_epoch   integer, -- days since 1970-01-01; part of the wrapping's associated data
    natural_key  text COLLATE "C" NOT NULL,
    state        text COLLATE "C" NOT NULL
        CHECK (state IN ('PREACTIVE', 'ACTIVE', 'SEALED', 'FENCED', 'DESTROYED', 'FINAL')),
    wrapped      bytea,
    fingerprint  text COLLATE "C", -- null where there never was a key
    reason       text,
    event_id     uuid,
    destroyed_at timestamptz,
    PRIMARY KEY (client_id, kind, natural_key),
    CHECK ((wrapped IS NULL) = (state IN ('DESTROYED', 'FINAL'))),
    CHECK (wrapped IS NULL OR root_epoch IS NOT NULL),
    CHECK (state NOT IN ('FENCED', 'DESTROYED', 'FINAL')
        OR (reason IS NOT NULL AND event_id IS NOT NULL AND destroyed_at IS NOT NULL))
);

-- From an identifier to a consumer, one way: HMAC-SHA-256 under the client's P, 16 bytes. The rows go with the consumer.
CREATE TABLE keyring.blind_index (
    client_id   uuid NOT NULL,
    consumer_id uuid NOT NULL,
    index       bytea NOT NULL CHECK (octet_length(index) = 16),
    PRIMARY KEY (client_id, index)
);
CREATE INDEX blind_index_consumer ON keyring.blind_index (client_id, consumer_id);
