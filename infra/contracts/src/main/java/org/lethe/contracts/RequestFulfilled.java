package org.lethe.contracts;

/// What was asked is done.
@WireName("RequestFulfilled")
public record RequestFulfilled(RequestId request, ClientId client) implements RequestEvent {}
