package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

class NdjsonLinesTest {
    private static final int MAX_BYTES = 10;

    @Test
    void cutsTheSameLinesHoweverTheBytesArrive() {
        // given
        byte[] body = "one\n\ntwo\r\n0123456789\r\n0123456789A\n \t\nlast".getBytes(StandardCharsets.UTF_8);

        for (int size = 1; size <= body.length; size++) {
            // when
            List<String> lines = lines(body, size);

            // then
            assertThat(lines)
                    .as("in pieces of %d", size)
                    .containsExactly("1 one", "3 two", "4 0123456789", "5 too long", "7 last");
        }
    }

    @Test
    void goesOnAfterALineOfAnyLength() {
        byte[] body = ("x".repeat(100_000) + "\nok\n").getBytes(StandardCharsets.UTF_8);

        assertThat(lines(body, 1000)).containsExactly("1 too long", "2 ok");
    }

    @Test
    void readsNoFasterThanItIsRead() {
        // given
        List<Integer> asked = new ArrayList<>();
        Flux<DataBuffer> body =
                Flux.range(1, 1000).doOnNext(asked::add).map(_ -> buffer("a\n".getBytes(StandardCharsets.UTF_8)));

        // when
        NdjsonLines.split(body, MAX_BYTES).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                subscription.request(3);
            }
        });

        // then
        assertThat(asked).hasSizeLessThan(6);
    }

    @Test
    void readsOnWhenThereIsRoom() {
        // given a budget for one long line, or many short ones
        ByteBudget budget = new ByteBudget(1_000_000, 1_000_000);
        ByteBudget.Account memory = budget.account("ann");
        String much = "x".repeat(300_000);
        byte[] body = (much + "\nshort\n" + much + "\n").getBytes(StandardCharsets.UTF_8);
        List<DataBuffer> pieces = new ArrayList<>();
        for (int at = 0; at < body.length; at += 10_000) {
            pieces.add(buffer(Arrays.copyOfRange(body, at, Math.min(body.length, at + 10_000))));
        }
        List<NdjsonLine> lines = new ArrayList<>();

        // when
        NdjsonLines.split(Flux.fromIterable(pieces), 400_000, memory, NdjsonLinesTest::twice, 800_000)
                .subscribe(lines::add);

        // then
        assertThat(lines).hasSize(2);
        assertThat(budget.used()).isEqualTo(600_010);
        List.copyOf(lines).forEach(line -> memory.giveBack(twice(line)));
        assertThat(lines).hasSize(3);
        assertThat(budget.used()).isEqualTo(600_000);
    }

    private static long twice(NdjsonLine line) {
        return line instanceof NdjsonLine.Complete(long _, byte[] bytes) ? 2L * bytes.length : 0;
    }

    private static List<String> lines(byte[] body, int size) {
        List<DataBuffer> pieces = new ArrayList<>();
        for (int at = 0; at < body.length; at += size) {
            pieces.add(buffer(Arrays.copyOfRange(body, at, Math.min(body.length, at + size))));
        }
        return NdjsonLines.split(Flux.fromIterable(pieces), MAX_BYTES)
                .map(line -> switch (line) {
                    case NdjsonLine.Complete(long number, byte[] bytes) ->
                        number + " " + new String(bytes, StandardCharsets.UTF_8);
                    case NdjsonLine.TooLong(long number, int _) -> number + " too long";
                })
                .collectList()
                .block();
    }

    private static DataBuffer buffer(byte[] bytes) {
        return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
    }
}
