package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;

class GunzipTest {

    @Test
    void inflatesHoweverTheBytesArrive() throws IOException {
        // given two members, as `cat a.gz b.gz` makes them
        String text = "Grüße und vieles mehr. ".repeat(40);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(gzip(text.getBytes(StandardCharsets.UTF_8)));
        both.write(gzip("the end".getBytes(StandardCharsets.UTF_8)));

        for (int size : new int[] {1, 3, 10, 17, 1000}) {
            assertThat(new String(inflated(both.toByteArray(), size, 100_000), StandardCharsets.UTF_8))
                    .as("in pieces of %d", size)
                    .isEqualTo(text + "the end");
        }
        assertThat(new String(Gunzip.inflate(both.toByteArray(), 100_000), StandardCharsets.UTF_8))
                .isEqualTo(text + "the end");
    }

    @Test
    void stopsABombAtTheLimit() throws IOException {
        byte[] bomb = gzip(new byte[50_000_000]);

        assertThatThrownBy(() -> inflated(bomb, 4096, 1_000_000)).isInstanceOf(BodyTooLargeException.class);
        assertThatThrownBy(() -> Gunzip.inflate(bomb, 1_000_000)).isInstanceOf(BodyTooLargeException.class);
    }

    @Test
    void refusesWhatIsCutShortOrChangedOrFollowedByAnythingElse() throws IOException {
        byte[] whole = gzip("some text to compress".getBytes(StandardCharsets.UTF_8));
        byte[] changed = whole.clone();
        changed[whole.length - 6] ^= 1;

        byte[] followed = Arrays.copyOf(whole, whole.length + 40);
        byte[] longName = gzip(new byte[0]);
        longName[3] = 8; // a name follows, which never ends
        byte[] endless = Arrays.copyOf(longName, 100_000);
        Arrays.fill(endless, 10, endless.length, (byte) 'n');

        for (byte[] body : List.of(
                Arrays.copyOf(whole, whole.length - 3),
                Arrays.copyOf(whole, 5),
                changed,
                followed,
                Arrays.copyOf(followed, whole.length + 1),
                new byte[40],
                endless)) {
            refuses(body);
        }
    }

    @Test
    void checksTheHeadersOwnSum() throws IOException {
        // given a header with an extra field, a name, a comment and the CRC16 of all that, RFC 1952, 2.3.1
        byte[] rest = gzip("text".getBytes(StandardCharsets.UTF_8));
        byte[] header = {0x1F, (byte) 0x8B, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 7, 9, 'n', 0, 'c', 0};
        CRC32 crc = new CRC32();
        crc.update(header);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header);
        out.write((int) crc.getValue());
        out.write((int) crc.getValue() >> 8);
        out.write(rest, 10, rest.length - 10);
        byte[] whole = out.toByteArray();

        // then
        assertThat(Gunzip.inflate(whole, 1000)).asString(StandardCharsets.UTF_8).isEqualTo("text");
        assertThat(inflated(whole, 1, 1000)).asString(StandardCharsets.UTF_8).isEqualTo("text");
        for (int at : new int[] {4, 12, 14, 16, 18, 19}) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            refuses(changed);
        }
    }

    @Test
    void refusesFlagsThatTheFormatReserves() throws IOException {
        for (int flag : new int[] {0x20, 0x40, 0x80}) {
            byte[] reserved = gzip("text".getBytes(StandardCharsets.UTF_8));
            reserved[3] = (byte) flag;
            refuses(reserved);
        }
    }

    @Test
    void takesAnEmptyMemberForNothingAndNoBytesForNoGzip() throws IOException {
        assertThat(Gunzip.inflate(gzip(new byte[0]), 1000)).isEmpty();
        assertThat(inflated(gzip(new byte[0]), 8, 1000)).isEmpty();
        refuses(new byte[0]);
    }

    private static void refuses(byte[] body) {
        assertThatThrownBy(() -> inflated(body, 8, 1000)).isInstanceOf(InvalidBodyException.class);
        assertThatThrownBy(() -> Gunzip.inflate(body, 1000)).isInstanceOf(InvalidBodyException.class);
    }

    @Test
    void releasesEachBufferOnceWhateverIsWrong() throws IOException {
        byte[] whole = gzip("some text to compress".getBytes(StandardCharsets.UTF_8));
        NettyDataBufferFactory buffers = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);
        byte[] plain = "{\"type\":\"conversation\"}\n".getBytes(StandardCharsets.UTF_8);

        for (byte[] body : List.of(plain, whole, Arrays.copyOf(whole, whole.length - 3), gzip(new byte[50_000]))) {
            // given
            NettyDataBuffer buffer = buffers.allocateBuffer(body.length);
            buffer.write(body);
            List<Throwable> dropped = new CopyOnWriteArrayList<>();

            // when
            Gunzip.inflate(Flux.just(buffer), 1000)
                    .doOnDiscard(DataBuffer.class, discarded -> {
                        try {
                            DataBufferUtils.release(discarded);
                        } catch (RuntimeException e) {
                            dropped.add(e);
                        }
                    })
                    .onErrorComplete(ProblemException.class)
                    .blockLast();

            // then
            assertThat(dropped).isEmpty();
            assertThat(buffer.getNativeBuffer().refCnt()).isZero();
        }
    }

    private static byte[] inflated(byte[] compressed, int size, long maxBytes) {
        List<DataBuffer> pieces = new ArrayList<>();
        for (int at = 0; at < compressed.length; at += size) {
            pieces.add(DefaultDataBufferFactory.sharedInstance.wrap(
                    Arrays.copyOfRange(compressed, at, Math.min(compressed.length, at + size))));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Gunzip.inflate(Flux.fromIterable(pieces), maxBytes)
                .doOnNext(buffer -> {
                    byte[] bytes = new byte[buffer.readableByteCount()];
                    buffer.read(bytes);
                    out.writeBytes(bytes);
                })
                .blockLast();
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }
}
