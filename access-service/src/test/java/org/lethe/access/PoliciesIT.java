package org.lethe.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lethe.access.AccessServer.Brand;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.LogEntry;
import org.lethe.service.ServiceServer.Reply;
import tools.jackson.databind.json.JsonMapper;

/// Policies from their routes to the log and back, and to the client's page.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoliciesIT {
    private static final JsonMapper JSON = JsonMapper.shared();

    private AccessServer server;
    private int sites;

    @BeforeAll
    void start() {
        server = new AccessServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /// A client with a page.
    private final class Shop {
        final Brand brand = server.brand();
        final String path = "/v1/clients/" + brand.id + "/policies";
        final String page = "/p/teller-" + ++sites;

        Shop() {
            server.put(
                            "/v1/clients/" + brand.id + "/privacy-settings",
                            brand.officer,
                            "{\"slug\": \"teller-" + sites + "\", \"languages\": [\"en\", \"de\"], \"brand\":"
                                    + " {\"name\": \"The Shop\"}}",
                            "If-Match",
                            "\"0\"")
                    .is(200);
        }

        Reply publish(String audience, String version, String text, String more) {
            return server.post(
                    path,
                    brand.officer,
                    "{\"audience\": \"" + audience + "\", \"version\": \"" + version + "\", \"text\": "
                            + JSON.writeValueAsString(text) + more + "}");
        }

        Reply publish(String version, String text, String more) {
            return publish("consumer", version, text, more);
        }

        Reply shown(String rest, String... headers) {
            return server.send("GET", page + rest, null, null, headers);
        }

        void leave() {
            server.append(brand.id, LogEntry.of(brand.id, new ClientOffboarded(brand.id, "platform")));
        }
    }

    @Test
    void publishesWhatIsMaterialForTheEndOfTheNoticePeriod() {
        Shop shop = new Shop();

        Reply published = shop.publish("2", "We now sell data.", "").is(201);

        assertThat(published.text("state")).isEqualTo("to_come");
        assertThat(published.text("kind")).isEqualTo("policy");
        assertThat(published.json().get("material").asBoolean()).isTrue();
        assertThat(published.text("effective_from"))
                .isEqualTo(server.clock.instant().plus(Duration.ofDays(30)).toString());
        assertThat(published.json().at("/announcements/0/channel").asString()).isEqualTo("page");
        assertThat(published.json().at("/announcements/0/announced_at").asString())
                .isEqualTo(server.clock.instant().toString());
        assertThat(server.get(published.header("Location"), shop.brand.officer)
                        .is(200)
                        .body())
                .isEqualTo(published.body());
    }

    @Test
    void refusesWhatIsMaterialBeforeThat() {
        Shop shop = new Shop();
        String earliest = server.clock.instant().plus(Duration.ofDays(30)).toString();
        String early = server.clock.instant().plus(Duration.ofDays(29)).toString();

        Reply refused = shop.publish("2", "We now sell data.", ", \"effective_from\": \"" + early + "\"");

        assertThat(refused.refused(422, "policy-effective-too-early").text("earliest"))
                .isEqualTo(earliest);
        assertThat(refused.text("limited_by")).isEqualTo("notice_period");
        assertThat(refused.pointers()).containsExactly("/effective_from");
        assertThat(server.get(shop.path, shop.brand.officer).is(200).json().get("items"))
                .isEmpty();
    }

    @Test
    void aVersionStandsForOneText() {
        Shop shop = new Shop();
        String first =
                shop.publish("1", "One.", ", \"material\": false").is(201).text("policy_id");

        Reply refused = shop.publish("1", "Another.", ", \"material\": false").refused(409, "policy-version-taken");

        assertThat(refused.text("policy_id")).isEqualTo(first);
        shop.publish("visitor", "1", "For visitors.", ", \"material\": false").is(201);
    }

    @Test
    void recordsByWhatElseItWasAnnounced() {
        Shop shop = new Shop();
        String one = shop.publish("2", "We now sell data.", "").header("Location");
        String today = server.clock.instant().minusSeconds(60).toString();

        Reply announced = server.post(
                one + "/announcements",
                shop.brand.officer,
                "{\"channel\": \"email\", \"recipients\": \"Canary of 12,400 people\", \"announced_at\": \"" + today
                        + "\"}");

        assertThat(announced.is(201).json().at("/announcements/1/channel").asString())
                .isEqualTo("email");
        assertThat(announced.json().at("/announcements/1/recipients").asString())
                .isEqualTo("Canary of 12,400 people");
        assertThat(announced.json().at("/announcements/1/announced_at").asString())
                .isEqualTo(today);
        assertThat(server.get(one, shop.brand.auditor).is(200).body())
                .contains("\"email\"", "We now sell data.")
                .doesNotContain("Canary");
        assertThat(server.rows("SELECT facts::text FROM event_log.event"))
                .isNotEmpty()
                .noneMatch(facts -> facts.contains("Canary") || facts.contains("sell data"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"audience\": \"everybody\", \"version\": \"1\", \"text\": \"t\"|/audience",
                "\"version\": \"1\", \"text\": \"t\"|/audience",
                "\"audience\": \"consumer\", \"version\": \"1 of 2\", \"text\": \"t\"|/version",
                "\"audience\": \"consumer\", \"version\": \"1\", \"text\": \" \"|/text",
                "\"audience\": \"consumer\", \"version\": \"1\", \"text\": \"a\\u0007b\"|/text",
                "\"audience\": \"consumer\", \"version\": \"1\", \"text\": \"t\", \"kind\": \"sale\"|/kind",
                "\"audience\": \"consumer\", \"version\": \"1\", \"text\": \"t\", \"effective_from\": \"soon\"|/effective_from",
                "\"audience\": \"consumer\", \"version\": \"1\", \"text\": \"t\", \"effective_from\": \"9999-01-01T00:00:00Z\"|/effective_from",
                "\"audience\": \"consumer\", \"version\": \"1\", \"text\": \"t\", \"kind\": \"ownership\", \"material\": false|/material",
            })
    void refusesWhatItCanNotReadAndNamesThePlace(String members, String pointer) {
        Shop shop = new Shop();

        Reply refused = server.post(shop.path, shop.brand.officer, "{" + members + "}");

        assertThat(refused.is(400).pointers()).containsExactly(pointer);
    }

    @Test
    void takesALongTextAndSaysHowLong() {
        Shop shop = new Shop();

        shop.publish("1", "ä".repeat(24_000), "").is(201);

        for (String text : List.of("a".repeat(24_001), "🙂".repeat(12_001))) {
            Reply refused = shop.publish("2", text, "").is(400);
            assertThat(refused.pointers()).containsExactly("/text");
            assertThat(refused.body()).contains("24000 characters");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"channel\": \"page\", \"recipients\": \"all\"}|/channel",
                "{\"channel\": \"By mail\", \"recipients\": \"all\"}|/channel",
                "{\"channel\": \"email\"}|/recipients",
                "{\"channel\": \"email\", \"recipients\": \"all\", \"announced_at\": \"2030-01-01T00:00:00Z\"}|/announced_at",
            })
    void refusesAnAnnouncementThatSaysTooLittle(String body, String pointer) {
        Shop shop = new Shop();
        String one = shop.publish("1", "One.", "").header("Location");

        assertThat(server.post(one + "/announcements", shop.brand.officer, body)
                        .is(400)
                        .pointers())
                .containsExactly(pointer);
    }

    @Test
    void listsThemInOrderByAudience() {
        Shop shop = new Shop();
        shop.publish("1", "One.", ", \"material\": false").is(201);
        shop.publish("visitor", "1", "For visitors.", ", \"material\": false").is(201);
        shop.publish("2", "Two.", "").is(201);

        Reply all = server.get(shop.path, shop.brand.auditor).is(200);
        Reply first = server.get(shop.path + "?audience=consumer&limit=1", shop.brand.officer)
                .is(200);
        String next = first.text("next");
        Reply second = server.get(next.substring(next.indexOf("/v1/")), shop.brand.officer)
                .is(200);

        assertThat(all.json().get("items")).hasSize(3);
        assertThat(all.body()).doesNotContain("One.", "\"announcements\"");
        assertThat(first.json().at("/items/0/state").asString()).isEqualTo("in_force");
        assertThat(second.json().at("/items/0/version").asString()).isEqualTo("2");
        assertThat(second.json().has("next")).isFalse();
        server.get(shop.path + "?audience=all", shop.brand.officer).is(400);
    }

    @Test
    void anotherClientsAreNotThere() {
        Shop shop = new Shop();
        Shop other = new Shop();
        String one = shop.publish("1", "One.", "").header("Location");
        String theirs = one.replace(shop.brand.id.toString(), other.brand.id.toString());
        String told = "{\"channel\": \"email\", \"recipients\": \"all\"}";

        server.get(one, other.brand.officer).is(404);
        server.get(theirs, other.brand.officer).is(404);
        server.post(theirs + "/announcements", other.brand.officer, told).is(404);
        server.post(one + "/announcements", shop.brand.auditor, told).refused(403, "forbidden");
        server.get(shop.path, shop.brand.writer).refused(403, "forbidden");
        assertThat(other.shown("/policies/consumer").is(404).body()).doesNotContain("One.");
    }

    /// The log's condition holds for all processes alike; here both are two threads.
    @Test
    void oneOfTwoWhoPublishTheSameVersionIsRefused() throws Exception {
        Shop shop = new Shop();
        Callable<Integer> publish = () -> shop.publish("2", "Two.", "").http().statusCode();
        List<Integer> answers = new ArrayList<>();

        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            for (Future<Integer> answer : both.invokeAll(List.of(publish, publish))) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).containsExactlyInAnyOrder(201, 409);
    }

    @Test
    void thePageTellsWhatIsInForceWhatIsToComeAndWhatWas() {
        Shop shop = new Shop();
        assertThat(shop.shown("").body()).doesNotContain("/policies");
        assertThat(shop.shown("/policies").is(200).body()).contains("The Shop has published nothing here.");
        shop.shown("/policies/consumer").is(404);
        shop.publish("1", "We hold your name.\n\nNothing else.", ", \"material\": false")
                .is(201);
        shop.publish("2", "We hold your name & <b>more</b>.", "").is(201);

        assertThat(shop.shown("").body()).contains(shop.page + "/policies\">How your data is handled");
        assertThat(shop.shown("/policies").is(200).body())
                .contains("Privacy policy for consumers", "Version 1, in force since", "Version 2, in force from")
                .doesNotContain("for visitors");
        Reply now = shop.shown("/policies/consumer").is(200);
        assertThat(now.body())
                .contains("<p class=\"prose\">We hold your name.</p>", "<p class=\"prose\">Nothing else.</p>")
                .contains("What is going to change", "your name &amp; &lt;b&gt;more&lt;/b&gt;.")
                .doesNotContain("Earlier versions", "Change of ownership");
        assertThat(now.header("Content-Security-Policy")).startsWith("default-src 'none'; style-src 'self'");
        assertThat(shop.shown("/policies/consumer", "Accept-Language", "de").body())
                .contains("<html lang=\"de\"", "Was sich ändern wird");

        server.clock.advance(Duration.ofDays(30));

        assertThat(shop.shown("/policies/consumer").body())
                .contains("Earlier versions", "Version 1, in force from", "your name &amp; &lt;b&gt;more")
                .doesNotContain("We hold your name.<", "What is going to change");
    }

    @Test
    void aChangeOfOwnershipIsToldWithWhatConsumersMayChoose() {
        Shop shop = new Shop();
        shop.publish("1", "We hold your name.", ", \"material\": false").is(201);

        Reply published = shop.publish("sale", "Umbrella will own the shop.", ", \"kind\": \"ownership\"");

        assertThat(published.is(201).text("state")).isEqualTo("to_come");
        assertThat(published.json().get("material").asBoolean()).isTrue();
        assertThat(shop.shown("/policies/consumer").body())
                .contains("Change of ownership", "Umbrella will own the shop.", "We hold your name.")
                .contains(shop.page + "?type=opt_out", shop.page + "?type=deletion");
        assertThat(shop.shown("/policies").body()).contains("Change of ownership:");
    }

    @Test
    void whatAClientThatLeftToldStaysToldUntilItsKeysAreGone() {
        Shop shop = new Shop();
        String one =
                shop.publish("1", "We hold your name.", ", \"material\": false").header("Location");
        shop.leave();

        assertThat(shop.shown("/policies/consumer").is(200).body()).contains("We hold your name.");
        shop.publish("2", "Two.", "").refused(409, "client-offboarded");
        server.post(one + "/announcements", shop.brand.officer, "{\"channel\": \"email\", \"recipients\": \"all\"}")
                .refused(409, "client-offboarded");
    }

    @Test
    void comesOutTheSameAfterAReplay() {
        Shop shop = new Shop();
        String one = shop.publish("2", "Two.", "").header("Location");
        String before = server.get(one, shop.brand.officer).body();
        String page = shop.shown("/policies/consumer").body();

        server.service.replay();

        assertThat(server.get(one, shop.brand.officer).body()).isEqualTo(before);
        assertThat(shop.shown("/policies/consumer").body()).isEqualTo(page);
    }
}
