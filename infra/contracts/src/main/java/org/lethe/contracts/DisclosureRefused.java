package org.lethe.contracts;

/// What was proposed is not disclosed. The reason stands in the envelope.
@WireName("DisclosureRefused")
public record DisclosureRefused(DisclosureId disclosure, ClientId client, String by) implements DisclosureEvent {}
