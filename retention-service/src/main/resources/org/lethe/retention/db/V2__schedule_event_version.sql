-- With which version of its event a schedule's JSON was written, so that it can be read as what it means today. All that
-- stood here was written as version 1; so is what an older process beside this one adds.
ALTER TABLE schedule ADD COLUMN event_version integer NOT NULL DEFAULT 1;
