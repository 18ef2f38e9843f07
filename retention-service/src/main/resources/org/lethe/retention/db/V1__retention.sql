-- Tables of retention-service. What follows the log can be made anew from it; runs are its own.

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

-- View: clients, for deciding about all of them at once.
CREATE TABLE client (
    client_id     uuid PRIMARY KEY,
    offboarded_at timestamptz,
    ordered_run   uuid,       -- the run that ordered its keys K to go
    ordered_by    uuid,       -- the event that did
    keys_gone_at  timestamptz
);

-- View: every version of every schedule. In force at an instant: the highest version that is effective by then.
CREATE TABLE schedule (
    client_id      uuid        NOT NULL,
    version        integer     NOT NULL,
    effective_from timestamptz NOT NULL,
    rules          text        NOT NULL, -- JSON as in the event
    PRIMARY KEY (client_id, version)
);

-- View: which categories and channels a client ever had content of; few rows, so that what is due is found by one range
-- of days for each.
CREATE TABLE series (
    client_id uuid NOT NULL,
    category  text NOT NULL,
    channel   text NOT NULL,
    PRIMARY KEY (client_id, category, channel)
);

-- View: one row for each bucket key that there is or was.
CREATE TABLE bucket (
    bucket_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_id        uuid   NOT NULL,
    category         text   NOT NULL,
    channel          text   NOT NULL,
    day              date   NOT NULL,
    contents         bigint NOT NULL, -- envelopes that can be read; once destroyed, those that could be then
    bytes            bigint NOT NULL, -- of those envelopes
    ordered_run      uuid,            -- the run that claims it
    ordered_position bigint,          -- of its newest order in the log
    destroyed_at     timestamptz,
    destroyed_order  uuid,
    position         bigint,          -- of BucketKeyDestroyed
    log_index        bigint,
    fingerprint      text,
    conversations    bigint,          -- how many it held when it was destroyed
    UNIQUE (client_id, category, channel, day)
) WITH (fillfactor = 80);
CREATE INDEX bucket_kept ON bucket (client_id, category, channel, day) WHERE destroyed_at IS NULL;
CREATE INDEX bucket_by_run ON bucket (ordered_run) WHERE ordered_run IS NOT NULL;
CREATE INDEX bucket_by_order ON bucket (destroyed_order) WHERE destroyed_order IS NOT NULL;

-- View: which conversations have content in which bucket. Gone with the bucket, the conversation or the consumer.
CREATE TABLE bucket_conversation (
    bucket_id       bigint NOT NULL,
    conversation_id uuid   NOT NULL, -- contact data belongs to none: the consumer's id stands in its place
    consumer_id     uuid   NOT NULL,
    contents        bigint NOT NULL,
    bytes           bigint NOT NULL,
    PRIMARY KEY (bucket_id, conversation_id)
) WITH (fillfactor = 80);
CREATE INDEX bucket_conversation_by_conversation ON bucket_conversation (conversation_id);
CREATE INDEX bucket_conversation_by_consumer ON bucket_conversation (consumer_id);

-- View: what was ordered.
CREATE TABLE expiry_order (
    order_id         uuid PRIMARY KEY, -- the event's id
    run_id           uuid        NOT NULL,
    client_id        uuid        NOT NULL,
    schedule_version integer     NOT NULL,
    whole_client     boolean     NOT NULL,
    buckets          integer     NOT NULL,
    position         bigint      NOT NULL,
    log_index        bigint      NOT NULL,
    ordered_at       timestamptz NOT NULL
);
CREATE INDEX expiry_order_by_run ON expiry_order (run_id, client_id);

-- View: keys K that went by such an order.
CREATE TABLE destroyed_client_key (
    order_id     uuid        NOT NULL,
    position     bigint      NOT NULL,
    log_index    bigint      NOT NULL,
    fingerprint  text,
    destroyed_at timestamptz NOT NULL,
    PRIMARY KEY (order_id, position)
);

-- Runs: no view. A run is asked for before anything of it stands in the log.
CREATE TABLE run (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- the order of lists
    run_id      uuid        NOT NULL UNIQUE,
    client_id   uuid,                -- absent: all clients
    at          timestamptz NOT NULL, -- the instant that is decided by
    dry_run     boolean     NOT NULL,
    asked_by    text        NOT NULL, -- an API key's id, or "schedule"
    asked_at    timestamptz NOT NULL,
    state       text        NOT NULL, -- accepted, running, completed
    finished_at timestamptz
);
CREATE INDEX run_by_client ON run (client_id, number);
CREATE INDEX run_unfinished ON run (number) WHERE state <> 'completed';

CREATE TABLE run_client (
    run_id       uuid NOT NULL,
    client_id    uuid NOT NULL,
    state        text NOT NULL, -- running, completed
    report       text,          -- JSON: what a dry run found, or what was destroyed and what is held
    certificate  bytea,         -- as signed; written in the commit of RetentionRunCompleted
    completed_at timestamptz,
    PRIMARY KEY (run_id, client_id)
);
CREATE INDEX run_client_by_client ON run_client (client_id, run_id);

-- db-scheduler's table, as its documentation gives it.
CREATE TABLE scheduled_tasks (
    task_name            text        NOT NULL,
    task_instance        text        NOT NULL,
    task_data            bytea,
    execution_time       timestamptz,
    picked               boolean     NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      NOT NULL,
    priority             smallint,
    state                text,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_by_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_by_heartbeat ON scheduled_tasks (last_heartbeat);
