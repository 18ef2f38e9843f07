package org.lethe.eventlog;

import java.util.Set;
import java.util.UUID;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;

/// An event ready to be written: all that does not depend on its position is encoded already.
///
/// @param columns the row's columns after position, client and log index, in COPY's binary format
/// @param pairs under which the index of recent appends finds it
record EventRow(
        UUID client,
        UUID eventId,
        EventMessage message,
        Set<Tag> tags,
        @Nullable String uniqueTag,
        long uniquePair,
        long[] pairs,
        byte[] columns) {}
