package org.lethe.contracts;

/// The client says no.
///
/// @param reason a code; words that were given for it stand in `RequestWordsGiven`
@WireName("RequestDenied")
public record RequestDenied(RequestId request, ClientId client, String reason, String by) implements RequestEvent {}
