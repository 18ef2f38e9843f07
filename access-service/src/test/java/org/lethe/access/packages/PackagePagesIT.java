package org.lethe.access.packages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.contracts.Author;
import org.lethe.service.subjects.Held;
import org.lethe.testkit.BrowserForTests;

/// The pages as somebody opens them from a disk, in a real browser.
class PackagePagesIT {
    private static final String SCRIPT =
            "<script>document.title='pwned'</script><img src=x onerror=\"document.title='pwned'\">";

    private final BrowserForTests browser = BrowserForTests.start();

    @TempDir
    private Path scratch;

    @TempDir
    private Path unpacked;

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void leadsFromTheOverviewToEachMessage() throws Exception {
        Page page = open(kim(), "index.html");

        assertThat(page.locator("h1")).hasText("What is held about you");
        assertThat(page.locator("main")).hasCount(1);
        page.locator("text=Conversation 1").first().click();
        assertThat(page.locator("h1")).hasText("Conversation 1");
        assertThat(page.locator("#m1 .said")).hasText("Where is my order?");
        assertThat(page.locator("#m3 .said")).hasText("expired on its retention date");
        page.locator("nav >> text=Overview").click();
        assertThat(page.locator("h1")).hasText("What is held about you");
        assertNothingWasWrong();
    }

    @Test
    void findsWordsInAllOfIt() throws Exception {
        PackageFixture fixture = kim().conversation();
        for (int i = 1; i <= 1500; i++) {
            fixture.said(Author.AGENT, "Ann", "x".repeat(1000) + " number " + i);
        }
        fixture.said(Author.CONSUMER, null, "a GRÜSSE needle " + SCRIPT);
        Page page = open(fixture, "search.html");

        page.locator("#query").fill("grusse NEEDLE");

        assertThat(page.locator("#status")).hasText("1 place");
        Locator found = page.locator("#found li");
        assertThat(found).hasCount(1);
        assertThat(found.locator(".said")).containsText("a GRÜSSE needle <script>");
        found.locator("a").click();
        assertThat(page).hasURL(Pattern.compile(".*/conversations/2-2\\.html#m1501$"));
        assertThat(page.locator("#m1501")).containsText("needle");
        assertThat(page.title()).isEqualTo("Conversation 2, page 2");
        assertNothingWasWrong();
    }

    @Test
    void theLastWordsLookedForAreWhatIsShown() throws Exception {
        PackageFixture fixture = kim().conversation();
        for (int i = 1; i <= 300; i++) {
            fixture.said(Author.AGENT, "Ann", "pear " + i);
        }
        Page page = open(fixture, "search.html");

        page.locator("#query").fill("order");
        page.locator("#query").fill("pear");

        assertThat(page.locator("#status")).hasText("The first 200 of 300 places");
        assertThat(page.locator("#found li")).hasCount(200);
        page.locator("#query").fill("kim@example");
        assertThat(page.locator("#status")).hasText("1 place");
        page.locator("#query").fill("");
        assertThat(page.locator("#found li")).hasCount(0);
        assertNothingWasWrong();
    }

    @Test
    void whatPeopleWroteDoesNothing() throws Exception {
        PackageFixture fixture = new PackageFixture()
                .client(SCRIPT)
                .hold(SCRIPT)
                .disclosure(SCRIPT, SCRIPT)
                .contact(Held.Fate.PRESENT, SCRIPT, SCRIPT)
                .conversation()
                .visit(Held.Fate.PRESENT, SCRIPT)
                .message(Held.Fate.PRESENT, Author.CONSUMER, SCRIPT, SCRIPT, SCRIPT);
        Page page = open(fixture, "index.html");

        assertThat(page.title()).isEqualTo("What is held about you");
        page.navigate(url("conversations/1.html"));
        assertThat(page.locator("#m1 .said")).hasText(SCRIPT);
        assertThat(page.title()).isEqualTo("Conversation 1");
        page.navigate(url("search.html"));
        page.locator("#query").fill("pwned");
        assertThat(page.locator("#status")).hasText("3 places");
        assertThat(page.title()).isEqualTo("Search");
        assertNothingWasWrong();
    }

