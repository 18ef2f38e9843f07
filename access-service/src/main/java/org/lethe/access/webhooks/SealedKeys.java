package org.lethe.access.webhooks;

import org.lethe.contracts.EventId;
import org.lethe.contracts.Sealed;

/// URL and keys, or keys alone, sealed for the event that will carry them.
record SealedKeys(EventId event, Sealed sealed) {}
