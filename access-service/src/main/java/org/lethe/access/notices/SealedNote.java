package org.lethe.access.notices;

import org.lethe.contracts.EventId;
import org.lethe.contracts.Sealed;

/// Words of the client, sealed to the event that will carry them.
record SealedNote(EventId event, Sealed sealed) {}
