package org.lethe.contracts;

import java.time.Instant;

/// A due date of a request comes near, or is over. Once for each due date and each of the two.
///
/// @param what [#DUE_SOON] or [#OVERDUE]
/// @param dueAt the date: by when the client is to have answered, or by when the law wants it done
@WireName("RequestReminded")
public record RequestReminded(RequestId request, ClientId client, String what, Instant dueAt) implements RequestEvent {
    public static final String DUE_SOON = "due_soon";
    public static final String OVERDUE = "overdue";
}
