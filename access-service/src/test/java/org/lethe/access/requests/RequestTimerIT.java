package org.lethe.access.requests;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
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
}
