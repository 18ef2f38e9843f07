package org.lethe.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Reads request bodies, never more than the limit, which holds after decompression too.
final class Bodies {
    private static final Duration UNREAD_PATIENCE = Duration.ofSeconds(2);

    private Bodies() {}

    /// Refuses by headers alone, before a byte of the body is read.
    static void check(ServerHttpRequest request, List<String> consumed, long maxBytes) {
        HttpHeaders headers = request.getHeaders();
        long length = headers.getContentLength();
        if (length > maxBytes) {
            throw new BodyTooLargeException(maxBytes);
        }
        if (isAbsent(headers)) {
            return;
        }
        String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        if (type == null || !isOneOf(type, consumed)) {
            throw new UnsupportedMediaTypeException("this route reads " + String.join(", ", consumed) + " in UTF-8");
        }
        String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !isGzip(encoding) && !encoding.equalsIgnoreCase("identity")) {
            throw new UnsupportedMediaTypeException("Content-Encoding is gzip or absent");
        }
    }

    /// The whole body as sent, compressed or not.
    ///
    /// @param memory counts what has come, until it is closed
    static Mono<byte[]> whole(ServerHttpRequest request, long maxBytes, ByteBudget.Account memory) {
        if (isAbsent(request.getHeaders())) {
            return Mono.just(Rendered.NOTHING);
        }
        Flux<DataBuffer> counted = request.getBody().doOnNext(buffer -> {
            if (!memory.take(buffer.readableByteCount())) {
                DataBufferUtils.release(buffer);
                throw new OverloadedException("too many bodies are under way");
            }
        });
        return DataBufferUtils.join(counted, Math.toIntExact(maxBytes))
                .map(Bodies::bytes)
                .defaultIfEmpty(Rendered.NOTHING)
                .onErrorMap(DataBufferLimitException.class, _ -> new BodyTooLargeException(maxBytes));
    }

    static byte[] decompressed(ServerHttpRequest request, byte[] body, long maxBytes, ByteBudget.Account memory) {
        if (!isGzipped(request.getHeaders())) {
            return body;
        }
        if (!memory.take(maxBytes)) { // a few bytes may become that many
            throw new OverloadedException("too many bodies are under way");
        }
        byte[] plain = Gunzip.inflate(body, maxBytes);
        memory.giveBack(maxBytes - plain.length);
        return plain;
    }

    /// What becomes of a body that nobody wanted: a short one is passed over before the answer, so that the
    /// connection can be used again; a long one is answered at once, and Netty passes over what still comes.
    static Mono<Void> leftUnread(ServerWebExchange exchange, long maxBytes) {
        ServerHttpRequest request = exchange.getRequest();
        if (isAbsent(request.getHeaders()) || request.getHeaders().containsHeader(HttpHeaders.EXPECT)) {
            return Mono.empty(); // who waits for our word to send it gets the refusal first, and none of 100
        }
        long length = request.getHeaders().getContentLength();
        if (length < 0 || length > maxBytes) {
            return Mono.empty();
        }
        return request.getBody()
                .doOnNext(DataBufferUtils::release)
                .then()
                .timeout(UNREAD_PATIENCE) // who sends slowly is told all the same
                .onErrorComplete(); // read before, or cut off: the answer is the same
    }

    /// The body as it arrives, decompressed.
    static Flux<DataBuffer> streamed(ServerHttpRequest request, long maxBytes) {
        if (isGzipped(request.getHeaders())) {
            return Gunzip.inflate(request.getBody(), maxBytes);
        }
        return Flux.defer(() -> {
            long[] seen = {0};
            return request.getBody().doOnNext(buffer -> {
                seen[0] += buffer.readableByteCount();
                if (seen[0] > maxBytes) {
                    DataBufferUtils.release(buffer);
                    throw new BodyTooLargeException(maxBytes);
                }
            });
        });
    }

    /// What is in a buffer, which is released.
    static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static boolean isAbsent(HttpHeaders headers) {
        return headers.getContentLength() <= 0 && !headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
    }

    /// No body at all is none, whatever encoding it would have had.
    private static boolean isGzipped(HttpHeaders headers) {
        return !isAbsent(headers) && isGzip(headers.getFirst(HttpHeaders.CONTENT_ENCODING));
    }

    private static boolean isGzip(@Nullable String encoding) {
        return encoding != null && (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip"));
    }

    private static boolean isOneOf(String type, List<String> consumed) {
        for (String accepted : consumed) {
            if (type.regionMatches(true, 0, accepted, 0, accepted.length())
                    && isUtf8(type.substring(accepted.length()))) {
                return true;
            }
        }
        return false;
    }

    /// @param parameters what follows the media type
    private static boolean isUtf8(String parameters) {
        if (parameters.isBlank()) {
            return true;
        }
        if (!parameters.stripLeading().startsWith(";")) {
            return false;
        }
        String compact = parameters.replace(" ", "").replace("\"", "").toLowerCase(Locale.ROOT);
        return !compact.contains("charset=") || compact.contains("charset=utf-8");
    }
}
