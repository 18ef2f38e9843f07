-- By what somebody was known whom a legal hold names and who was erased under it: a hold follows the person. Looked into
-- only to tell that somebody new is one of them; gone with the last hold that names them.
CREATE TABLE keyring.held_index (
    client_id   uuid NOT NULL,
    consumer_id uuid NOT NULL, -- who was erased
    index       bytea NOT NULL CHECK (octet_length(index) = 16),
    PRIMARY KEY (client_id, index, consumer_id)
);
