package org.lethe.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lethe.access.AccessServer.Brand;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.EventId;
import org.lethe.contracts.LogEntry;
import org.lethe.service.ServiceServer.Reply;

/// The consumer's page over HTTP, as a browser without scripts uses it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIT {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PASSPHRASE = "correct horse battery";
    private static final Pattern TOKEN = Pattern.compile("/requests/([A-Za-z0-9_-]{43})");

    private AccessServer server;
    private ConsumerId kim;
    private int sites;

    @BeforeAll
    void start() {
        server = new AccessServer();
        kim = server.subjects.knows("kim@example.com");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /// What a network may ask for is there again.
    @BeforeEach
    void laterThatDay() {
        server.clock.advance(Duration.ofHours(2));
    }

    /// A client with a page.
    private final class Shop {
        final Brand brand = server.brand();
        final String path;

        Shop(String more) {
            String slug = "shop-" + ++sites;
            path = "/p/" + slug;
            set("{\"slug\": \"" + slug + "\", \"brand\": {\"name\": \"The Shop\", \"colour\": \"#ffe600\"}" + more
                    + "}");
        }

        void set(String settings) {
            String at = "/v1/clients/" + brand.id + "/privacy-settings";
            server.put(
                            at,
                            brand.officer,
                            settings,
                            "If-Match",
                            server.get(at, brand.officer).etag())
                    .is(200);
        }

        /// The address of a request that is made.
        String ask(String fields) {
            Reply reply = send(path, fields).is(303);
            String location = reply.header("Location");
            return location.substring(0, location.indexOf('?'));
        }

        /// The newest request, as officers see it.
        String newest() {
            return brand.requests + "/"
                    + server.get(brand.requests + "?limit=200", brand.officer)
                            .json()
                            .get("items")
                            .valueStream()
                            .reduce((one, other) -> other)
                            .orElseThrow()
                            .get("request_id")
                            .asString();
        }
    }

    private Shop shop() {
        return new Shop(", \"languages\": [\"en\", \"de\"]");
    }

    private Reply send(String path, String fields) {
        return server.send("POST", path, null, fields, "Content-Type", FORM);
    }

    private Reply page(String path, String... headers) {
        return server.send("GET", path, null, null, headers);
    }

    private static String access(String email) {
        return "type=access&email=" + encoded(email) + "&passphrase=" + encoded(PASSPHRASE);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void speaksForTheClientInTheLanguageOfTheBrowser() {
        Shop shop = shop();

        Reply english = page(shop.path).is(200);
        Reply german =
                page(shop.path, "Accept-Language", "fr, de-AT;q=0.8, en;q=0.5").is(200);

        assertThat(english.body()).contains("<html lang=\"en\"", "Your data at The Shop", "?type=opt_out");
        assertThat(german.body()).contains("<html lang=\"de\"", "Ihre Daten bei The Shop");
        assertThat(german.header("Content-Language")).isEqualTo("de");
        assertThat(page(new Shop(", \"languages\": [\"en\"]").path, "Accept-Language", "de")
                        .body())
                .contains("<html lang=\"en\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?type=access", "/page.css", "/requests/nothing", "?utm_source=mail&utm_source=x"})
    void goesWithAStrictPolicyAndIsKeptByNobody(String rest) {
        Reply reply = page(shop().path + rest, "Accept", "image/*");

        assertThat(reply.header("Content-Security-Policy"))
                .isEqualTo("default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
                        + " frame-ancestors 'none'; base-uri 'none'");
        assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.http().headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(reply.body()).doesNotContain("<script", "style=", "http://", "https://");
    }

    @Test
    void leadsFromAFormToAPackageAndItsReceipt() {
        Shop shop = shop();
        String mine = shop.ask(access("kim@example.com"));
        String code = server.codes.getLast();
        assertThat(page(mine + "?now=code").is(200).body())
                .contains("a code is on its way", "name=\"code\"", "December 21, 2026", "(UTC)");

        assertThat(send(mine + "/confirm", "code=" + encoded(" " + code.substring(0, 3) + " " + code.substring(3)))
                        .is(303)
                        .header("Location"))
                .isEqualTo(mine + "?now=confirmed");
        assertThat(page(mine).body()).contains("The Shop has your request and decides on it.");
        assertThat(server.get(shop.newest(), shop.brand.officer).body())
                .contains("\"via\":\"page\"", "\"by\":\"consumer:" + kim + "\"");
        server.post(shop.newest() + "/approve", shop.brand.officer, "{}").is(200);
        assertThat(page(mine).body()).contains("Your file is ready", "Your request is fulfilled", mine + "/receipt");

        Reply collected = send(mine + "/package", "").is(200);
        assertThat(collected.header("Content-Type")).isEqualTo("application/zip");
        assertThat(collected.header("Content-Disposition")).startsWith("attachment; filename=");
        assertThat(collected.http().body()).startsWith('P', 'K');
        assertThat(collected.body()).doesNotContain("kim@example.com");
        await().atMost(Duration.ofSeconds(30)).until(() -> page(mine).body().contains("Your file was collected on"));
        assertThat(send(mine + "/package", "").is(410).body()).contains("not there any more");
        assertThat(page(mine + "/receipt").is(200).header("Content-Type")).isEqualTo("application/jose+json");
    }

    @Test
    void whoeverIsKnownAndWhoeverIsNotGetsTheSame() {
        Shop shop = shop();
        int before = server.codes.size();

        String known = shop.ask(access("kim@example.com"));
        String unknown = shop.ask(access("nobody@example.com"));

        assertThat(server.codes).hasSize(before + 1);
        assertSame(page(known), page(unknown));
        for (int i = 0; i < 3; i++) {
            assertSame(send(known + "/confirm", "code=00000x"), send(unknown + "/confirm", "code=00000x"));
            String wrong = server.codes.getLast().equals("000000") ? "000001" : "000000";
            assertSame(send(known + "/confirm", "code=" + wrong), send(unknown + "/confirm", "code=" + wrong));
        }
        assertSame(send(known + "/code", ""), send(unknown + "/code", ""));
        assertSame(page(known), page(unknown));
        assertSame(send(known + "/package", ""), send(unknown + "/package", ""));
        assertSame(page(known + "/receipt"), page(unknown + "/receipt"));
        assertSame(send(known + "/revoke", "sure=yes"), send(unknown + "/revoke", "sure=yes"));
        assertSame(page(known), page(unknown));
    }

    /// An opt-out takes no proof, so its page must not tell whether it led to anybody.
    @Test
    void anOptOutSaysNothingOfWhoIsKnown() {
        Shop shop = new Shop(", \"approval\": {\"automatic_for\": [\"opt_out\"]}");

        String known = shop.ask("type=opt_out&uses=sale&channels=email&email=kim@example.com");
        String kims = shop.newest();
        String unknown = shop.ask("type=opt_out&uses=sale&channels=email&email=nobody@example.com");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> server.get(kims, shop.brand.officer).text("state").equals("fulfilled"));
        assertSame(page(known), page(unknown));
        assertThat(page(known).body()).contains("Your opt-out is on record").doesNotContain("fulfilled", "receipt");
        assertSame(page(known + "/receipt"), page(unknown + "/receipt"));
        assertSame(send(known + "/revoke", "sure=yes"), send(unknown + "/revoke", "sure=yes"));
    }

    private static void assertSame(Reply one, Reply other) {
        assertThat(one.status()).isEqualTo(other.status());
        assertThat(withoutToken(one.body())).isEqualTo(withoutToken(other.body()));
        assertThat(withoutToken(one.http().headers().firstValue("Location").orElse("")))
                .isEqualTo(withoutToken(
                        other.http().headers().firstValue("Location").orElse("")));
    }

    private static String withoutToken(String text) {
        return TOKEN.matcher(text).replaceAll("/requests/…");
    }

    @Test
    void anotherClientsPageDoesNotOpenIt() {
        Shop shop = shop();
        String mine = shop.ask(access("kim@example.com"));
        String elsewhere = shop().path + mine.substring(mine.indexOf("/requests/"));

        page(elsewhere).is(404);
        send(elsewhere + "/confirm", "code=" + server.codes.getLast()).is(404);
        page(shop.path + "/requests/" + "A".repeat(43)).is(404);
        page(mine.substring(0, mine.length() - 1) + (mine.endsWith("A") ? "B" : "A"))
                .is(404);
        assertThat(page("/p/nobody").is(404).body()).contains("There is nothing here");
        page("/p/" + "x".repeat(300)).is(404);
    }

    @Test
    void aPageKeepsTheNameThatItHad() {
        Shop shop = shop();
        String mine = shop.ask(access("kim@example.com"));

        shop.set("{\"slug\": \"" + shop.path.substring(3) + "-new\"}");

        page(shop.path).is(200);
        page(shop.path + "-new").is(200);
        page(mine).is(200);
        shop.set("{}");
        page(shop.path).is(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type=deletion|who|an e-mail address, a phone number",
                "type=deletion&email=kim|email|name@example.com",
                "type=access&email=kim@example.com&passphrase=short|passphrase|12 to 200 characters",
                "type=complaint&email=kim@example.com|text|at least a few words",
                "type=opt_out&email=kim@example.com&uses=dance|choices|at least one thing",
            })
    void bindsWhatIsWrongToItsField(String fields, String field, String words) {
        Shop shop = shop();

        String body = send(shop.path, fields).is(422).body();

        assertThat(body)
                .contains("<title>Error: ", "role=\"alert\"", "autofocus", words)
                .contains("href=\"#" + field + "\"", "id=\"" + field + "\"", "id=\"" + field + "-error\"")
                .containsPattern("aria-describedby=\"[^\"]*" + field + "-error\"");
        assertThat(server.get(shop.brand.requests, shop.brand.officer).json().get("items"))
                .isEmpty();
    }

    @Test
    void whatSomebodyTypesIsShownAgainAndDoesNothing() {
        Shop shop = shop();
        String script = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&";
        StringBuilder fields = new StringBuilder("type=complaint&text=" + encoded(script));
        for (String field : List.of("email", "phone", "external_id", "passphrase")) {
            fields.append('&').append(field).append('=').append(encoded(script));
        }

        String body = send(shop.path, fields.toString()).is(422).body();

        assertThat(body).contains("&lt;script&gt;alert(1)").doesNotContain("<script", "<img src=x");
        send(shop.path, "type=" + encoded(script) + "&email=kim@example.com").is(400);
        send(shop.path, "type=access&email=%ff").is(400);
        assertThat(page(shop.path + "?type=" + encoded(script) + "&now=" + encoded(script))
                        .body())
                .doesNotContain("alert(1)");
        server.send("POST", shop.path, null, "{}", "Content-Type", "application/json")
                .is(415);
    }

    @Test
    void aBrandCanHarmNobody() {
        Brand brand = server.brand();
        String at = "/v1/clients/" + brand.id + "/privacy-settings";
        server.put(
                        at,
                        brand.officer,
                        "{\"slug\": \"hostile-brand\", \"brand\": {\"name\": \"<script>alert(1)</script>{0} ${7*7} #{x}\"}}",
                        "If-Match",
                        "\"0\"")
                .is(200);

        assertThat(page("/p/hostile-brand").is(200).body())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;{0} ${7*7} #{x}")
                .doesNotContain("<script");
    }

    @Test
    void oneAddressMakesSoManyRequestsADayAndNoMore() {
        Shop shop = shop();
        for (int i = 0; i < 10; i++) {
            shop.ask("type=complaint&text=hello&email=" + (i % 2 == 0 ? "Ada@Example.com" : "ada@example.com"));
        }

        Reply refused = send(shop.path, "type=complaint&text=hello&email=ada@example.com")
                .is(429);
        assertThat(refused.body()).contains("Too many requests");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(3_600, 8_640);
        send(shop.path, "type=complaint&text=hello&email=ada@example.com&phone=%2B4930123")
                .is(429);
        shop.ask("type=complaint&text=hello&email=grace@example.com");
        server.clock.advance(Duration.ofSeconds(Integer.parseInt(refused.header("Retry-After"))));
        shop.ask("type=complaint&text=hello&email=ada@example.com");
    }

    @Test
    void oneNetworkDoesNotFillTheOfficersList() {
        Shop shop = shop();
        int[] taken = {0};
        for (int i = 0; i < 70; i++) {
            Reply reply = send(shop.path, "type=complaint&text=hello&email=someone" + i + "@example.com");
            if (reply.status() == 303) {
                taken[0]++;
            } else {
                reply.is(429);
            }
        }

        assertThat(taken[0]).isEqualTo(60);
        assertThat(server.get(shop.brand.requests + "?limit=200", shop.brand.officer)
                        .json()
                        .get("items"))
                .hasSize(60);
    }

    /// Through the e-mail address or the account id: whoever gets the codes is one person. Who asks is not told.
    @Test
    void onePersonIsSentSoManyCodesADayAndNobodyIsTold() {
        ConsumerId person = server.subjects.knows("flooded@example.com");
        for (int i = 0; i < 9; i++) {
            server.subjects.alias("alias" + i + "@example.com", person);
        }
        Shop shop = shop();
        int before = server.codes.size();
        for (int i = 0; i < 9; i++) {
            String mine = shop.ask(access("alias" + i + "@example.com"));
            send(mine + "/code", "").is(303);
            send(mine + "/code", "").is(303);
            assertThat(send(mine + "/code", "").is(429).body()).contains("Three codes were asked for");
        }

        assertThat(server.codes).hasSize(before + 15);
    }

    @Test
    void nothingOfIsKeptInClear() {
        Shop shop = shop();
        String mine = shop.ask("type=deletion&email=canary@example.com&phone=%2B493099999&external_id=canary-17");
        String token = mine.substring(mine.lastIndexOf('/') + 1);

        assertThat(server.rows(
                        "SELECT t::text FROM access.page_token t UNION SELECT a::text FROM access.page_allowance a"
                                + " UNION SELECT e::text FROM event_log.event e"))
                .isNotEmpty()
                .noneMatch(row -> row.contains("canary") || row.contains("493099999") || row.contains(token));
    }

    @Test
    void aDenialIsToldAppealedAndTakenToSomebodyIndependent() {
        Shop shop = shop();
        String mine = shop.ask(access("kim@example.com"));
        server.post(
                        shop.newest() + "/deny",
                        shop.brand.officer,
                        "{\"reason\": \"insufficient_verification\", \"text\": \"we <could> not tell\"}")
                .is(200);
        server.post(shop.newest() + "/notes", shop.brand.officer, "{\"text\": \"between us\"}")
                .is(200);

        assertThat(page(mine).body())
                .contains("has denied your request", "It did not become clear who asks.", "we &lt;could&gt; not tell")
                .doesNotContain("between us");
        send(mine + "/escalate", "").is(303);
        assertThat(send(mine + "/appeal", "text=+").is(422).body()).contains("id=\"text-error\"");
        send(mine + "/appeal", "text=I+do+not+agree").is(303);
        assertThat(page(mine + "?now=appealed").body()).contains("Your appeal was received", "once more");
        assertThat(send(mine + "/appeal", "text=again").is(409).body()).contains("That can not be done now");
        assertThat(server.get(shop.newest(), shop.brand.officer).body())
                .contains("I do not agree", "RequestEscalated", "RequestAppealed");
    }

    @Test
    void isTakenBackByWhoIsSure() {
        Shop shop = shop();
        String mine = shop.ask(access("kim@example.com"));

        assertThat(send(mine + "/revoke", "").is(422).body()).contains("Tick the box");
        send(mine + "/revoke", "sure=yes").is(303);

        assertThat(page(mine).body())
                .contains("You have taken your request back")
                .doesNotContain("/revoke");
        send(mine + "/confirm", "code=123456").is(409);
    }

    @Test
    void saysPlainlyWhenItsPassphraseCanNotBeReadAnyMore() {
        Shop shop = new Shop(", \"approval\": {\"automatic_for\": [\"access\"]}");
        String mine = shop.ask(access("kim@example.com"));
        send(mine + "/confirm", "code=" + server.codes.getLast()).is(303);

        server.consumerWords.expire();

        assertThat(page(mine).is(200).body())
                .contains("can not be read any more")
                .doesNotContain(mine + "/package");
        send(mine + "/package", "").is(410);
    }

    @Test
    void saysPlainlyThatSomebodyIsErased() {
        ConsumerId gone = server.subjects.knows("gone@example.com");
        Shop shop = new Shop(", \"approval\": {\"automatic_for\": [\"access\"]}");
        String mine = shop.ask(access("gone@example.com"));
        send(mine + "/confirm", "code=" + server.codes.getLast()).is(303);
        server.append(
                shop.brand.id,
                LogEntry.of(
                        shop.brand.id,
                        new ConsumerErased(gone, List.of(), EventId.random(), server.clock.instant(), null)));

        assertThat(page(mine).is(200).body())
                .contains("What was held about you is erased", "can not be collected any more");
        assertThat(send(mine + "/package", "").is(410).body()).contains("not there any more");
    }

    @Test
    void aClientThatLeftTakesNothingNewAndStillShowsWhatWas() {
        Shop shop = shop();
        String mine = shop.ask(access("kim@example.com"));
        server.append(shop.brand.id, LogEntry.of(shop.brand.id, new ClientOffboarded(shop.brand.id, "platform")));

        assertThat(page(shop.path).is(410).body()).contains("This page is closed");
        send(shop.path, access("kim@example.com")).is(410);
        assertThat(page(mine).is(200).body()).contains("We have your request").doesNotContain("<form");
        send(mine + "/confirm", "code=" + server.codes.getLast()).is(410);
    }

    @Test
    void theSheetIsInTheBrandsColourAndCanBeRead() {
        Reply sheet = page(shop().path + "/page.css").is(200);

        assertThat(sheet.header("Content-Type")).startsWith("text/css");
        assertThat(sheet.body()).contains("--brand: #ffe600; --on-brand: #000000;");
    }

    @Test
    void isNoPartOfTheApiDocument() {
        assertThat(server.get("/v1/openapi.json", null).is(200).body()).doesNotContain("/p/{slug}");
    }
}
