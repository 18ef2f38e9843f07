-- When a client is to be reminded of a request next; of what an earlier version wrote, at once where that is over.
ALTER TABLE request ADD COLUMN remind_at timestamptz;
UPDATE request SET remind_at = LEAST(operational_due_at, due_at - interval '7 days') WHERE open;
CREATE INDEX request_to_remind ON request (remind_at) WHERE remind_at IS NOT NULL;

-- What webhooks are told, one row for each webhook and thing that happened. The payload holds ids and states, nothing of
-- a consumer. Rows go 31 days after what they tell of; they are no view: making views anew touches none.
--
--   waiting --claimed, sent--> delivered
--      |  ^---- failed --'
--      |--> dead_lettered   after the last attempt, or told by 410 that it is gone
--      '--> ended           nothing is sent there any more
CREATE TABLE webhook_delivery (
    webhook_id      uuid NOT NULL,
    delivery_id     uuid NOT NULL, -- follows from the event and what is told of it
    client_id       uuid NOT NULL,
    position        bigint NOT NULL,
    event           text NOT NULL,
    request_id      uuid NOT NULL,
    occurred_at     timestamptz NOT NULL,
    payload         text NOT NULL,
    state           text NOT NULL DEFAULT 'waiting',
    attempts        integer NOT NULL DEFAULT 0,
    tries           integer NOT NULL DEFAULT 0, -- since it was first sent, or sent again by hand
    next_attempt_at timestamptz NOT NULL,
    last_attempt_at timestamptz,
    last_status     integer,
    last_fault      text,
    claim           uuid,
    claimed_until   timestamptz,
    PRIMARY KEY (webhook_id, delivery_id)
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (next_attempt_at) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_claimed ON webhook_delivery (webhook_id) WHERE claimed_until IS NOT NULL;
CREATE INDEX webhook_delivery_list ON webhook_delivery (webhook_id, position DESC, delivery_id);
CREATE INDEX webhook_delivery_age ON webhook_delivery (occurred_at);
