-- Where the views of a service stand in the log, one row for each. Column names are Axon's.
DO $$ BEGIN
    IF to_regclass('${flyway:defaultSchema}.token_entry') IS NULL THEN
        CREATE TABLE ${flyway:defaultSchema}.token_entry (
            processorName text    NOT NULL,
            segment       integer NOT NULL,
            mask          integer NOT NULL,
            token         bytea,
            tokenType     text,
            timestamp     text,
            owner         text,
            PRIMARY KEY (processorName, segment)
        );
    END IF;
END $$;
