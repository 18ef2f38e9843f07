-- Set in the transaction of what the request appended: whoever finds it knows that the request was done, even where nobody
-- lived to keep its answer; and who let go of the row, or lost it to a later attempt, can't append any more.
ALTER TABLE web.idempotency ADD COLUMN done boolean NOT NULL DEFAULT false;
