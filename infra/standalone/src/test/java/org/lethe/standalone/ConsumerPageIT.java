package org.lethe.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.testkit.BrowserForTests;
import org.lethe.testkit.PinnedClock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A consumer's way through their page in a real browser, with a real mail server; and nothing that axe would find in
/// the way, wherever they come by.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumerPageIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern SIX_DIGITS = Pattern.compile("\\b\\d{6}\\b");
    private static final String PASSPHRASE = "correct horse battery";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String LOGO =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private final PinnedClock clock = new PinnedClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private Running running;
    private RunningFixture api;
    private BrowserForTests browser;
    private AxeForTests axe;
    private int shops;

    @BeforeAll
    void start(@TempDir Path parent, @TempDir Path npm) throws Exception {
        axe = new AxeForTests(npm);
        mail.start();
        running = Standalone.start(
                Settings.in(RunningFixture.folder(parent))
                        .with("lethe.mail.from", "privacy@example.com")
                        .with("lethe.mail.port", Integer.toString(mail.getSmtp().getPort()))
                        .with("lethe.mail.host", "127.0.0.1"),
                clock);
        api = new RunningFixture(running.url(), running.dataFolder());
        browser = BrowserForTests.start();
    }

    @AfterAll
    void stop() {
        browser.close();
        api.close();
        running.close();
        mail.stop();
    }

    /// A client with a page, and a consumer of theirs who said something.
    private final class Shop {
        final String client;
        final String page;

        Shop(String colour) {
            String conversation = api.newConversation();
            client = conversation.substring(0, conversation.indexOf("/conversations"));
            api.posted(conversation + "/messages", RunningFixture.message("a line"));
            String slug = "example-shop-" + ++shops;
            page = running.url() + "/p/" + slug;
            HttpResponse<String> set = api.put(
                    client + "/privacy-settings",
                    "{\"slug\": \"" + slug + "\", \"zone\": \"Europe/Berlin\", \"languages\": [\"en\", \"de\"],"
                            + " \"brand\": {\"name\": \"The Example Shop\", \"colour\": \"" + colour
                            + "\", \"logo\": \"" + LOGO + "\"}}",
                    "\"0\"");
            assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        }

        /// The path of its newest request.
        String newest() {
            return client + "/requests/"
                    + JSON.readTree(api.get(client + "/requests?limit=200").body())
                            .get("items")
                            .valueStream()
                            .reduce((one, other) -> other)
                            .orElseThrow()
                            .get("request_id")
                            .asString();
        }
    }

    @Test
    void leadsFromAQuestionToAnOpenedFile(@TempDir Path folder) throws Exception {
        // given
        Shop shop = new Shop("#0a7c3f");
        Page page = browser.newPage();
        page.navigate(shop.page);
        axe.findsNothingOn(page, "choose");

        // when a form is sent that says too little
        page.locator("text=See what is held about me").click();
        axe.findsNothingOn(page, "ask-access");
        page.locator("button").click();
        assertThat(page.locator(".errors")).isFocused();
        assertThat(page.locator("#passphrase")).hasAccessibleDescription(Pattern.compile(".*12 to 200 characters.*"));
        axe.findsNothingOn(page, "ask-access-errors");

        // and then one that says enough
        page.locator("#email").fill("KIM@example.com");
        page.locator("#passphrase").fill(PASSPHRASE);
        int before = mail.getReceivedMessages().length;
        page.locator("button").click();
        assertThat(page.locator("[role=status]")).containsText("a code is on its way");
        assertThat(page.locator("main")).containsText("Wednesday, April 1, 2026");
        axe.findsNothingOn(page, "verifying");

        // and a code is given back, wrong and right
        String code = code(before + 1);
        page.locator("#code").fill(code.startsWith("0") ? "1" + code.substring(1) : "0" + code.substring(1));
        page.locator("text=Confirm").click();
        assertThat(page.locator(".errors")).containsText("You can try 2 times more.");
        axe.findsNothingOn(page, "wrong-code");
        page.locator("#code").fill(code);
        page.locator("text=Confirm").click();
        assertThat(page.locator("[role=status]")).containsText("It is clear now");
        axe.findsNothingOn(page, "referred");
        api.posted(shop.newest() + "/approve", "");
        page.reload();
        axe.findsNothingOn(page, "ready");

        // then the file can be had, once, and opens with the passphrase alone
        Path zip = folder.resolve("mine.zip");
        Download download =
                page.waitForDownload(() -> page.locator("text=Collect the file").click());
        download.saveAs(zip);
        assertThat(unzip(zip, folder, "wrong")).isNotZero();
        assertThat(unzip(zip, folder, PASSPHRASE)).isZero();
        assertThat(Files.readString(folder.resolve("index.html"))).contains("kim@example.com");
        assertThat(Files.readString(folder.resolve("messages.csv"))).contains("a line");
        await().atMost(SOON).untilAsserted(() -> {
            page.reload();
            assertThat(page.locator("#package + p").textContent()).contains("Your file was collected on");
        });
        axe.findsNothingOn(page, "collected");

        // and the receipt is one that verifies
        Download receipt = page.waitForDownload(
                () -> page.locator("text=Download the signed receipt").click());
        JsonNode jws = JSON.readTree(Files.readString(receipt.path()));
        assertThat(jws.has("payload")).isTrue();
        assertThat(page.locator("a[href='/.well-known/lethe-keys.json']")).isVisible();
        assertNothingWasWrong();
    }

    private static int unzip(Path zip, Path to, String passphrase) throws IOException, InterruptedException {
        Process unzip = new ProcessBuilder("7zz", "x", "-y", "-o" + to, "-p" + passphrase, zip.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(unzip.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return unzip.exitValue();
    }

    /// By keys alone, and in German.
    @Test
    void isUsedWithoutAMouse() {
        // given
        Shop shop = new Shop("#ffe600");
        Page page = browser.newPage();
        page.setExtraHTTPHeaders(Map.of("Accept-Language", "de-AT"));
        page.navigate(shop.page);
        assertThat(page.locator("html")).hasAttribute("lang", "de");
        axe.findsNothingOn(page, "choose-german");

        // when
        press(page, "Tab");
        assertThat(page.locator(".skip")).isFocused();
        press(page, "Enter", "Tab");
        assertThat(page.locator("a[href$='type=access']")).isFocused();
        page.locator("a[href$='type=opt_out']").focus();
        press(page, "Enter");
        page.locator("#email").focus();
        page.keyboard().type("kim@example.com");
        page.locator("#channel-email").focus();
        press(page, "Space", "Tab", "Tab");
        assertThat(page.locator("#use-sale")).isFocused();
        press(page, "Space");
        axe.findsNothingOn(page, "ask-opt-out-german");
        page.locator("#email").focus();
        press(page, "Enter");

        // then
        assertThat(page.locator(".lead")).containsText("Ihr Widerspruch ist vermerkt");
        axe.findsNothingOn(page, "veiled-german");
        assertNothingWasWrong();
    }

    private static void press(Page page, String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    @Test
    void tellsADenialAndTakesAnAppeal() {
        // given
        Shop shop = new Shop("#1f4e9c");
        Page page = browser.newPage();
        page.navigate(shop.page + "?type=deletion");
        axe.findsNothingOn(page, "ask-deletion");
        page.locator("#external_id").fill("c-17");
        page.locator("button").click();
        api.posted(
                shop.newest() + "/deny",
                "{\"reason\": \"other\", \"text\": \"We found <two> people.\\nWrite to us.\"}");

        // when
        page.reload();
        axe.findsNothingOn(page, "denied");
        page.locator("text=Appeal").last().click();
        assertThat(page.locator(".errors")).isFocused();
        axe.findsNothingOn(page, "appeal-errors");
        page.locator("#text").fill("There is only one of me.");
        page.locator("button", new Page.LocatorOptions().setHasText("Appeal")).click();

        // then
        assertThat(page.locator(".lead")).containsText("looks at your request once more");
        axe.findsNothingOn(page, "appealed");
        page.locator("text=Take it back").click();
        assertThat(page.locator(".errors")).containsText("Tick the box");
        axe.findsNothingOn(page, "revoke-errors");
        page.locator("#sure").check();
        page.locator("text=Take it back").click();
        assertThat(page.locator("[role=status]")).containsText("was taken back");
        axe.findsNothingOn(page, "revoked");
        assertNothingWasWrong();
    }

    /// Sealed and opened for real, as long as it may be.
    @Test
    void tellsHowDataIsHandled() {
        // given
        Shop shop = new Shop("#0a7c3f");
        String policies = shop.client + "/policies";
        String longest = "Wir halten Ihren Namen. <b>€</b>\n\n" + "€".repeat(23_960);
        api.posted(
                policies, "{\"audience\": \"consumer\", \"version\": \"1\", \"material\": false, \"text\": \"One.\"}");
        clock.advance(Duration.ofMinutes(1));
        api.posted(
                policies,
                "{\"audience\": \"consumer\", \"version\": \"1.1\", \"material\": false, \"text\": "
                        + JSON.writeValueAsString(longest) + "}");
        api.posted(policies, "{\"audience\": \"consumer\", \"version\": \"2\", \"text\": \"More is to come.\"}");
        api.posted(
                policies,
                "{\"audience\": \"consumer\", \"version\": \"sale\", \"kind\": \"ownership\","
                        + " \"text\": \"Umbrella will own us.\"}");
        Page page = browser.newPage();

        // when
        page.navigate(shop.page);
        page.locator("footer a").click();
        axe.findsNothingOn(page, "policies");
        page.locator("text=Privacy policy for consumers").click();

        // then
        axe.findsNothingOn(page, "policy");
        assertThat(page.locator("section.plain")).containsText("Wir halten Ihren Namen. <b>€</b>");
        assertThat(page.locator("section.notice").last()).containsText("More is to come.");
        page.locator("text=Have your data deleted").click();
        assertThat(page.locator(".warning")).containsText("can not be brought back");
        assertNothingWasWrong();
    }

    @Test
    void tellsOfADeletionWhatIsGone() throws Exception {
        // given
        Shop shop = new Shop("#7a1f5c");
        Page page = browser.newPage();
        page.navigate(shop.page + "?type=deletion");
        page.locator("#email").fill("kim@example.com");
        int before = mail.getReceivedMessages().length;
        page.locator("button").click();
        page.locator("#code").fill(code(before + 1));
        page.locator("text=Confirm").click();

        // when
        String request = shop.newest();
        api.posted(request + "/approve", "");
        await().atMost(SOON)
                .until(() -> JSON.readTree(api.get(request).body())
                        .get("state")
                        .asString()
                        .equals("fulfilled"));
        page.reload();

        // then
        assertThat(page.locator("main")).containsText("What was held about you is erased");
        assertThat(page.locator("code").first()).hasText(Pattern.compile("[0-9a-f]{64}"));
        axe.findsNothingOn(page, "erased");
        assertNothingWasWrong();
    }

    @Test
    void saysPlainlyWhatIsNotThere() {
        Shop shop = new Shop("#000000");
        Page page = browser.newPage();

        for (String path : List.of("/requests/nothing", "-there")) {
            page.navigate(shop.page + path);
            assertThat(page.locator("h1")).hasText("There is nothing here");
            axe.findsNothingOn(page, "missing" + path.replace('/', '-'));
        }
        api.posted(shop.client + "/offboard", "");
        page.navigate(shop.page);
        assertThat(page.locator("h1")).hasText("This page is closed");
        axe.findsNothingOn(page, "closed");
    }

    /// The code of the n-th mail.
    private String code(int n) throws Exception {
        assertThat(mail.waitForIncomingEmail(SOON.toMillis(), n)).isTrue();
        MimeMessage message = mail.getReceivedMessages()[n - 1];
        assertThat(message.getAllRecipients()[0]).hasToString("kim@example.com");
        Matcher found = SIX_DIGITS.matcher(message.getContent().toString());
        assertThat(found.find()).isTrue();
        return found.group();
    }

    /// Refusals of what was wrong are told by their status; else the browser has nothing to complain about, and asked
    /// nobody else.
    private void assertNothingWasWrong() {
        assertThat(browser.complaints().stream()
                        .filter(complaint -> !complaint.startsWith(
                                "Failed to load resource: the server responded with a" + " status of 4")))
                .isEmpty();
        assertThat(browser.requested())
                .isNotEmpty()
                .allMatch(url -> url.startsWith(running.url().toString()) || url.startsWith("data:"));
    }
}
