package org.lethe.contracts;

import org.jspecify.annotations.Nullable;

/// The client says yes; what was asked is done from here on.
///
/// @param disagreement whether what was to be corrected is put beside the message instead; absent where it is not
@WireName("RequestApproved")
public record RequestApproved(
        RequestId request, ClientId client, @Nullable Boolean disagreement, String by) implements RequestEvent {}
