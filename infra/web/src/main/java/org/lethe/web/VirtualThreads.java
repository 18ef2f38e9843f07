package org.lethe.web;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Mono;

/// Leaves the event loop for work that may block. One hop there; the answer is written from there.
final class VirtualThreads {
    private VirtualThreads() {}

    static <T> Mono<T> call(Callable<T> work) {
        return begin(() -> CompletableFuture.completedFuture(work.call()));
    }

    /// Begins there; the answer is written from where the work ends.
    static <T> Mono<T> begin(Callable<CompletionStage<T>> work) {
        return Mono.create(sink -> Thread.startVirtualThread(() -> {
            try {
                work.call().whenComplete((result, failure) -> {
                    if (failure == null) {
                        sink.success(result);
                    } else {
                        sink.error(unwrapped(failure));
                    }
                });
            } catch (Throwable e) { // whatever it is, the caller is waiting for an answer
                sink.error(e);
            }
        }));
    }

    /// What went wrong, without what a stage wraps around it.
    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
