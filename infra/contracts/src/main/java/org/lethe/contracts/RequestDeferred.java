package org.lethe.contracts;

import java.util.List;

/// It is done for everybody but these legal holds, and completes by itself when they let go.
@WireName("RequestDeferred")
public record RequestDeferred(RequestId request, ClientId client, List<HoldId> holds) implements RequestEvent {}
