package org.lethe.contracts;

/// A code was guessed wrong too often; another has to be sent.
@WireName("IdentityRefused")
public record IdentityRefused(RequestId request, ClientId client, String method, String by) implements RequestEvent {}
