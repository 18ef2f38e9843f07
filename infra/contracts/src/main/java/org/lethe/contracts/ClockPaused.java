package org.lethe.contracts;

/// The time stands still until the requester answers.
@WireName("ClockPaused")
public record ClockPaused(RequestId request, ClientId client, String by) implements RequestEvent {}
