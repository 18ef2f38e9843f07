package org.lethe.eventlog;

import java.util.UUID;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/// Between Axon's messages and what a row holds.
public interface EventCodec {

    /// What a payload becomes.
    ///
    /// @param client whose log it goes to; the nil UUID for the platform's
    /// @param version of the event type, 0 to 32767
    /// @param facts JSON in UTF-8; stored and committed to byte by byte
    /// @param sealed the envelope, if there is one
    record Encoded(UUID client, int version, byte[] facts, byte @Nullable [] sealed) {}

    /// What a row becomes.
    record Decoded(String version, Object payload) {}

    Encoded encode(EventMessage event);

    Decoded decode(StoredEvent event);
}
