package org.lethe.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.EventTag;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.RetentionRunCompleted;
import org.lethe.eventlog.Criteria;
import org.lethe.retention.RetentionServer.Brand;
import org.lethe.retention.RetentionServer.Talk;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.web.Role;
import tools.jackson.databind.JsonNode;

class ExpiryIT {
    private RetentionServer server;

    /// The hourly sweep has been at that time, and comes again an hour later.
    private void startAt(String now) {
        server = new RetentionServer(Instant.parse(now)).answering();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> gone(Brand brand) {
        return server.rows("SELECT category, day FROM retention.bucket WHERE destroyed_at IS NOT NULL AND client_id = '"
                + brand.id + "' ORDER BY 1, 2");
    }

    private List<String> events(String type, Brand brand) {
        return server.rows("SELECT position FROM event_log.event WHERE type = '" + type + "' AND client_id = '"
                + brand.id + "' ORDER BY 1");
    }

    /// The clock stands still; each of its steps lets what waits for it happen.
    private void passing(Duration time) {
        server.clock.advance(time);
    }

    private void awaitGone(Brand brand, String... buckets) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(gone(brand)).containsExactly(buckets));
    }

    @Test
    void nothingGoesASecondEarlyAndAllGoesWithTheNextSweep() {
        // given: of 31 January, kept for a month, until 28 February is over everywhere
        startAt("2026-03-01T11:30:00Z");
        Brand brand = server.brand("default P10Y", "messages P1M");
        brand.talk("2026-01-31T10:00:00Z").says(2, "2026-01-31T23:59:59.999Z");
        server.settled();

        // when
        server.clock.set(Instant.parse("2026-03-01T11:59:59Z"));
        brand.run("{\"dry_run\":false}");

        // then
        assertThat(gone(brand)).isEmpty();
        assertThat(events("ExpiryOrdered", brand)).isEmpty();

        // when
        server.clock.set(Instant.parse("2026-03-01T12:00:00Z"));
        passing(Duration.ofHours(1));

        // then
        awaitGone(brand, "messages 2026-01-31");
        assertThat(events("ExpiryOrdered", brand)).hasSize(1);
        assertThat(events("BucketKeyDestroyed", brand)).hasSize(1);
    }

    @Test
    void aClockThatStepsBackAnHourDestroysNothingTwiceAndNothingEarly() {
        // given
        startAt("2026-03-30T12:00:00Z");
        Brand brand = server.brand("default P1D");
        brand.talk("2026-03-28T10:00:00Z").says(1, "2026-03-28T10:00:00Z").says(1, "2026-03-29T10:00:00Z");
        server.settled();

        // when: daylight saving began on the 29th; then the clock is set back, and forth again
        brand.run("{\"dry_run\":false}");
        awaitGone(brand, "contact 2026-03-28", "messages 2026-03-28", "visit 2026-03-28");
        server.clock.set(Instant.parse("2026-03-31T11:00:00Z"));
        brand.run("{\"dry_run\":false}");
        server.clock.set(Instant.parse("2026-03-31T12:00:00Z"));
        server.clock.advance(Duration.ofHours(-1));
        brand.run("{\"dry_run\":false}");

        // then
        awaitGone(brand, "contact 2026-03-28", "messages 2026-03-28", "visit 2026-03-28");
        server.clock.advance(Duration.ofHours(1));
        brand.run("{\"dry_run\":false}");
        awaitGone(brand, "contact 2026-03-28", "messages 2026-03-28", "messages 2026-03-29", "visit 2026-03-28");
        assertThat(events("BucketKeyDestroyed", brand)).hasSize(4);
    }

    @Test
    void aClockThatWasSetAheadForAWhileDelaysNoSweep() {
        // given: nothing is due while it is ahead
        startAt("2026-03-01T11:30:00Z");
        Brand brand = server.brand("default P10Y", "messages P1M");
        brand.talk("2026-03-01T10:00:00Z");
        server.settled();

        // when: the sweep is planned by the wrong clock, and whoever waits for it waits for the wrong time
        server.clock.advance(Duration.ofDays(40));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(planned()).containsExactly("2026-04-10 12:30:00+00"));
        server.clock.advance(Duration.ofDays(-40));

        // then
        brand.talk("2026-01-31T10:00:00Z").says(1, "2026-01-31T10:00:00Z");
        server.settled();
        server.clock.set(Instant.parse("2026-03-01T12:00:00Z"));
        passing(Duration.ofHours(1));
        awaitGone(brand, "messages 2026-01-31");
    }

    private List<String> planned() {
        return server.rows("SELECT execution_time FROM retention.scheduled_tasks WHERE task_name = 'retention-sweep'");
    }

    @Test
    void aRunByHandIsDryUnlessItSaysOtherwise() {
        // given
        startAt("2026-11-20T10:00:00Z");
        Brand brand = server.brand("default P1M");
        brand.talk("2026-01-10T10:00:00Z").says(3, "2026-01-10T10:00:00Z").says(1, "2026-11-19T10:00:00Z");
        server.settled();

        // when
        JsonNode dry = brand.run("{}");

        // then
        assertThat(dry.required("dry_run").asBoolean()).isTrue();
        assertThat(dry.at("/unreadable/messages").asInt()).isEqualTo(3);
        assertThat(dry.at("/unreadable/days").asInt()).isEqualTo(3);
        assertThat(dry.required("effect").asString()).contains("would become unreadable");
        assertThat(gone(brand)).isEmpty();
        assertThat(brand.run("{\"at\":\"2020-01-01T00:00:00Z\"}")
                        .required("effect")
                        .asString())
                .isEqualTo("nothing would become unreadable");
        assertThat(brand.run("{\"at\":\"2027-12-31T00:00:00Z\"}")
                        .at("/unreadable/messages")
                        .asInt())
                .isEqualTo(4);
        assertThat(server.post(
                                "/v1/retention-runs",
                                brand.operator,
                                "{\"dry_run\":false,\"at\":\"2027-12-31T00:00:00Z\"}")
                        .refused(400, "invalid-body")
                        .pointers())
                .containsExactly("/at");
    }

    @Test
    void aRunLeavesAReportAndASignedCertificate() throws Exception {
        // given
        startAt("2026-11-20T10:00:00Z");
        Brand brand = server.brand("default P1M", "contact P10Y");
        brand.talk("2026-01-10T10:00:00Z").says(3, "2026-01-10T10:00:00Z").says(2, "2026-01-11T10:00:00Z");
        server.settled();

        // when
        JsonNode run = brand.run("{\"dry_run\":false}");

        // then
        assertThat(run.at("/unreadable/messages").asInt()).isEqualTo(5);
        assertThat(run.at("/clients/0/buckets_destroyed").asInt()).isEqualTo(3);
        String path = run.at("/clients/0/certificate").asString();
        Reply json = server.get(path, brand.officer).is(200);
        byte[] document = json.http().body();
        assertThat(server.get(path, brand.officer).http().body()).isEqualTo(document);
        JsonNode certificate = json.json().required("certificate");
        assertThat(certificate.at("/totals/messages").asInt()).isEqualTo(5);
        assertThat(certificate.required("buckets").size()).isEqualTo(3);
        assertThat(certificate.at("/buckets/0/fingerprint").asString()).hasSize(64);
        assertThat(certificate.required("schedule_version").asInt()).isOne();

        // and the signature holds, with the key that is served
        String text = json.body();
        byte[] signed = text.substring("{\"certificate\":".length(), text.indexOf(",\"signature\":"))
                .getBytes(StandardCharsets.UTF_8);
        String pem =
                server.get("/v1/retention-runs/certificate-key", brand.officer).text("pem");
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(
                        Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "")))));
        signature.update(signed);
        assertThat(signature.verify(Base64.getDecoder()
                        .decode(json.json().at("/signature/value").asString())))
                .isTrue();

        // and the log names it
        RetentionRunCompleted completed = (RetentionRunCompleted) server.log
                .lookUp(Criteria.of(
                        EventTag.RUN, run.required("run_id").asString(), Criteria.types(RetentionRunCompleted.class)))
                .getFirst()
                .event();
        assertThat(completed.certificate())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(signed)));
        assertThat(completed.messages()).isEqualTo(5);

        // and there is one for people
        Reply pdf = server.get(path, brand.officer, "Accept", "application/pdf").is(200);
        try (PDDocument read = Loader.loadPDF(pdf.http().body())) {
            assertThat(new PDFTextStripper().getText(read))
                    .contains(
                            "Certificate of destruction",
                            brand.id.toString(),
                            "can no longer",
                            "2026-01-11",
                            "Signature");
        }
    }

    @Test
    void aHoldKeepsWhatItCoversAndItsReleaseLetsItGo() {
        // given
        startAt("2026-11-20T10:00:00Z");
        Brand brand = server.brand("default P1M");
        brand.talk("2026-01-10T10:00:00Z").says(1, "2026-01-10T10:00:00Z").says(1, "2026-01-11T10:00:00Z");
        server.settled();
        String hold = server.post(
                        brand.path + "/legal-holds",
                        brand.officer,
                        "{\"matter\":\"m\",\"reason\":\"r\",\"scope\":{\"from\":\"2026-01-11\",\"to\":\"2026-01-31\"}}")
                .is(201)
                .text("hold_id");

        // when
        JsonNode run = brand.run("{\"dry_run\":false}");

        // then
        assertThat(gone(brand)).containsExactly("contact 2026-01-10", "messages 2026-01-10", "visit 2026-01-10");
        assertThat(run.at("/held/days").asInt()).isOne();
        JsonNode certificate = server.get(run.at("/clients/0/certificate").asString(), brand.officer)
                .json();
        assertThat(certificate.at("/certificate/held/0/holds/0").asString()).isEqualTo(hold);

        // and as long as it lasts no further run says anything
        JsonNode again = brand.run("{\"dry_run\":false}");
        assertThat(again.at("/held/days").asInt()).isOne();
        assertThat(events("RetentionRunCompleted", brand)).hasSize(1);
        server.get("/v1/retention-runs/" + again.required("run_id").asString() + "/certificate", brand.officer)
                .refused(404, "no-certificate");

        // when
        server.post(brand.path + "/legal-holds/" + hold + "/release", brand.officer, "{}")
                .is(200);

        // then
        awaitGone(brand, "contact 2026-01-10", "messages 2026-01-10", "messages 2026-01-11", "visit 2026-01-10");
    }

    @Test
    void whatAHoldKeptAfterItsOrderGoesAfterTheRelease() {
        // given: ordered, and not carried out yet
        server = new RetentionServer(Instant.parse("2026-12-31T10:00:00Z"));
        Brand brand = server.recorded("2026-11-20T10:00:00Z", () -> {
            Brand leaving = server.brand("default P1M", "account_end P1M");
            leaving.talk("2026-01-10T10:00:00Z").says(1, "2026-01-10T10:00:00Z");
            server.append(leaving.id, LogEntry.of(leaving.id, new ClientOffboarded(leaving.id, "bootstrap")));
            return leaving;
        });
        server.settled();
        String run = server.post("/v1/retention-runs", brand.operator, "{\"dry_run\":false}")
                .is(202)
                .text("run_id");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(events("ExpiryOrdered", brand)).hasSize(2));

        // when
        String hold = server.post(
                        brand.path + "/legal-holds",
                        server.platform,
                        "{\"matter\":\"m\",\"reason\":\"r\",\"scope\":{\"all\":true}}")
                .is(201)
                .text("hold_id");
        server.answering();
        JsonNode held = brand.finished(run);

        // then
        assertThat(held.at("/held/days").asInt()).isEqualTo(3);
        assertThat(held.at("/unreadable/days").asInt()).isZero();
        assertThat(gone(brand)).isEmpty();

        // when
        server.post(brand.path + "/legal-holds/" + hold + "/release", server.platform, "{}")
                .is(200);

        // then
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(gone(brand)).hasSize(3);
            assertThat(events("KeyDestroyed", brand)).hasSize(2);
            assertThat(events("RetentionRunCompleted", brand)).hasSize(2);
        });
    }

    @Test
    void ordersComeInPortionsAndManyClientsInOneSweep() {
        // given
        startAt("2026-11-20T10:00:00Z");
        Brand large = server.brand("default P1M");
        Talk talk = large.talk("2025-01-01T10:00:00Z");
        for (int day = 0; day < 450; day++) {
            talk.says(
                    1,
                    Instant.parse("2025-01-01T10:00:00Z")
                            .plus(Duration.ofDays(day))
                            .toString());
        }
        Brand small = server.brand("default P1M");
        small.talk("2026-01-10T10:00:00Z");
        Brand none = server.brand("default P10Y");
        none.talk("2026-01-10T10:00:00Z");
        server.settled();

        // when
        passing(Duration.ofHours(2));

        // then
        Awaitility.await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            assertThat(events("RetentionRunCompleted", large)).hasSize(1);
            assertThat(events("RetentionRunCompleted", small)).hasSize(1);
        });
        assertThat(events("ExpiryOrdered", large)).hasSize(3);
        assertThat(events("BucketKeyDestroyed", large)).hasSize(452);
        assertThat(events("ExpiryOrdered", none)).isEmpty();
        assertThat(server.rows("SELECT count(*) FROM retention.bucket_conversation c JOIN retention.bucket b"
                        + " USING (bucket_id) WHERE b.client_id = '" + large.id + "'"))
                .containsExactly("0");
    }

    @Test
    void keysOfAClientThatLeftGoAfterAccountEnd() {
        // given
        startAt("2026-12-21T11:30:00Z");
        Brand brand = server.recorded("2026-11-20T10:00:00Z", () -> {
            Brand leaving = server.brand("default P10Y", "account_end P30D");
            leaving.talk("2026-11-10T10:00:00Z").says(2, "2026-11-10T10:00:00Z");
            server.append(leaving.id, LogEntry.of(leaving.id, new ClientOffboarded(leaving.id, "bootstrap")));
            return leaving;
        });
        server.settled();

        // when
        server.clock.set(Instant.parse("2026-12-21T11:59:59Z"));
        JsonNode early = brand.run("{\"dry_run\":false}");
        server.clock.set(Instant.parse("2026-12-21T12:00:00Z"));
        JsonNode run = brand.run("{\"dry_run\":false}");

        // then
        assertThat(early.at("/clients/0/whole_client").asBoolean()).isFalse();
        assertThat(run.at("/clients/0/whole_client").asBoolean()).isTrue();
        assertThat(run.at("/unreadable/messages").asInt()).isEqualTo(2);
        JsonNode certificate = server.get(run.at("/clients/0/certificate").asString(), brand.officer)
                .json();
        assertThat(certificate.at("/certificate/client_keys").size()).isEqualTo(2);
        assertThat(gone(brand)).hasSize(3);
        assertThat(events("ExpiryOrdered", brand)).hasSize(1);
    }

    @Test
    void aClientSeesItsOwnPartOnly() {
        // given
        startAt("2026-11-20T10:00:00Z");
        Brand brand = server.brand("default P1M");
        Brand other = server.brand("default P1M");
        brand.talk("2026-01-10T10:00:00Z");
        other.talk("2026-01-10T10:00:00Z");
        server.settled();

        // when
        String run = server.post("/v1/retention-runs", server.platform, "{\"dry_run\":false}")
                .is(202)
                .text("run_id");
        JsonNode seen = brand.finished(run);

        // then
        assertThat(seen.required("clients").size()).isOne();
        assertThat(seen.at("/clients/0/client_id").asString()).isEqualTo(brand.id.toString());
        assertThat(server.get("/v1/retention-runs/" + run, server.platform)
                        .json()
                        .required("clients")
                        .size())
                .isEqualTo(2);
        server.get("/v1/retention-runs/" + run + "/certificate", server.platform)
                .refused(400, "invalid-parameter");
        server.get("/v1/retention-runs/" + run + "/certificate?client_id=" + brand.id, server.platform)
                .is(200);
        assertThat(server.get("/v1/retention-runs", other.operator)
                        .json()
                        .required("items")
                        .size())
                .isOne();
        server.get("/v1/retention-runs/" + run, server.brand("default P1M").operator)
                .refused(404, "not-found");
        server.post("/v1/retention-runs", brand.operator, "{\"client_id\":\"" + other.id + "\"}")
                .refused(404, "not-found");
        server.post("/v1/retention-runs", server.platform, "{\"client_id\":\"" + ClientId.random() + "\"}")
                .refused(404, "not-found");
        server.post("/v1/retention-runs", server.key(brand.id, Role.AUDITOR), "{}")
                .refused(403, "forbidden");
    }
}
