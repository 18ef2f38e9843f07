package org.lethe.contracts;

/// It goes to somebody independent.
///
/// @param to `dispute_resolution` or `panel`
@WireName("RequestEscalated")
public record RequestEscalated(RequestId request, ClientId client, String to, String by) implements RequestEvent {}
