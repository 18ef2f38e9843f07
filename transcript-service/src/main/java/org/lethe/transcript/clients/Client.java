package org.lethe.transcript.clients;

import java.time.Instant;
import org.lethe.contracts.ClientId;

/// A brand as it is listed.
///
/// @param position of its registration in the log; the order of lists
record Client(ClientId id, String name, String region, Instant registeredAt, long position) {}
