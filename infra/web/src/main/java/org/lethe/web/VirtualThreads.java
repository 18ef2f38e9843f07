package org.lethe.web;

import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;

/// Leaves the event loop for work that may block. One hop there; the answer is written from there.
final class VirtualThreads {
    private VirtualThreads() {}

    static <T> Mono<T> call(Callable<T> work) {
        return Mono.create(sink -> Thread.startVirtualThread(() -> {
            T result;
            try {
                result = work.call();
            } catch (Throwable e) { // whatever it is, the caller is waiting for an answer
                sink.error(e);
                return;
            }
            sink.success(result);
        }));
    }
}
