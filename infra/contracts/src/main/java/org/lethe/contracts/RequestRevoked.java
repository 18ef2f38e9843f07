package org.lethe.contracts;

/// The requester wants it no more.
@WireName("RequestRevoked")
public record RequestRevoked(RequestId request, ClientId client, String by) implements RequestEvent {}
