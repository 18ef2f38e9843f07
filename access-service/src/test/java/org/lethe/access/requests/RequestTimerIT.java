package org.lethe.access.requests;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lethe.access.AccessServer;
import org.lethe.access.AccessServer.Brand;
import org.lethe.contracts.Meters;
import org.lethe.service.clock.ClockTrust;
import org.lethe.service.clock.Doubt;

class RequestTimerIT {
    private static final String ASKED = """
            {"type": "access", "consumer": {"email": "kim@example.com"}, "via": "mail"}""";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private RequestTimer timer(AccessServer server, Duration ahead, ClockTrust trust) {
        return new RequestTimer(
                new RequestView(server.log, server.dataSource),
                new IdentityCodes(server.dataSource),
                server.commands,
                Clock.offset(server.clock, ahead),
                trust,
                meters);
    }

    @Test
    void nothingExpiresByAClockThatIsInDoubt() throws Exception {
        try (AccessServer server = new AccessServer()) {
            Brand brand = server.brand();
            String path = brand.requests + "/"
                    + server.post(brand.requests, brand.officer, ASKED).is(201).text("request_id");
            server.get(brand.requests, brand.officer).is(200); // the view has it
            Duration year = Duration.ofDays(365);

            timer(server, year, () -> Optional.of(new Doubt(Doubt.Kind.MONOTONIC, year)))
                    .look();
            assertThat(server.get(path, brand.officer).text("state")).isEqualTo("received");

            timer(server, year, ClockTrust.BLIND).look();
            assertThat(server.get(path, brand.officer).text("state")).isEqualTo("expired");
        }
    }

    @Test
    void countsWhatIsOverdueAndWhatWillBe() throws Exception {
        try (AccessServer server = new AccessServer()) {
            Brand brand = server.brand();
            String asked =
                    "{\"type\": \"complaint\", \"consumer\": {\"email\": \"kim@example.com\"}, \"via\": \"mail\","
                            + " \"details\": {\"text\": \"t\"}, \"received_at\": \"%sT00:00:00Z\"}";
            server.post(brand.requests, brand.officer, asked.formatted("2026-10-01"))
                    .is(201); // due 2026-11-02
            server.post(brand.requests, brand.officer, asked.formatted("2026-10-23"))
                    .is(201); // due 2026-11-23
            server.post(brand.requests, brand.officer, asked.formatted("2026-11-19"))
                    .is(201); // due 2026-12-21
            server.get(brand.requests, brand.officer).is(200); // the view has them

            RequestTimer timer = timer(server, Duration.ZERO, ClockTrust.BLIND);
            timer.look();

            assertThat(meters.get(Meters.REQUESTS_OVERDUE.meter()).gauge().value())
                    .isEqualTo(1);
            assertThat(meters.get(Meters.REQUESTS_DUE_SOON.meter()).gauge().value())
                    .isEqualTo(1);
            timer.close();
        }
    }

    @Test
    void remindsOnceHoweverManyLookAndAlsoAfterAReplay() throws Exception {
        try (AccessServer server = new AccessServer()) {
            Brand brand = server.brand();
            String path = brand.requests + "/"
                    + server.post(brand.requests, brand.officer, """
                                    {"type": "complaint", "consumer": {"email": "kim@example.com"}, "via": "mail",
                                     "details": {"text": "t"}}""")
                            .is(201)
                            .text("request_id"); // on 2026-11-20: ours is over on 12-18, the law's on 12-21
            for (int day : new int[] {23, 24, 25, 28, 29, 30, 31, 32, 40}) {
                server.get(brand.requests, brand.officer).is(200); // the view has what was said before
                List<RequestTimer> timers = List.of(
                        timer(server, Duration.ofDays(day), ClockTrust.BLIND),
                        timer(server, Duration.ofDays(day), ClockTrust.BLIND));
                timers.parallelStream().forEach(RequestTimerIT::look);
                timers.forEach(RequestTimer::close);
                server.service.replay();
            }

            assertThat(server.get(path, brand.officer)
                            .json()
                            .get("history")
                            .valueStream()
                            .map(step -> step.get("event").asString())
                            .filter("RequestReminded"::equals))
                    .hasSize(3);
            assertThat(server.rows("SELECT facts->>'what', facts->>'due_at' FROM event_log.event"
                            + " WHERE type = 'RequestReminded' ORDER BY position"))
                    .containsExactly(
                            "due_soon 2026-12-21T23:59:59Z",
                            "overdue 2026-12-18T23:59:59Z",
                            "overdue 2026-12-21T23:59:59Z");
            assertThat(server.get(path, brand.officer).text("state")).isEqualTo("referred");
        }
    }

    private static void look(RequestTimer timer) {
        try {
            timer.look();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void remindsOfNothingByAClockThatIsInDoubt() throws Exception {
        try (AccessServer server = new AccessServer()) {
            Brand brand = server.brand();
            server.post(brand.requests, brand.officer, ASKED.replace("access", "portability"))
                    .is(201);
            server.get(brand.requests, brand.officer).is(200); // the view has it
            Duration weeks = Duration.ofDays(24);

            timer(server, weeks, () -> Optional.of(new Doubt(Doubt.Kind.MONOTONIC, weeks)))
                    .look();
            assertThat(server.rows("SELECT type FROM event_log.event WHERE type = 'RequestReminded'"))
                    .isEmpty();
        }
    }
}
