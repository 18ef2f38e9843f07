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

        @Meaning("requests at once of one client, and by one API key; more of them are refused with 503")
        int maxRequestsOfOne,

        @Meaning("streamed requests at once of one client, and by one API key")
        int maxStreamsOfOne,

        @Meaning("memory for bodies that have come in part or are being worked on; a quarter of it for one client")
        DataSize bodyMemory,

        @Meaning(
                "memory for imports and for transcripts of many messages; half of it for one client. Unset, a quarter of"
                        + " the heap")
        @Nullable
        DataSize streamMemory,

        @Meaning(
                "addresses that stand for many callers, such as those of a proxy, with commas, or 10.0.0.0/8 for a whole"
                        + " net: no limit of one address holds for them")
        List<String> trustedAddresses,

        @Meaning(
                "addresses of proxies whose `X-Forwarded-For` is believed, with commas, or 10.0.0.0/8 for a whole net; unset,"
                        + " of none")
        @Nullable
        List<String> proxies,

        @Meaning("API keys that nobody knows from one address in a minute; then it is told to wait before more are"
                + " looked up")
        int maxUnknownKeys,

        @Meaning("how long answers are replayed by Idempotency-Key; callers were told so")
        Duration idempotencyKept,

        List<String> openApi) {

    private static final int SHARES = 4; // of the memory for bodies; one is the most that a client gets
    private static final DataSize LEAST_STREAM_MEMORY = DataSize.ofMegabytes(16);

    public WebProperties {
        openApi = List.copyOf(openApi);
        trustedAddresses = List.copyOf(trustedAddresses);
        proxies = proxies == null ? null : List.copyOf(proxies);
        Addresses.of("lethe.web.trusted-addresses", trustedAddresses); // refuses what is none
        Addresses.of("lethe.web.proxies", proxies == null ? List.of() : proxies);
        require(maxUnknownKeys > 0, "lethe.web.max-unknown-keys is at least 1");
        require(publicUrl == null || publicUrl.isAbsolute(), "lethe.web.public-url is an absolute URL");
        require(maxBody.toBytes() > 0 && maxBody.toBytes() < Integer.MAX_VALUE, "lethe.web.max-body is 1 B to 2 GB");
        require(maxStreamedBody.toBytes() > 0, "lethe.web.max-streamed-body is at least 1 B");
        require(maxRequests > 0, "lethe.web.max-requests is at least 1");
        require(maxStreams > 0, "lethe.web.max-streams is at least 1");
        require(maxRequestsOfOne > 0, "lethe.web.max-requests-of-one is at least 1");
        require(maxStreamsOfOne > 0, "lethe.web.max-streams-of-one is at least 1");
        require(
                bodyMemory.toBytes() >= 2L * SHARES * maxBody.toBytes(), // a compressed body is there twice
                "lethe.web.body-memory is at least " + 2 * SHARES + " times lethe.web.max-body");
        require(
                streamMemory == null || streamMemory.toBytes() >= LEAST_STREAM_MEMORY.toBytes(),
                "lethe.web.stream-memory is at least 16MB");
        require(idempotencyKept.isPositive(), "lethe.web.idempotency-kept is longer than nothing");
    }

    /// What holds where nothing is configured.
    public static WebProperties defaults() {
        return new WebProperties(
                null,
                DataSize.ofMegabytes(1),
                DataSize.ofGigabytes(1),
                512,
                32,
                256,
                8,
                DataSize.ofMegabytes(64),
                null,
                List.of("127.0.0.0/8", "::1"),
                null,
                60,
                Duration.ofHours(24),
                List.of());
    }

    Addresses believedProxies() {
        return Addresses.of("lethe.web.proxies", proxies == null ? List.of() : proxies);
    }

    /// Memory of all imports and long transcripts.
    ByteBudget streamBudget() {
        long bytes = streamMemory != null
                ? streamMemory.toBytes()
                : Math.max(LEAST_STREAM_MEMORY.toBytes(), Runtime.getRuntime().maxMemory() / 4);
        return new ByteBudget(bytes, bytes / 2);
    }

    ByteBudget bodyBudget() {
        return new ByteBudget(bodyMemory.toBytes(), bodyMemory.toBytes() / SHARES);
    }

    /// The same with other OpenAPI documents, the one whose word stands first.
    public WebProperties describedBy(String... documents) {
        return new WebProperties(
                publicUrl,
                maxBody,
                maxStreamedBody,
                maxRequests,
                maxStreams,
                maxRequestsOfOne,
                maxStreamsOfOne,
                bodyMemory,
                streamMemory,
                trustedAddresses,
                proxies,
                maxUnknownKeys,
                idempotencyKept,
                List.of(documents));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
