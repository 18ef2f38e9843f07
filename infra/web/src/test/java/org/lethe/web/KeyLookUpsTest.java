package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class KeyLookUpsTest {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();

    /// The first who asks waits, and so all others ask together behind it.
    private DataSource failing() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (_, _, _) -> {
                    if (connections.incrementAndGet() == 1) {
                        asked.countDown();
                        answered.await();
                    }
                    throw new OutOfMemoryError("of the test");
                });
    }

    @Test
    void nobodyWhoWaitedTogetherTakesAnErrorForAnUnknownKey() throws Exception {
        // given
        KeyLookUps lookUps = new KeyLookUps(new ApiKeyTable(failing()));
        List<Throwable> thrown = new ArrayList<>();
        List<Thread> callers = Stream.generate(() -> Thread.ofPlatform().unstarted(() -> {
                    try {
                        lookUps.find(new byte[32]);
                    } catch (UnavailableException | OutOfMemoryError e) {
                        synchronized (thrown) {
                            thrown.add(e);
                        }
                    }
                }))
                .limit(4)
                .toList();
        callers.getFirst().start();
        asked.await();

        // when
        callers.stream().skip(1).forEach(Thread::start);
        await().until(() -> callers.stream().skip(1).allMatch(caller -> caller.getState() == Thread.State.WAITING));
        answered.countDown();
        for (Thread caller : callers) {
            caller.join();
        }

        // then
        assertThat(connections).hasValue(2);
        assertThat(thrown).hasSize(4);
        assertThat(thrown.stream().filter(UnavailableException.class::isInstance))
                .hasSize(2);
    }
}
