-- Until when what a request has to deliver is kept for it, where its package is ready; null where nothing is, or no end
-- is known yet.
ALTER TABLE request ADD COLUMN kept_until timestamptz;
CREATE INDEX request_kept_until ON request (kept_until) WHERE kept_until IS NOT NULL;
