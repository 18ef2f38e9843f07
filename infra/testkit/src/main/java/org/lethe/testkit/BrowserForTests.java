package org.lethe.testkit;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The Chromium or Chrome that is installed, without a window. Not to be had is a failure.
public final class BrowserForTests implements AutoCloseable {
    private static final List<String> PROGRAMS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final List<String> APPLICATIONS = List.of(
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox", // which Chromium refuses to root, as whom CI runs
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run");

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> requested = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    private BrowserForTests(Path program) {
        this.playwright =
                Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        this.browser = playwright
                .chromium()
                .launch(new LaunchOptions().setExecutablePath(program).setArgs(ARGUMENTS));
    }

    public static BrowserForTests start() {
        Stream<Path> onThePath = Arrays.stream(System.getenv("PATH").split(":"))
                .flatMap(folder -> PROGRAMS.stream().map(name -> Path.of(folder, name)));
        return Stream.concat(onThePath, APPLICATIONS.stream().map(Path::of))
                .filter(Files::isExecutable)
                .findFirst()
                .map(BrowserForTests::new)
                .orElseThrow(() -> new IllegalStateException(
                        "this test needs Chromium or Chrome: install one, such as Debian's package chromium"));
    }

    /// An empty page of a profile of its own.
    public Page newPage() {
        Page page = browser.newPage();
        page.onRequest(request -> requested.add(request.url()));
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        return page;
    }

    /// Every URL that the pages asked for.
    public List<String> requested() {
        return List.copyOf(requested);
    }

    /// What scripts threw and what the console was told as an error, refusals by the page's policy among it.
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
