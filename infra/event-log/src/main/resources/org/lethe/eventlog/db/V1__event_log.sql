-- One append-only table. Position is global, dense and in commit order; log_index is dense from 0 within a client's log.
-- Text that is compared is compared by bytes (collate "C"): the tag index is a third quicker so.
CREATE TABLE event (
    position           bigint   NOT NULL,
    client_id          uuid     NOT NULL, -- whose log; the nil UUID for the platform's
    log_index          bigint   NOT NULL,
    event_id           uuid     NOT NULL,
    type               text     COLLATE "C" NOT NULL,
    version            smallint NOT NULL,
    recorded_at_micros bigint   NOT NULL, -- microseconds since 1970, UTC
    tags               text[]   COLLATE "C" NOT NULL, -- "key=value", sorted by bytes, without the unique tag
    unique_tag         text     COLLATE "C", -- a tag that no second event may carry: a message's id
    facts              json     NOT NULL, -- json, not jsonb: the exact bytes that the leaf commits to
    sealed             bytea,
    sealed_digest      bytea,             -- SHA-256 of what stood in sealed, set when a single message is scrubbed
    metadata           json,
    CONSTRAINT event_position PRIMARY KEY (position),
    CONSTRAINT event_log_index UNIQUE (client_id, log_index),
    CONSTRAINT event_version_range CHECK (version >= 0)
);

-- lz4 costs little and sealed content does not compress: keep it as it is.
ALTER TABLE event ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE UNIQUE INDEX event_unique_tag ON event (unique_tag) WHERE unique_tag IS NOT NULL;

-- fastupdate off: a pending list is quicker at the median and stalls at the 99th percentile.
CREATE INDEX event_tags ON event USING gin (tags) WITH (fastupdate = off);

-- Mostly appended to: analyse early, so that plans know the table, and freeze in passing.
ALTER TABLE event SET (autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.1);
