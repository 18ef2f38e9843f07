package org.lethe.web;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Answers one request while its body arrives. Runs on the event loop: it may not block, and it releases the buffers.
@FunctionalInterface
public interface StreamingHandler {
    /// @param body already decompressed; ends in an error if it is longer than the route takes
    /// @return its body is written as data buffers (`BodyInserters#fromDataBuffers`): there are no codecs here
    Mono<ServerResponse> handle(ApiRequest request, Flux<DataBuffer> body);
}
