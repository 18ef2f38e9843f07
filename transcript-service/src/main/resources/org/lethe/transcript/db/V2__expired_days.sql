-- Days of messages whose key is destroyed: a conversation that may have spoken on one is looked at more closely.
CREATE TABLE expired_day (
    client_id uuid NOT NULL,
    channel   text NOT NULL,
    day       date NOT NULL, -- UTC
    PRIMARY KEY (client_id, channel, day)
);

-- The view is made anew: days may have gone before it took note of them.
TRUNCATE conversation;
DELETE FROM token_entry WHERE processorName = 'conversations';
