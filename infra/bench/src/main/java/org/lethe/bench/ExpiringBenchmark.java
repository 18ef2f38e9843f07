package org.lethe.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.lethe.contracts.ClientId;
import tools.jackson.databind.JsonNode;

/// The rate of appends while 1,000 buckets go and keys are wrapped again against the rate of appends alone, all in one
/// process with both services.
///
/// A run over all clients finds ten days due of each of 100, orders them, has them destroyed, and certifies it. At the
/// same time the root epochs turn: the shards of 100,000 living keys of the client that is written to, where some were
/// destroyed on the day before, and those where the last run destroyed buckets. The rate is that of the time until both
/// are done; the rate alone is taken before, on the same day. Views follow in both.
final class ExpiringBenchmark implements Benchmark {
    private static final int IN_FLIGHT = 256;
    private static final int BRANDS = 100;
    private static final int DAYS_EACH = 10;
    private static final int CONSUMERS = 50_000;
    private static final int LEAST_CONSUMERS = 500;
    private static final int DESTROYED = 512;
    private static final long FIRST_DAYS_BACK = 500;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration AT_MOST = Duration.ofMinutes(6); // the pace beside many appends is slow on purpose
    private static final long LOOK_MILLIS = 20;

    @Override
    public String name() {
        return "expiring";
    }

    @Override
    public String description() {
        return "appends during a sweep of 1,000 buckets and a rewrap against appends alone";
    }

    @Override
    public List<Figure> run(Workload setting) throws Exception {
        LeapingClock clock = new LeapingClock();
        List<Double> beside = new ArrayList<>();
        List<Double> alone = new ArrayList<>();
        Bench bench = setting.newService(clock);
        try (HttpService service = new HttpService(bench)) {
            bench.retention().start();
            Load load = new Load(service, clock, setting);
            for (int round = 0; round <= setting.rounds(); round++) {
                double aloneRate = load.alone();
                double besideRate = load.beside();
                setting.progress()
                        .accept("expiring round %d of %d: %,.0f / %,.0f%s"
                                .formatted(
                                        round,
                                        setting.rounds(),
                                        besideRate,
                                        aloneRate,
                                        round == 0 ? " (warm-up)" : ""));
                if (round > 0) {
                    alone.add(aloneRate);
                    beside.add(besideRate);
                }
            }
        }
        return List.of(Figure.atLeast(
                name(), Rounds.median(beside), "messages/s", "appends alone", Rounds.median(alone), 0.8));
    }

    private static final class Load {
        private final HttpService service;
        private final Bench bench;
        private final LeapingClock clock;
        private final Workload setting;
        private final List<Bench.Talk> talks;
        private final MintedKeys keys;
        private final List<ClientId> brands = new ArrayList<>();
        private LocalDate next;

        Load(HttpService service, LeapingClock clock, Workload setting) throws IOException {
            this.service = service;
            this.bench = service.bench;
            this.clock = clock;
            this.setting = setting;
            this.next = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(FIRST_DAYS_BACK);
            this.talks = bench.open(service.client, setting.openConversations());
            this.keys = new MintedKeys(bench, service.client, setting.scaled(CONSUMERS, LEAST_CONSUMERS));
            for (int i = 0; i < setting.scaled(BRANDS); i++) {
                brands.add(service.newClient());
            }
        }

        double alone() throws Exception {
            AppendBenchmark.append(bench, talks, IN_FLIGHT, setting.warmUp());
            return AppendBenchmark.append(bench, talks, IN_FLIGHT, setting.measured());
        }

        double beside() throws Exception {
            long destroyedBefore = destroyedBuckets();
            keys.destroy(Math.max(1, setting.scaled(DESTROYED)));
            clock.leap(DAY);
            AppendBenchmark.append(bench, talks, IN_FLIGHT, setting.warmUp()); // leases ended with the day
            fillDueDays();
            AtomicLong appended = new AtomicLong();
            try (ExecutorService threads =
                    Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
                long start = System.nanoTime();
                CompletableFuture<Long> rewrap = CompletableFuture.supplyAsync(() -> rewrap(start, appended), threads);
                CompletableFuture<Void> sweep = CompletableFuture.runAsync(
                        () -> sweep(destroyedBefore + (long) brands.size() * DAYS_EACH, start), threads);
                CompletableFuture<Void> both = CompletableFuture.allOf(rewrap, sweep);
                double rate = ClosedLoop.rate(IN_FLIGHT, true, () -> !both.isDone(), AT_MOST, worker -> {
                    AppendBenchmark.append(bench, talks);
                    appended.incrementAndGet();
                });
                both.join();
                return rate;
            }
        }

        /// Days that were over long ago.
        private void fillDueDays() throws Exception {
            LocalDate first = next;
            next = next.minusDays(DAYS_EACH);
            List<Instant> times = IntStream.range(0, DAYS_EACH)
                    .mapToObj(day -> first.minusDays(day).atTime(12, 0).toInstant(ZoneOffset.UTC))
                    .toList();
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            BenchLine.write(first + "@example.com", "until-" + first, times, line);
            for (ClientId brand : brands) {
                BulkBenchmark.importAll(service, brand, new Dialogues.Text(line.toByteArray(), DAYS_EACH, 1));
            }
        }

        private long rewrap(long start, AtomicLong appended) {
            try {
                JsonNode turned = service.post("/v1/keys/rotation", "{}");
                long keys = turned.get("wrapped_keys").asLong();
                setting.progress()
                        .accept("expiring: %,d keys of %,d shards wrapped again in %.1f s; %,.0f messages/s meanwhile"
                                .formatted(
                                        keys,
                                        turned.get("rotated_shards").asLong(),
                                        seconds(start),
                                        appended.get() / seconds(start)));
                return keys;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void sweep(long destroyed, long start) {
            try {
                service.post("/v1/retention-runs", "{\"dry_run\":false}");
                while (destroyedBuckets() < destroyed || runsUnderWay() > 0) {
                    if (seconds(start) > AT_MOST.toSeconds()) {
                        throw new IllegalStateException("the sweep did not end");
                    }
                    Thread.sleep(LOOK_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            } catch (SQLException | IOException e) {
                throw new IllegalStateException("the sweep can't be followed", e);
            }
            setting.progress()
                    .accept("expiring: %,d buckets gone and certified in %.1f s"
                            .formatted(brands.size() * DAYS_EACH, seconds(start)));
        }

        private long destroyedBuckets() throws SQLException {
            return number("SELECT count(*) FROM retention.bucket WHERE destroyed_at IS NOT NULL");
        }

        private long runsUnderWay() throws SQLException {
            return number("SELECT count(*) FROM retention.run WHERE state <> 'completed'");
        }

        private long number(String sql) throws SQLException {
            try (Connection connection = bench.dataSource.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                result.next();
                return result.getLong(1);
            }
        }

        private static double seconds(long start) {
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
