package org.lethe.eventlog;

import org.axonframework.messaging.core.Context.ResourceKey;

/// Where an event stands.
///
/// @param position in the whole log, dense from 1
/// @param logIndex in its client's log, dense from 0
public record LogPosition(long position, long logIndex) {
    /// Under which a sourced or streamed entry carries its place.
    public static final ResourceKey<LogPosition> RESOURCE_KEY = ResourceKey.withLabel("logPosition");
}
