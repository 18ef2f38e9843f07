-- View: what holds that name people or conversations kept of a bucket when its key went, one row for each of them.
CREATE TABLE bucket_held (
    bucket_id    bigint NOT NULL,
    hold_id      uuid   NOT NULL,
    content_keys bigint NOT NULL, -- one for each conversation; also of people who were erased before
    contents     bigint NOT NULL, -- envelopes that could be read by anybody until then
    PRIMARY KEY (bucket_id, hold_id)
);

-- Of the contents, bytes and conversations that a bucket held when it was destroyed: those that some hold kept.
ALTER TABLE bucket
    ADD COLUMN held_contents      bigint NOT NULL DEFAULT 0,
    ADD COLUMN held_bytes         bigint NOT NULL DEFAULT 0,
    ADD COLUMN held_conversations bigint NOT NULL DEFAULT 0;
