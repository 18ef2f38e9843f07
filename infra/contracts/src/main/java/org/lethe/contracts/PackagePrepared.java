package org.lethe.contracts;

import java.time.Instant;

/// What was asked for can be collected, once, until it expires.
@WireName("PackagePrepared")
public record PackagePrepared(RequestId request, ClientId client, Instant expiresAt) implements RequestEvent {}
