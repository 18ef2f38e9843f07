-- How requests stand; made from the log.
CREATE TABLE request (
    request_id         uuid PRIMARY KEY,
    client_id          uuid NOT NULL,
    type               text NOT NULL,
    state              text NOT NULL,
    open               boolean NOT NULL,
    rule               text NOT NULL,
    received_at        timestamptz NOT NULL,
    due_at             timestamptz NOT NULL,
    operational_due_at timestamptz NOT NULL,
    assignee           text,
    answered_at        timestamptz
);
CREATE INDEX request_of_client ON request (client_id, due_at, request_id);
CREATE INDEX request_open ON request (due_at) WHERE open;
CREATE INDEX request_unproven ON request (operational_due_at) WHERE state IN ('received', 'verifying');

-- One-time codes on their way. They are gone after ten minutes, three wrong tries or the right one; nothing of them
-- stands in the log.
CREATE TABLE identity_code (
    request_id uuid PRIMARY KEY,
    mac        bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    tries_left integer NOT NULL,
    sent_at    timestamptz NOT NULL
);
-- When codes were asked for: so many an hour and no more.
CREATE TABLE code_sent (
    request_id uuid NOT NULL,
    sent_at    timestamptz NOT NULL
);
CREATE INDEX code_sent_of ON code_sent (request_id, sent_at);
