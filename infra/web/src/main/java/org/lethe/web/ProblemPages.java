package org.lethe.web;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.util.HtmlUtils;

/// The catalogue of problem types, as pages for people: `/problems` and `/problems/{slug}`.
final class ProblemPages {
    private static final String HTML = "text/html;charset=utf-8";
    private final Map<String, ProblemType> types = new TreeMap<>();

    ProblemPages(Collection<ProblemType> all) {
        for (ProblemType type : all) {
            ProblemType other = types.putIfAbsent(type.slug(), type);
            if (other != null && !other.equals(type)) {
                throw new IllegalArgumentException("two problem types named " + type.slug());
            }
        }
    }

    Routes routes() {
        Terms terms = Terms.open().produces(HTML.substring(0, HTML.indexOf(';')));
        return new Routes()
                .get("/problems", terms, _ -> page("Problem types", list()))
                .get("/problems/{slug}", terms, request -> show(request.path("slug")));
    }

    private Answer show(String slug) {
        ProblemType type = types.get(slug);
        if (type == null) {
            throw new NotFoundException();
        }
        return page(
                type.title(),
                "<p><code>" + type.path() + "</code>, status " + type.status() + "</p><p>"
                        + HtmlUtils.htmlEscape(type.description())
                        + "</p><p><a href=\"/problems\">All problem types</a></p>");
    }

    private String list() {
        StringBuilder list = new StringBuilder("<ul>");
        for (ProblemType type : types.values()) {
            list.append("<li><a href=\"").append(type.path()).append("\">").append(type.slug());
            list.append("</a> (").append(type.status()).append("): ");
            list.append(HtmlUtils.htmlEscape(type.title())).append("</li>");
        }
        return list.append("</ul>").toString();
    }

    private static Answer page(String title, String content) {
        String escaped = HtmlUtils.htmlEscape(title);
        String html = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped
                + "</title></head><body><h1>" + escaped + "</h1>" + content + "</body></html>";
        return Answer.bytes(HTML, html.getBytes(StandardCharsets.UTF_8))
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
                .header("X-Content-Type-Options", "nosniff");
    }
}
