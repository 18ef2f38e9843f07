package org.lethe.transcript.bulk;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.lethe.contracts.ClientId;
import org.lethe.service.Foundation;
import org.lethe.transcript.clients.Clients;
import org.lethe.transcript.content.Arrival;
import org.lethe.web.ApiRequest;
import org.lethe.web.ByteBudget;
import org.lethe.web.NdjsonLine;
import org.lethe.web.NdjsonLines;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.StrictJson;
import org.lethe.web.Terms;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/// Takes whole conversations as NDJSON and answers line by line, in order, while they come. It reads no faster than it
/// records.
final class TranscriptsEndpoint {
    static final int MAX_LINE_BYTES = 4 * 1024 * 1024;
    private static final String NDJSON = "application/x-ndjson";
    private static final int LINES_TOGETHER = 64;
    private static final int COPIES_OF_A_BYTE = 5;
    private static final int BYTES_OF_A_MESSAGE = 2 * 1024;
    private static final long MAX_LINE_COST = 40L * 1024 * 1024; // 4 MiB five times, and 10,000 messages
    private static final Duration WAIT_FOR_MORE_LINES = Duration.ofMillis(5);
    private static final int WINDOWS_AT_ONCE = 4;
    private static final DataBufferFactory BUFFERS = DefaultDataBufferFactory.sharedInstance;

    private final Clients clients;
    private final BulkImport bulkImport;
    private final Scheduler blocking;

    TranscriptsEndpoint(Foundation foundation) {
        this.clients = new Clients(foundation.log());
        this.bulkImport = new BulkImport(foundation);
        this.blocking = foundation.blocking();
    }

    public Routes routes() {
        return new Routes()
                .streaming(
                        "/v1/clients/{client}/transcripts",
                        Arrival.saidIn(Terms.roles(Role.WRITER))
                                .takesLines(ImportLine.class)
                                .answersLines(null, LineResult.class, LineResult.LastLine.class),
                        this::importLines);
    }

    private Mono<ServerResponse> importLines(ApiRequest request, Flux<DataBuffer> body) {
        Arrival arrival = Arrival.of(request);
        return Mono.fromCallable(() -> clients.active(request.client()).id())
                .subscribeOn(blocking)
                .flatMap(client -> ServerResponse.ok()
                        .contentType(MediaType.parseMediaType(NDJSON))
                        .body(BodyInserters.fromDataBuffers(results(client, body, arrival, request.memory()))));
    }

    private Flux<DataBuffer> results(
            ClientId client, Flux<DataBuffer> body, Arrival arrival, ByteBudget.Account memory) {
        AtomicLong ok = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        long most = Math.min(MAX_LINE_COST, memory.most());
        ToLongFunction<NdjsonLine> cost = line -> Math.min(cost(line), most);
        Flux<DataBuffer> lines = NdjsonLines.split(body, MAX_LINE_BYTES, memory, cost, most)
                .bufferTimeout(LINES_TOGETHER, WAIT_FOR_MORE_LINES, true)
                .flatMapSequential(
                        window -> imported(client, window, arrival)
                                .doFinally(_ -> memory.giveBack(
                                        window.stream().mapToLong(cost).sum())),
                        WINDOWS_AT_ONCE,
                        1)
                .map(results -> {
                    long good = results.stream().filter(LineResult::isOk).count();
                    ok.addAndGet(good);
                    failed.addAndGet(results.size() - good);
                    return ndjson(results);
                });
        return lines.concatWith(Mono.fromSupplier(() -> ndjson(List.of(
                new LineResult.LastLine(new LineResult.Summary(ok.get() + failed.get(), ok.get(), failed.get()))))));
    }

    private Mono<List<LineResult>> imported(ClientId client, List<NdjsonLine> window, Arrival arrival) {
        return Mono.fromCallable(() -> bulkImport.lines(client, window, arrival))
                .subscribeOn(blocking);
    }

    /// Of a line from its bytes to the commit: itself, its texts and what they are sealed into, and beside that what a
    /// message takes however short it is. Those are counted by their braces, before anything is parsed.
    private static long cost(NdjsonLine line) {
        return switch (line) {
            case NdjsonLine.TooLong _ -> 0;
            case NdjsonLine.Complete(long _, byte[] bytes) -> {
                int messages = 0;
                for (byte one : bytes) {
                    messages += one == '{' ? 1 : 0;
                }
                yield (long) COPIES_OF_A_BYTE * bytes.length + (long) BYTES_OF_A_MESSAGE * messages;
            }
        };
    }

    private static DataBuffer ndjson(List<?> values) {
        DataBuffer buffer = BUFFERS.allocateBuffer(256 * values.size());
        for (Object value : values) {
            buffer.write(StrictJson.write(value)).write((byte) '\n');
        }
        return buffer;
    }
}
