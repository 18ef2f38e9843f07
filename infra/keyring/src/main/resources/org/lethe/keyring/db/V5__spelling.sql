-- By which rules an identifier was spelled before it was hashed. What stands here already was spelled by the first
-- ones, and so is what a process of the version before still writes: under a spelling that may be another person's
-- now, only such rows count.
ALTER TABLE keyring.blind_index ADD COLUMN spelling smallint NOT NULL DEFAULT 1;
ALTER TABLE keyring.held_index ADD COLUMN spelling smallint NOT NULL DEFAULT 1;
