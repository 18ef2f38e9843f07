package org.lethe.contracts;

/// The client takes the longer time that its rule allows.
@WireName("DeadlineExtended")
public record DeadlineExtended(RequestId request, ClientId client, String by) implements RequestEvent {}
