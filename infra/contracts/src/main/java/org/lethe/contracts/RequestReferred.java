package org.lethe.contracts;

/// The client has it before them: approve or deny.
@WireName("RequestReferred")
public record RequestReferred(RequestId request, ClientId client) implements RequestEvent {}
