-- The register of disclosures; made from the log. That a proposal lapsed follows from the time.
CREATE TABLE disclosure (
    disclosure_id uuid PRIMARY KEY,
    client_id     uuid NOT NULL,
    begun_at      timestamptz NOT NULL,
    state         text NOT NULL,
    ground        text NOT NULL,
    recipient_id  uuid NOT NULL,
    consumer_ids  uuid[] NOT NULL
);
CREATE INDEX disclosure_of_client ON disclosure (client_id, begun_at, disclosure_id);
