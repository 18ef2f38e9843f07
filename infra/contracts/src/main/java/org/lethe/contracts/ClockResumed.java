package org.lethe.contracts;

/// The time goes on.
@WireName("ClockResumed")
public record ClockResumed(RequestId request, ClientId client, String by) implements RequestEvent {}
