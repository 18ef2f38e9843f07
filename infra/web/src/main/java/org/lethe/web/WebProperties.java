package org.lethe.web;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Meaning;
import org.springframework.util.unit.DataSize;

/// `lethe.web.*`
///
/// @param openApi OpenAPI documents on the classpath, JSON, served as one; those of the services that run
public record WebProperties(
        @Meaning("where callers reach us, such as https://lethe.example; set it behind a proxy") @Nullable
        URI publicUrl,

        @Meaning("largest body, decompressed; more for longer messages")
        DataSize maxBody,

        @Meaning("largest streamed body, decompressed; more for larger imports")
        DataSize maxStreamedBody,

        @Meaning("requests at once before new ones are shed with 503; more if the database keeps up")
        int maxRequests,

        @Meaning("streamed requests at once before new ones are shed with 503")
        int maxStreams,

        @Meaning("how long answers are replayed by Idempotency-Key; callers were told so")
        Duration idempotencyKept,

        List<String> openApi) {

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
