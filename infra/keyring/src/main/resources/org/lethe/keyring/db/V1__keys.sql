-- All keys of all clients, wrapped; and what stays of those that were destroyed. A row is never deleted.
-- The shard follows from the natural key. It stands in the primary key so that a rotation reads its shard alone. Wrapping
-- a key again changes no indexed column; the room in each page lets its new version stay beside the old one.
CREATE TABLE keyring.keys (
    client_id         uuid NOT NULL,
    shard             smallint NOT NULL CHECK (shard BETWEEN 0 AND 63),
    kind              smallint NOT NULL CHECK (kind BETWEEN 1 AND 6), -- KeyKind.code()
    natural_key       text COLLATE "C" NOT NULL,
    state             text COLLATE "C" NOT NULL
        CHECK (state IN ('PREACTIVE', 'ACTIVE', 'SEALED', 'FENCED', 'DESTROYED', 'FINAL')),
    generation        integer NOT NULL DEFAULT 0, -- of K; in other rows of the K that wraps, or last wrapped, the key
    root_epoch        integer, -- days since 1970-01-01; part of the wrapping's associated data
    wrapped           bytea,
    previous_epoch    integer, -- of K's last generation, while keys under it are wrapped again
    previous_wrapped  bytea,
    fingerprint       text COLLATE "C", -- null where there never was a key
    reason            text,
    event_id          uuid,
    destroyed_at      timestamptz,
    final_after_epoch integer, -- no copy opens once every root key up to this epoch is gone
    PRIMARY KEY (client_id, shard, kind, natural_key),
    CHECK ((wrapped IS NULL) = (state IN ('DESTROYED', 'FINAL'))),
    CHECK (wrapped IS NULL OR root_epoch IS NOT NULL),
    CHECK ((previous_wrapped IS NULL) = (previous_epoch IS NULL)),
    CHECK (previous_wrapped IS NULL OR (kind = 5 AND wrapped IS NOT NULL)),
    CHECK (state NOT IN ('FENCED', 'DESTROYED', 'FINAL')
        OR (reason IS NOT NULL AND event_id IS NOT NULL AND destroyed_at IS NOT NULL)),
    CHECK (final_after_epoch IS NULL OR state IN ('DESTROYED', 'FINAL')),
    CHECK (state <> 'FINAL' OR final_after_epoch IS NOT NULL)
) WITH (fillfactor = 90);
CREATE INDEX keys_fingerprint ON keyring.keys (client_id, fingerprint) WHERE fingerprint IS NOT NULL;
CREATE INDEX keys_not_final ON keyring.keys (final_after_epoch, client_id, shard) WHERE state = 'DESTROYED';
CREATE INDEX keys_client_epoch ON keyring.keys (root_epoch) WHERE kind = 5 AND root_epoch IS NOT NULL;
CREATE INDEX keys_rotating ON keyring.keys (previous_epoch, client_id, shard) WHERE previous_epoch IS NOT NULL;

-- What a legal hold keeps readable: the content key of a conversation and bucket, wrapped by the hold's H. At the
-- release the bytes go. The rows stay: what they kept readable is not final before the hold's H is.
CREATE TABLE keyring.escrow (
    client_id       uuid NOT NULL,
    hold_id         uuid NOT NULL,
    hold_shard      smallint NOT NULL, -- of H
    consumer_id     uuid NOT NULL,
    conversation_id uuid NOT NULL,
    bucket          text COLLATE "C" NOT NULL,
    wrapped         bytea CHECK (octet_length(wrapped) = 92), -- nonce 12, content key 64, tag 16
    escrowed_at     timestamptz NOT NULL,
    released_at     timestamptz,
    PRIMARY KEY (client_id, hold_id, conversation_id, bucket),
    CHECK ((wrapped IS NULL) = (released_at IS NOT NULL))
);
CREATE INDEX escrow_consumer ON keyring.escrow (client_id, consumer_id);
CREATE INDEX escrow_conversation ON keyring.escrow (client_id, conversation_id);
CREATE INDEX escrow_bucket ON keyring.escrow (client_id, bucket);

-- Root keys that wrap nothing any more, and since when: the backup window counts from there.
CREATE TABLE keyring.root_epochs (
    epoch        integer PRIMARY KEY, -- days since 1970-01-01
    unused_since timestamptz -- null where it is in use
);

-- From an identifier to a consumer, one way: HMAC-SHA-256 under the client's P, 16 bytes. The rows go with the consumer.
CREATE TABLE keyring.blind_index (
    client_id   uuid NOT NULL,
    consumer_id uuid NOT NULL,
    index       bytea NOT NULL CHECK (octet_length(index) = 16),
    PRIMARY KEY (client_id, index)
);
CREATE INDEX blind_index_consumer ON keyring.blind_index (client_id, consumer_id);
