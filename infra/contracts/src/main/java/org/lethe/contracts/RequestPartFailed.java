package org.lethe.contracts;

/// A part of what was approved could not be done. The request stays in progress.
///
/// @param part such as `message`
/// @param reason the problem's type, such as `content-erased`
@WireName("RequestPartFailed")
public record RequestPartFailed(RequestId request, ClientId client, String part, String reason)
        implements RequestEvent {}
