package org.lethe.access.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PostRoomTest {
    private static final long SOON_SECONDS = 30;

    @Test
    void whoHandsALetterInDoesNotWaitForIt() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch carried = new CountDownLatch(1);
        try (PostRoom.Staffed post = PostRoom.staffed()) {
            // given a letter that is not carried before the answer is out
            post.hand(() -> {
                await(answered);
                carried.countDown();
            });

            // when
            answered.countDown();

            // then
            assertThat(carried.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void triesAgainWhatFailedAndThenNoMore() throws InterruptedException {
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch other = new CountDownLatch(1);
        List<Duration> twice = List.of(Duration.ofMillis(1), Duration.ofMillis(1));
        try (PostRoom.Staffed post = new PostRoom.Staffed(twice)) {
            post.hand(() -> {
                if (tries.incrementAndGet() == 3) {
                    post.hand(other::countDown);
                }
                throw new IllegalStateException("the mail server is not there");
            });

            assertThat(other.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(tries).hasValue(3);
    }

    @Test
    void carriesWhatWasHandedInBeforeItCloses() {
        AtomicInteger carried = new AtomicInteger();
        PostRoom.Staffed post = PostRoom.staffed();
        for (int i = 0; i < 100; i++) {
            post.hand(carried::incrementAndGet);
        }

        post.close();

        assertThat(carried).hasValue(100);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
