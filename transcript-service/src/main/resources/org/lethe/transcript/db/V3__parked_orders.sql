-- Orders to destroy that could not be carried out yet; they are looked up in the log and tried again.
CREATE TABLE parked_order (
    follower  text NOT NULL,
    order_id  uuid NOT NULL, -- the event that ordered it
    tag_key   text NOT NULL, -- by what it is found in the log
    tag_value text NOT NULL,
    parked_at timestamptz NOT NULL,
    PRIMARY KEY (follower, order_id)
);
