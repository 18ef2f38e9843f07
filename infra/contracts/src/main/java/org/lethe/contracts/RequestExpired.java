package org.lethe.contracts;

/// Nobody proved in time who asked.
@WireName("RequestExpired")
public record RequestExpired(RequestId request, ClientId client) implements RequestEvent {}
