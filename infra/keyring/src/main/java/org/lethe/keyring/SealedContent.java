package org.lethe.keyring;

import org.lethe.contracts.EventId;
import org.lethe.contracts.Sealed;

/// An envelope and the place it was sealed for; it opens nowhere else.
///
/// @param eventType the wire name of the event that carries it
public record SealedContent(ContentScope scope, EventId event, String eventType, Sealed sealed) {}
