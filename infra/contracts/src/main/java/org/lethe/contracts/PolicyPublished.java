package org.lethe.contracts;

import java.time.Instant;

/// A policy, or notice of a change of ownership, is published on the client's page. Its text stands in the envelope.
///
/// @param version as the client counts; unique for the audience
/// @param effectiveFrom for something material not before the notice period is over
/// @param material whether it takes something from people, or lets more be done with their data
@WireName("PolicyPublished")
public record PolicyPublished(
        PolicyId policy,
        ClientId client,
        PolicyAudience audience,
        PolicyKind kind,
        String version,
        Instant effectiveFrom,
        boolean material,
        String by)
        implements PolicyEvent {}
