package org.lethe.contracts;

/// It was handed over, and can't be collected again.
///
/// @param sha256 of what was handed over, in hex
@WireName("PackageCollected")
public record PackageCollected(RequestId request, ClientId client, long bytes, String sha256, String by)
        implements RequestEvent {}
