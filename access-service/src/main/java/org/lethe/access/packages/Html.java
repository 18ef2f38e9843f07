package org.lethe.access.packages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lethe.service.subjects.Held;
import org.springframework.web.util.HtmlUtils;

/// What all pages share. A page asks for nothing from a network, and its policy would let it have nothing.
final class Html {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String STYLE = """

            :root { color-scheme: light dark; --paper: #fff; --ink: #1c2430; --faint: #4a5568; --card: #eef2f7; --own: #e3f1e8;
              --gone: #8a2c2c; --link: #0b5394; --line: #c3ccd8 }
            @media (prefers-color-scheme: dark) {
              :root { --paper: #14181f; --ink: #e6eaf0; --faint: #a9b4c4; --card: #222a35; --own: #1f3328;
                --gone: #f0a8a0; --link: #8ec5ff; --line: #465162 }
            }
            * { box-sizing: border-box }
            body { margin: 0 auto; max-width: 46rem; padding: 0 1rem 3rem; background: var(--paper); color: var(--ink);
              font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
            a { color: var(--link) }
            .skip:not(:focus) { position: absolute; inset-inline-start: -100vw }
            nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1rem; padding: .6rem 0; margin: 0; list-style: none }
            header { border-block-end: 1px solid var(--line) }
            h1 { font-size: 1.6rem; line-height: 1.25 }
            h2 { font-size: 1.2rem; margin-block: 2rem .5rem }
            dl { display: grid; grid-template-columns: minmax(6rem, max-content) minmax(0, 1fr); gap: .1rem 1rem; margin: .3rem 0 }
            dt { color: var(--faint) }
            dd { margin: 0 }
            .rows { padding: 0; margin: 0; list-style: none }
            .rows > li { margin: .6rem 0; padding: .5rem .8rem; border-radius: .6rem; background: var(--card) }
            .rows > li.consumer { background: var(--own) }
            .by, .said { margin: 0 }
            .by { color: var(--faint); font-size: .9rem }
            .by b { color: var(--ink) }
            .said { white-space: pre-wrap }
            .gone { color: var(--gone); font-style: italic }
            .pages { display: flex; justify-content: space-between; gap: 1rem }
            input { font: inherit; width: 100%; padding: .5rem; color: inherit; background: var(--paper);
              border: 1px solid var(--faint); border-radius: .4rem }
            @media (max-width: 24rem) { dl { grid-template-columns: minmax(0, 1fr) } dd { margin-block-end: .4rem } }
            """;

    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'; \
            style-src %s%s">
            <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
            <title>%s</title><style>%s</style></head><body>
            <a class="skip" href="#content">Skip to the content</a>
            <header><nav aria-label="Package"><ul><li><a href="%sindex.html">Overview</a></li><li><a href="%ssearch.html">Search\
            </a></li></ul></nav></header>
            <main id="content"><h1>%s</h1>
            """;

    static final String END = "</main></body></html>\n";

    private Html() {}

    /// @param title not escaped yet
    /// @param up from the page to the top of the package: empty or `../`
    /// @param scripts what the policy lets run; empty for nothing
    static String head(String title, String up, String scripts) {
        String policy = scripts.isEmpty() ? "" : "; script-src " + scripts;
        return HEAD.formatted(hash(STYLE), policy, text(title), STYLE, up, up, text(title));
    }

    /// The source expression of an inline style or script (CSP level 3, 2.3.1).
    static String hash(String content) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(sha256) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// As text or as the value of a quoted attribute. Controls, which HTML does not allow, become U+FFFD.
    static String text(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean isAllowed = !Character.isISOControl(unit) || unit == '\t' || unit == '\n' || unit == '\r';
            shown.append(isAllowed ? unit : '\uFFFD');
        }
        return HtmlUtils.htmlEscape(shown.toString(), "UTF-8");
    }

    static String time(Instant time) {
        return "<time datetime=\"" + time + "\">" + TIME.format(time) + "</time>";
    }

    /// What somebody wrote, kept to itself whatever direction it is written in or turns to.
    static String foreign(String text) {
        return "<bdi>" + text(text) + "</bdi>";
    }

    /// A term and what is said of it; nothing where nothing was told.
    static String told(String term, @Nullable String text) {
        return text == null ? "" : described(term, foreign(text));
    }

    static String described(String term, String html) {
        return "<dt>" + term + "</dt><dd>" + html + "</dd>";
    }

    static String gone(Held piece) {
        return "<span class=\"gone\">" + Fates.told(piece.fate()) + "</span>";
    }
}
