-- That this database and a root keystore are of each other: a constant wrapped by each epoch's root key. The row stands
-- before the key is made. A key's end is written down before and after the keystore lets go of it, and stays.
ALTER TABLE keyring.root_epochs
    ADD COLUMN check_value  bytea CHECK (octet_length(check_value) = 60), -- nonce 12, constant 32, tag 16; null until
                                                                          -- the key is there
    ADD COLUMN going_since  timestamptz, -- nothing needs the key any more, and the keystore is told to destroy it
    ADD COLUMN destroyed_at timestamptz, -- it has; in the commit of RootKeyDestroyed
    ADD CHECK (destroyed_at IS NULL OR going_since IS NOT NULL);

-- A key whose bytes are not what was stored. It waits for nobody and nobody for it.
ALTER TABLE keyring.keys
    ADD COLUMN rotten_since timestamptz, -- since a rotation met it
    ADD COLUMN unread       text COLLATE "C"; -- of a tombstone: why it has no fingerprint though there was a key
CREATE INDEX keys_rotten ON keyring.keys (client_id, shard) WHERE rotten_since IS NOT NULL;
