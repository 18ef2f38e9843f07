-- The public keys of all that was ever signed: never deleted, so that what an old key signed can be checked.
CREATE TABLE web.signing_key (
    key_id        text  COLLATE "C" PRIMARY KEY, -- thumbprint, RFC 7638
    public_key    bytea NOT NULL CHECK (octet_length(public_key) = 32),
    first_used_at timestamptz NOT NULL
);
