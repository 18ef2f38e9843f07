package org.lethe.web;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// `lethe.web.*`
///
/// @param publicUrl where callers reach us, such as `https://lethe.example`; unset, links name the address that the
///     connection came to, and problem types are relative; set it behind a proxy
/// @param maxBody largest body, decompressed; 1 MB; more for longer messages
/// @param maxStreamedBody largest streamed body, decompressed; 1 GB; more for larger imports
/// @param maxRequests requests under way at once before new ones are shed; 512; more if the database keeps up
/// @param maxStreams streamed requests under way at once before new ones are shed; 32
/// @param idempotencyKept how long answers are replayed by `Idempotency-Key`; 24 h; callers were told so
/// @param openApi OpenAPI documents on the classpath, JSON, served as one; those of the services that run
@ConfigurationProperties(value = "lethe.web", ignoreUnknownFields = false)
public record WebProperties(
        @Nullable URI publicUrl,
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("1GB") DataSize maxStreamedBody,
        @DefaultValue("512") int maxRequests,
        @DefaultValue("32") int maxStreams,
        @DefaultValue("24h") Duration idempotencyKept,
        @DefaultValue List<String> openApi) {

    public WebProperties {
        openApi = List.copyOf(openApi);
        require(publicUrl == null || publicUrl.isAbsolute(), "lethe.web.public-url is an absolute URL");
        require(maxBody.toBytes() > 0 && maxBody.toBytes() < Integer.MAX_VALUE, "lethe.web.max-body is 1 B to 2 GB");
        require(maxStreamedBody.toBytes() > 0, "lethe.web.max-streamed-body is at least 1 B");
        require(maxRequests > 0, "lethe.web.max-requests is at least 1");
        require(maxStreams > 0, "lethe.web.max-streams is at least 1");
        require(idempotencyKept.isPositive(), "lethe.web.idempotency-kept is longer than nothing");
    }

    /// What holds where nothing is configured.
    public static WebProperties defaults() {
        return new WebProperties(
                null, DataSize.ofMegabytes(1), DataSize.ofGigabytes(1), 512, 32, Duration.ofHours(24), List.of());
    }

    /// The same with other OpenAPI documents, the one whose word stands first.
    public WebProperties describedBy(String... documents) {
        return new WebProperties(
                publicUrl, maxBody, maxStreamedBody, maxRequests, maxStreams, idempotencyKept, List.of(documents));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
