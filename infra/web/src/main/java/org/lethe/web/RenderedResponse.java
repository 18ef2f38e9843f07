package org.lethe.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/// Writes ready bytes: no search for a codec, no copy.
///
/// @param end gives back what the request took, when the last byte is written or the caller gone
record RenderedResponse(Rendered rendered, Runnable end) implements ServerResponse {
    /// Ready bytes need no codecs and no views.
    static final Context NO_CONTEXT = new Context() {
        @Override
        public List<HttpMessageWriter<?>> messageWriters() {
            return List.of();
        }

        @Override
        public List<ViewResolver> viewResolvers() {
            return List.of();
        }
    };

    static final String NO_STORE = "no-store";
    private static final int WRITTEN_TOGETHER = 16 * 1024; // bytes

    RenderedResponse(Rendered rendered) {
        this(rendered, () -> {});
    }

    @Override
    public HttpStatusCode statusCode() {
        return HttpStatusCode.valueOf(rendered.status());
    }

    @Override
    public HttpHeaders headers() {
        HttpHeaders headers = new HttpHeaders();
        rendered.headers().forEach(header -> headers.add(header.name(), header.value()));
        return headers;
    }

    @Override
    public MultiValueMap<String, ResponseCookie> cookies() {
        return CollectionUtils.unmodifiableMultiValueMap(new LinkedMultiValueMap<>());
    }

    @Override
    public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
        return Mono.defer(() -> write(exchange)).doFinally(_ -> end.run());
    }

    private Mono<Void> write(ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        response.setRawStatusCode(rendered.status());
        HttpHeaders headers = response.getHeaders();
        for (Answer.Header header : rendered.headers()) {
            headers.set(header.name(), header.value());
        }
        if (rendered.mediaType() != null) {
            headers.set(HttpHeaders.CONTENT_TYPE, rendered.mediaType());
        }
        if (!headers.containsHeader(HttpHeaders.CACHE_CONTROL) && isApi(exchange)) {
            headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
        }
        OutputWriter writer = rendered.writer();
        if (writer != null) {
            return response.writeWith(written(writer, response.bufferFactory()));
        }
        if (rendered.status() == 204 || rendered.status() == 304) {
            return response.setComplete();
        }
        headers.setContentLength(rendered.body().length);
        return rendered.body().length == 0
                ? response.setComplete()
                : response.writeWith(Mono.just(response.bufferFactory().wrap(rendered.body())));
    }

    static boolean isApi(ServerWebExchange exchange) {
        String path = exchange.getRequest().getURI().getRawPath();
        return path.startsWith("/v1/") || path.equals("/v1");
    }

    private static Publisher<DataBuffer> written(OutputWriter writer, DataBufferFactory buffers) {
        return DataBufferUtils.outputStreamPublisher(
                out -> {
                    try {
                        writer.writeTo(out);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                buffers,
                Thread::startVirtualThread,
                WRITTEN_TOGETHER);
    }
}
