-- What the processes' clocks said, for whoever starts next: one row, written every minute while they agree.
CREATE TABLE clock (
    only_row      boolean     PRIMARY KEY DEFAULT TRUE CHECK (only_row),
    seen_at       timestamptz NOT NULL, -- the latest time by a clock that was trusted
    confirmations bigint      NOT NULL DEFAULT 0,
    confirmed_at  timestamptz,          -- what a person last said is the right time
    by_database   timestamptz,          -- what the database's clock said then
    recorded_up_to timestamptz          -- the latest time in the log then: events that late are known to be
);
