-- Views of transcript-service. All of them can be made anew from the log.

-- Axon's place in the log, one row for each view. Column names are Axon's.
CREATE TABLE token_entry (
    processorName text    NOT NULL,
    segment       integer NOT NULL,
    mask          integer NOT NULL,
    token         bytea,
    tokenType     text,
    timestamp     text,
    owner         text,
    PRIMARY KEY (processorName, segment)
);

CREATE TABLE client (
    client_id     uuid PRIMARY KEY,
    name          text   NOT NULL,
    region        text   NOT NULL,
    registered_at timestamptz NOT NULL,
    position      bigint NOT NULL -- in the log; the order of lists
);
CREATE UNIQUE INDEX client_position ON client (position);
CREATE INDEX client_name ON client (name);

CREATE TABLE conversation (
    conversation_id uuid PRIMARY KEY,
    client_id       uuid NOT NULL,
    consumer_id     uuid NOT NULL,
    channel         text NOT NULL,
    opened_at       timestamptz NOT NULL,
    closed_at       timestamptz,
    erased_at       timestamptz
);
CREATE INDEX conversation_by_time ON conversation (client_id, opened_at, conversation_id);
CREATE INDEX conversation_by_consumer ON conversation (consumer_id, opened_at);
