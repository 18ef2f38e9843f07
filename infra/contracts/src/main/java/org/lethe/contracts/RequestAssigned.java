package org.lethe.contracts;

/// Somebody of the client sees to it.
///
/// @param assignee as the client names its people; in clear
@WireName("RequestAssigned")
public record RequestAssigned(RequestId request, ClientId client, String assignee, String by) implements RequestEvent {}
