-- Most decisions look for events of types that a tag has few of, such as the order to erase a consumer. By event_tags that
-- costs a look at each of the many rows that carry the same tag: every conversation of a consumer, every message of a
-- conversation. Here those are left out; a search that says it wants none of them finds the rest at once.
CREATE INDEX event_rare_tags ON event USING gin (tags) WITH (fastupdate = off)
    WHERE type NOT IN ('ConsumerIdentifiersLinked', 'ConversationOpened', 'MessageRecorded', 'TranscriptRead',
        'VisitObserved');
