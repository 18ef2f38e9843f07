package org.lethe.contracts;

/// Nothing has to be delivered for a request any more: what was kept for it alone goes.
@WireName("EvidenceLetGo")
public record EvidenceLetGo(RequestId request, ClientId client, ConsumerId consumer, HoldId hold)
        implements RequestEvent {}
