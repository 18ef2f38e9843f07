package org.lethe.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Cuts a body into lines, as fast as they are read and no faster. Lines end with LF or CR LF, the last may lack it;
/// blank ones are skipped and counted; one that is too long fails alone.
public final class NdjsonLines {
    private static final int LONG_LINE_BYTES = 64 * 1024;

    private final int maxLineBytes;
    private byte[] begun = Rendered.NOTHING; // a line without its end
    private int begunBytes;
    private boolean tooLong;
    private long number;

    private NdjsonLines(int maxLineBytes) {
        this.maxLineBytes = maxLineBytes;
    }

    /// The same within a limit of memory: a line goes on only when there is room for it, and of a long one no more is
    /// read before there is room for all of it. Who takes a line gives its cost back when it is done with it.
    ///
    /// @param cost of a line, in bytes of memory; the same for the same line
    /// @param mostCost of any line
    public static Flux<NdjsonLine> split(
            Flux<DataBuffer> body,
            int maxLineBytes,
            ByteBudget.Account memory,
            ToLongFunction<NdjsonLine> cost,
            long mostCost) {
        return Flux.defer(() -> {
            NdjsonLines lines = new NdjsonLines(maxLineBytes);
            Room room = new Room(memory, cost, mostCost);
            return body.concatMap(
                            buffer -> room.enter(lines.feed(buffer))
                                    .concatWith(Flux.defer(() -> room.reserve(lines.begunBytes))),
                            1)
                    .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                    .concatWith(Flux.defer(() -> room.enter(lines.end())));
        });
    }

    private static final class Room {
        private final ByteBudget.Account memory;
        private final ToLongFunction<NdjsonLine> cost;
        private final long mostCost;
        private boolean reserved; // for the line that is begun

        private Room(ByteBudget.Account memory, ToLongFunction<NdjsonLine> cost, long mostCost) {
            this.memory = memory;
            this.cost = cost;
            this.mostCost = mostCost;
        }

        private Flux<NdjsonLine> enter(List<NdjsonLine> lines) {
            return Flux.fromIterable(lines).concatMap(this::enter, 0);
        }

        private Mono<NdjsonLine> enter(NdjsonLine line) {
            long bytes = cost.applyAsLong(line);
            if (reserved) {
                reserved = false;
                memory.giveBack(mostCost - bytes);
                return Mono.just(line);
            }
            return memory.take(bytes) ? Mono.just(line) : memory.await(bytes).thenReturn(line);
        }

        private Flux<NdjsonLine> reserve(int begunBytes) {
            if (reserved || begunBytes < LONG_LINE_BYTES) {
                return Flux.empty();
            }
            reserved = true;
            return memory.await(mostCost).thenMany(Flux.<NdjsonLine>empty());
        }
    }

    public static Flux<NdjsonLine> split(Flux<DataBuffer> body, int maxLineBytes) {
        return Flux.defer(() -> {
            NdjsonLines lines = new NdjsonLines(maxLineBytes);
            return body.concatMapIterable(lines::feed, 1)
                    .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                    .concatWith(Flux.defer(() -> Flux.fromIterable(lines.end())));
        });
    }

    private List<NdjsonLine> feed(DataBuffer buffer) {
        byte[] bytes = Bodies.bytes(buffer);
        List<NdjsonLine> lines = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                finish(bytes, start, at, lines);
                start = at + 1;
            }
        }
        keep(bytes, start, bytes.length);
        return lines;
    }

    private List<NdjsonLine> end() {
        List<NdjsonLine> last = new ArrayList<>();
        if (tooLong || begunBytes > 0) {
            finish(Rendered.NOTHING, 0, 0, last);
        }
        return last;
    }

    private void finish(byte[] bytes, int from, int to, List<NdjsonLine> lines) {
        number++;
        byte[] whole = bytes;
        int start = from;
        int end = to;
        if (begunBytes > 0 || tooLong) {
            keep(bytes, from, to);
            whole = begun;
            start = 0;
            end = begunBytes;
        }
        if (end > start && whole[end - 1] == '\r') {
            end--;
        }
        if (tooLong || end - start > maxLineBytes) {
            lines.add(new NdjsonLine.TooLong(number, maxLineBytes));
        } else if (!isBlank(whole, start, end)) {
            lines.add(new NdjsonLine.Complete(number, Arrays.copyOfRange(whole, start, end)));
        }
        begunBytes = 0;
        tooLong = false;
    }

    private void keep(byte[] bytes, int from, int to) {
        int length = to - from;
        if (tooLong || length == 0) {
            return;
        }
        if (begunBytes + length > maxLineBytes + 1) { // one more for a CR
            tooLong = true;
            begunBytes = 0;
            begun = Rendered.NOTHING;
            return;
        }
        if (begunBytes + length > begun.length) {
            begun = Arrays.copyOf(begun, Math.max(begunBytes + length, Math.min(begun.length * 2, maxLineBytes + 1)));
        }
        System.arraycopy(bytes, from, begun, begunBytes, length);
        begunBytes += length;
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] != ' ' && bytes[at] != '\t') {
                return false;
            }
        }
        return true;
    }
}
