package org.lethe.transcript.content;

import org.jspecify.annotations.Nullable;

/// What a visit's envelope holds; kept apart from who somebody is.
public record VisitContent(
        @Nullable String ipAddress,
        @Nullable String userAgent,
        @Nullable String page,
        @Nullable String referrer,
        @Nullable String location) {

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
