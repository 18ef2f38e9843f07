package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// axe-core, which npm puts, pinned by the lock in `src/test/axe`, into a temporary folder. It looks at a page as it
/// stands, light and dark, wide and narrow. With `-Dlethe.screenshots=FOLDER` it also takes pictures.
final class AxeForTests {
    private static final Path COMMITTED = Path.of("src", "test", "axe");
    private static final List<String> FILES = List.of("package.json", "package-lock.json", ".npmrc");
    private static final long PATIENCE_MINUTES = 5; // npm may have to fetch it
    private static final int WIDE = 1280;
    private static final int NARROW = 320; // WCAG 2.2, 1.4.10

    private final String script;

    /// @param folder empty
    AxeForTests(Path folder) throws IOException, InterruptedException {
        for (String file : FILES) {
            Files.copy(COMMITTED.resolve(file), folder.resolve(file));
        }
        Path printed = folder.resolve("printed.txt");
        Process npm = new ProcessBuilder("npm", "ci", "--prefer-offline")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        assertThat(npm.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(npm.exitValue())
                .as("npm could not install axe-core: " + Files.readString(printed))
                .isZero();
        script = Files.readString(folder.resolve("node_modules/axe-core/axe.min.js"));
    }

    /// @param name of what the page shows, for messages and pictures
    void findsNothingOn(Page page, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : new int[] {WIDE, NARROW}) {
                page.setViewportSize(width, 900);
                page.evaluate(script);
                assertThat(
                                (String)
                                        page.evaluate(
                                                "() => axe.run(document, {resultTypes: ['violations']}).then(found =>"
                                                        + " found.violations.map(one => one.id + ': ' + one.help + '\\n  '"
                                                        + " + one.nodes.map(node => node.html + ' ' + node.failureSummary).join('\\n  ')).join('\\n'))"))
                        .as(name + ", " + scheme + ", " + width + " px")
                        .isEmpty();
                assertThat(page.evaluate("() => document.documentElement.scrollWidth"))
                        .as(name + " is as wide as the window")
                        .isEqualTo(width);
                picture(page, name + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width);
            }
        }
        page.setViewportSize(WIDE / 2, 900);
        page.evaluate("() => { document.documentElement.style.fontSize = '200%' }"); // WCAG 2.2, 1.4.4
        assertThat(page.evaluate("() => document.documentElement.scrollWidth"))
                .as(name + " with text twice as large")
                .isEqualTo(WIDE / 2);
        page.evaluate("() => { document.documentElement.style.fontSize = '' }");
        page.setViewportSize(WIDE, 900);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    private static void picture(Page page, String name) {
        String folder = System.getProperty("lethe.screenshots");
        if (folder != null) {
            page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of(folder, name + ".png")));
        }
    }
}
