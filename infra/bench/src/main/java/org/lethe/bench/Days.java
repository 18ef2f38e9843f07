package org.lethe.bench;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.BucketKeyDestroyed;
import org.lethe.contracts.Category;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.ExpiryOrdered;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RunId;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Criteria;

/// Days of one client, each full of messages that came by import, and each destroyed as a run has it done.
final class Days implements AutoCloseable {
    private static final int MESSAGES_A_CONVERSATION = 1_000;
    private static final int DAYS_BACK = 500; // the first; each is older than the one before
    private static final long LOOK_NANOS = 20_000;
    private static final long DEADLINE_NANOS = 30_000_000_000L;
    private static final Criteria.Types DESTROYED = Criteria.types(BucketKeyDestroyed.class);

    final HttpService service;
    private LocalDate next;

    /// One day of messages.
    ///
    /// @param after the position in the log before its first event
    /// @param last the position of its last
    record Day(Bucket bucket, int messages, long after, long last) {}

    /// What retention-service appends.
    private record Order(ClientId client, Bucket bucket, Instant at) implements Command<Ordered> {}

    private record Ordered(EventId order) {}

    Days(Bench bench) throws Exception {
        this.service = new HttpService(bench);
        this.next = LocalDate.ofInstant(bench.clock.instant(), ZoneOffset.UTC).minusDays(DAYS_BACK);
        bench.commands.handle(Order.class, (order, decision) -> {
            EventId id = EventId.random();
            ExpiryOrdered ordered =
                    new ExpiryOrdered(RunId.random(), order.client(), 1, List.of(order.bucket()), false, "bench");
            decision.append(id, LogEntry.of(order.client(), ordered), order.at());
            return new Ordered(id);
        });
    }

    /// Fills a day.
    Day filled(int messages) throws Exception {
        LocalDate day = day();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        int conversations = Math.ceilDiv(messages, MESSAGES_A_CONVERSATION);
        for (int i = 0; i < conversations; i++) {
            int here = Math.min(MESSAGES_A_CONVERSATION, messages - i * MESSAGES_A_CONVERSATION);
            String name = day + "-" + i;
            BenchLine.write(name + "@example.com", name, Collections.nCopies(here, noon(day)), lines);
        }
        long after = service.bench.log.headPosition();
        BulkBenchmark.importAll(service, new Dialogues.Text(lines.toByteArray(), messages, conversations));
        return new Day(bucket(day), messages, after, service.bench.log.headPosition());
    }

    /// Days of one message each, all in one conversation.
    List<Day> sparse(int days) throws Exception {
        List<LocalDate> dates = IntStream.range(0, days).mapToObj(_ -> day()).toList();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        String name = "until-" + dates.getFirst();
        BenchLine.write(
                name + "@example.com", name, dates.stream().map(Days::noon).toList(), lines);
        long after = service.bench.log.headPosition();
        BulkBenchmark.importAll(service, new Dialogues.Text(lines.toByteArray(), days, 1));
        long last = service.bench.log.headPosition();
        return dates.stream().map(date -> new Day(bucket(date), 1, after, last)).toList();
    }

    private LocalDate day() {
        next = next.minusDays(1);
        return next;
    }

    private static Bucket bucket(LocalDate day) {
        return new Bucket(Category.MESSAGES, Bench.WEB, day);
    }

    private static Instant noon(LocalDate day) {
        return day.atTime(12, 0).toInstant(ZoneOffset.UTC);
    }

    /// Orders a day to go and waits until it is gone: nothing else is appended meanwhile.
    ///
    /// @return milliseconds from the order to the commit of `BucketKeyDestroyed`
    double destroy(Day day) {
        Bench bench = service.bench;
        long before = bench.log.headPosition();
        long start = System.nanoTime();
        bench.commands.sendAndWait(new Order(service.client, day.bucket(), bench.clock.instant()));
        while (bench.log.headPosition() < before + 2) {
            if (System.nanoTime() - start > DEADLINE_NANOS) {
                throw new IllegalStateException("a bucket was ordered to go and stayed");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        double millis = (System.nanoTime() - start) / 1e6;
        EventTag tag = EventTag.bucket(service.client, day.bucket());
        if (bench.log.lookUp(Criteria.of(tag.key(), tag.value(), DESTROYED)).isEmpty()) {
            throw new IllegalStateException("something else was appended than what the order wanted");
        }
        return millis;
    }

    /// The same for many, one after the other.
    List<Double> destroy(List<Day> days) {
        List<Double> millis = new ArrayList<>();
        days.forEach(day -> millis.add(destroy(day)));
        return millis;
    }

    @Override
    public void close() {
        service.close();
    }
}
