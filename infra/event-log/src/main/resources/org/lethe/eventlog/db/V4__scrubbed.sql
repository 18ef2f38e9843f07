-- Which envelopes are gone though their keys are not: those of redacted messages. A row here is the only way to take an
-- envelope out of the log, and there is none unless the log itself says so: a MessageScrubbed that names it. Its digest
-- stays, so that the leaf can be recomputed.
CREATE TABLE scrubbed (
    client_id  uuid   NOT NULL,
    log_index  bigint NOT NULL, -- of the event that the envelope belonged to
    ordered_by bigint NOT NULL, -- the log_index of the MessageScrubbed
    CONSTRAINT scrubbed_event PRIMARY KEY (client_id, log_index)
);

-- Runs as the owner of the log: whoever may say that an envelope goes may change nothing of the log itself.
CREATE FUNCTION scrub() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    message text;
BEGIN
    SELECT scrubbing.facts ->> 'message' INTO message FROM ${flyway:defaultSchema}.event scrubbing
    WHERE scrubbing.client_id = NEW.client_id AND scrubbing.log_index = NEW.ordered_by
      AND scrubbing.type = 'MessageScrubbed'
      AND NEW.log_index::text IN (SELECT json_array_elements_text(scrubbing.facts -> 'log_indexes'));
    IF message IS NULL THEN
        RAISE EXCEPTION 'no event orders that envelope % goes', NEW.log_index;
    END IF;
    UPDATE ${flyway:defaultSchema}.event SET sealed_digest = sha256(sealed), sealed = NULL
    WHERE client_id = NEW.client_id AND log_index = NEW.log_index AND sealed IS NOT NULL
      AND (unique_tag = 'message=' || message OR tags @> ARRAY ['amended=' || message] COLLATE "C");
    IF NOT FOUND THEN
        RAISE EXCEPTION 'envelope % is not of the message', NEW.log_index;
    END IF;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION scrub() FROM PUBLIC;

CREATE TRIGGER scrub AFTER INSERT ON scrubbed FOR EACH ROW EXECUTE FUNCTION scrub();
