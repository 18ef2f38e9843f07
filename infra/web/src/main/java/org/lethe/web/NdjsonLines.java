package org.lethe.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;

/// Cuts a body into lines, as fast as they are read and no faster. Lines end with LF or CR LF, the last may lack it;
/// blank ones are skipped and counted; one that is too long fails alone.
public final class NdjsonLines {
    private final int maxLineBytes;
    private byte[] begun = Rendered.NOTHING; // a line without its end
    private int begunBytes;
    private boolean tooLong;
    private long number;

    private NdjsonLines(int maxLineBytes) {
        this.maxLineBytes = maxLineBytes;
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
