package org.lethe.web;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/// Gives back what the request took when the last byte is written.
record StreamedResponse(ServerResponse inner, Runnable end) implements ServerResponse {
    @Override
    public HttpStatusCode statusCode() {
        return inner.statusCode();
    }

    @Override
    public HttpHeaders headers() {
        return inner.headers();
    }

    @Override
    public MultiValueMap<String, ResponseCookie> cookies() {
        return inner.cookies();
    }

    @Override
    public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
        exchange.getResponse().getHeaders().set(HttpHeaders.CACHE_CONTROL, "no-store");
        return Mono.defer(() -> inner.writeTo(exchange, context)).doFinally(_ -> end.run());
    }
}
