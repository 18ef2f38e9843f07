package org.lethe.contracts;

/// A one-time code is on its way to an address on file. Neither stands in the log.
///
/// @param channel `email` or `phone`
@WireName("IdentityCodeSent")
public record IdentityCodeSent(RequestId request, ClientId client, String channel, String by) implements RequestEvent {}
