-- View: how much content each conversation has in which bucket, whether it can be read or not. Contact data belongs to no
-- conversation: the consumer's id stands in its place.
CREATE TABLE content (
    conversation_id uuid NOT NULL,
    category        text COLLATE "C" NOT NULL,
    channel         text COLLATE "C" NOT NULL,
    day             date NOT NULL, -- UTC
    client_id       uuid NOT NULL,
    consumer_id     uuid NOT NULL,
    contents        bigint NOT NULL, -- envelopes
    PRIMARY KEY (conversation_id, category, channel, day)
) WITH (fillfactor = 80);
CREATE INDEX content_by_bucket ON content (client_id, category, channel, day);
CREATE INDEX content_by_consumer ON content (consumer_id);

-- Buckets whose key is destroyed, which is so for ever: two views write them down, whichever is first, and none forgets
-- them. It takes the place of expired_day, which a process of the version before may still write.
CREATE TABLE expired_bucket (
    client_id   uuid NOT NULL,
    category    text COLLATE "C" NOT NULL,
    channel     text COLLATE "C" NOT NULL,
    day         date NOT NULL,
    expired_at  timestamptz NOT NULL,
    fingerprint text, -- of its key
    PRIMARY KEY (client_id, category, channel, day)
);

-- View, and worked off: who lost something and may have nothing left.
CREATE TABLE forgettable (
    client_id   uuid NOT NULL,
    consumer_id uuid NOT NULL,
    noted_at    bigint NOT NULL, -- position in the log of what was lost
    due_at      timestamptz NOT NULL, -- not to be looked at before
    PRIMARY KEY (client_id, consumer_id)
);
CREATE INDEX forgettable_due ON forgettable (due_at);
