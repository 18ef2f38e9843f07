package org.lethe.contracts;

/// The requester does not accept the answer.
@WireName("RequestAppealed")
public record RequestAppealed(RequestId request, ClientId client, String by) implements RequestEvent {}
