package org.lethe.contracts;

/// The client says yes; what was asked is done from here on.
@WireName("RequestApproved")
public record RequestApproved(RequestId request, ClientId client, String by) implements RequestEvent {}