    @Test
    void asksNoNetworkAndThePolicyWouldLetItNot() throws Exception {
        Page page = open(kim(), "search.html");

        Object image = page.evaluate("() => new Promise(told => {"
                + " document.addEventListener('securitypolicyviolation', refused => told(refused.violatedDirective));"
                + " document.body.append(Object.assign(new Image(), {src: 'https://example.org/x.png'})) })");
        Object fetched = page.evaluate("() => fetch('https://example.org/').then(() => 'fetched', () => 'refused')");

        assertThat(image).isEqualTo("img-src");
        assertThat(fetched).isEqualTo("refused");
        assertThat(browser.complaints())
                .isNotEmpty()
                .allMatch(complaint -> complaint.contains("Content Security Policy"));
    }

    @Test
    void fitsASmallScreen() throws Exception {
        PackageFixture fixture = kim().visit(Held.Fate.PRESENT, "Mozilla/5.0" + "x".repeat(300))
                .said(Author.CONSUMER, null, "y".repeat(500))
                .disclosure("z".repeat(200), "delivery")
                .hold("h".repeat(200));
        for (String name : new String[] {"index.html", "conversations/1.html", "search.html"}) {
            Page page = open(fixture, name);
            page.setViewportSize(320, 640);

            assertThat(page.evaluate("() => document.documentElement.scrollWidth"))
                    .as(name)
                    .isEqualTo(320);
        }
    }

    @Test
    void isDarkWhereThatIsWanted() throws Exception {
        for (String name : new String[] {"index.html", "conversations/1.html"}) {
            Page page = open(kim(), name);

            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));

            assertThat(page.evaluate("() => getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(20, 24, 31)");
        }
    }

    @Test
    void isInOrderForWhoListens() throws Exception {
        Page page = open(kim().hold("A hold").disclosure("Partner", "delivery"), "index.html");

        assertThat(page.locator("html")).hasAttribute("lang", "en");
        assertThat(page.evaluate("() => [...document.querySelectorAll('h1, h2, h3')].map(h => h.tagName).join()"))
                .isEqualTo("H1,H2,H2,H2,H2,H2,H2");
        assertThat(page.evaluate("() => [...document.querySelectorAll('nav')].every(nav => nav.ariaLabel)"))
                .isEqualTo(true);
        assertThat(page.evaluate("() => [...document.querySelectorAll('section')]"
                        + ".every(section => document.getElementById(section.getAttribute('aria-labelledby')))"))
                .isEqualTo(true);
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.navigate(url("search.html"));
        assertThat(page.locator("#query")).hasAccessibleName("Words in messages, contact data and visits");
        assertThat(page.locator("#status")).hasAttribute("role", "status");
    }

    private static PackageFixture kim() {
        return new PackageFixture()
                .contact(Held.Fate.PRESENT, "kim@example.com", "Kim")
                .conversation()
                .visit(Held.Fate.PRESENT, "Browser/1")
                .said(Author.CONSUMER, "Kim", "Where is my order?")
                .said(Author.AGENT, "Ann", "On its way. שלום, Kim!\nAnything else?")
                .gone(Held.Fate.EXPIRED);
    }

    private Page open(PackageFixture fixture, String name) throws IOException {
        for (Map.Entry<String, String> file : fixture.files(scratch).entrySet()) {
            Path path = unpacked.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Page page = browser.newPage();
        page.navigate(url(name));
        return page;
    }

    private String url(String name) {
        return unpacked.resolve(name).toUri().toString();
    }

    private void assertNothingWasWrong() {
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requested()).isNotEmpty().allMatch(url -> url.startsWith("file:"));
    }
}
