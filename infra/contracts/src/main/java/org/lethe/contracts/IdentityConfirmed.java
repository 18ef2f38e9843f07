package org.lethe.contracts;

/// Who asks is who they say, as far as this kind of request needs it.
///
/// @param method `code`, `attestation`, or `none` where none is needed
@WireName("IdentityConfirmed")
public record IdentityConfirmed(RequestId request, ClientId client, String method, String by) implements RequestEvent {}
