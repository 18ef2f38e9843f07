package org.lethe.contracts;

/// What an open request has to deliver is kept for it, whatever retention takes meanwhile. An erasure takes
/// it all the same.
///
/// @param hold under which it is kept, as for a legal hold; of this protection alone
@WireName("EvidenceProtected")
public record EvidenceProtected(RequestId request, ClientId client, ConsumerId consumer, HoldId hold)
        implements RequestEvent {}
