package org.lethe.contracts;

import java.time.Instant;

/// People were told of a policy. Who they were stands in the envelope; there is none for the page, which
/// everybody sees.
///
/// @param channel a code of the client's, such as `email` or `in_chat`; `page` for the client's page
/// @param announcedAt when they were told
@WireName("PolicyChangeAnnounced")
public record PolicyChangeAnnounced(
        PolicyId policy, ClientId client, PolicyAudience audience, String channel, Instant announcedAt, String by)
        implements PolicyEvent {}
