package org.lethe.eventlog;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.axonframework.messaging.eventhandling.EventMessage;

/// Stores [Note]s: facts byte by byte as a test gives them, be they JSON or not.
final class NoteCodec implements EventCodec {

    /// Something that happened in a client's log.
    record Note(UUID client, String facts, byte[] sealed) {}

    @Override
    public Encoded encode(EventMessage event) {
        Note note = (Note) event.payload();
        return new Encoded(
                note.client(),
                Integer.parseInt(event.type().version()),
                note.facts().getBytes(StandardCharsets.UTF_8),
                note.sealed());
    }

    @Override
    public Decoded decode(StoredEvent event) {
        return new Decoded(
                Integer.toString(event.version()),
                new Note(event.client(), new String(event.facts(), StandardCharsets.UTF_8), event.sealed()));
    }
}
