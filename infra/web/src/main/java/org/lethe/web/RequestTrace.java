package org.lethe.web;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/// Puts `Request-Id` and `traceparent` on every answer. The id is always ours: one that a client sent could be
/// anything, in our logs. A trace that the client began is continued (W3C Trace Context, level 1).
final class RequestTrace {
    static final String REQUEST_ID = "Request-Id";
    static final String TRACEPARENT = "traceparent";
    private static final Pattern ACCEPTED =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int TRACE_ID_END = 35; // "00-" and 32 digits

    private RequestTrace() {}

    static void begin(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(REQUEST_ID, newRequestId());
        headers.set(TRACEPARENT, continued(exchange.getRequest().getHeaders().getFirst(TRACEPARENT)));
    }

    static String newRequestId() {
        return UuidCreator.getTimeOrderedEpochFast().toString();
    }

    static String requestId(ServerWebExchange exchange) {
        String id = exchange.getResponse().getHeaders().getFirst(REQUEST_ID);
        return id == null ? "none" : id;
    }

    static String continued(@Nullable String incoming) {
        HexFormat hex = HexFormat.of();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String span = hex.toHexDigits(random.nextLong() | 1); // never all zero
        if (incoming != null && ACCEPTED.matcher(incoming).matches()) {
            return incoming.substring(0, TRACE_ID_END) + "-" + span + incoming.substring(incoming.length() - 3);
        }
        return "00-" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1) + "-" + span + "-00";
    }
}
