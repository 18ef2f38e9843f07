package org.lethe.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lethe.testkit.BrowserForTests;

/// The page to try the API on, in a real browser.
class DocsPageIT {
    @Test
    void triesARequestWithAKeyOfOnesOwn(@TempDir Path parent) throws IOException {
        try (Running running = Standalone.start(Settings.in(RunningFixture.folder(parent)));
                RunningFixture api = new RunningFixture(running.url(), running.dataFolder());
                BrowserForTests browser = BrowserForTests.start()) {
            api.newConversation();
            Page page = browser.newPage();

            // when
            page.navigate(running.url() + "/docs");
            authorize(
                    page,
                    Files.readString(running.dataFolder().resolve("operator.token"))
                            .strip());
            Locator listing = operation(page, "GET", "/v1/clients");
            listing.locator(".opblock-summary").click();
            listing.locator("button.try-out__btn").click();
            listing.locator("button.execute").click();

            // then
            Locator response = listing.locator(".live-responses-table tr.response");
            assertThat(response).containsText("200");
            assertThat(response).containsText("Example Shop");
            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.requested())
                    .isNotEmpty()
                    .allMatch(url -> url.startsWith(running.url().toString()));
        }
    }

    private static void authorize(Page page, String key) {
        page.locator("button.authorize").first().click();
        Locator dialog = page.locator(".dialog-ux");
        dialog.locator("input").first().fill(key);
        dialog.locator("button[type=submit]").first().click();
        dialog.locator("button.btn-done").first().click();
    }

    private static Locator operation(Page page, String method, String path) {
        return page.locator(".opblock-" + method.toLowerCase(Locale.ROOT))
                .filter(new Locator.FilterOptions().setHas(page.locator("[data-path='" + path + "']")))
                .first();
    }
}
