package org.lethe.contracts;

/// The time stands still until the requester answers.
///
/// @param reason a code of those that its rule knows
@WireName("ClockPaused")
public record ClockPaused(RequestId request, ClientId client, String reason, String by) implements RequestEvent {}
