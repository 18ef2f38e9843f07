package org.lethe.web;

import java.util.regex.Pattern;

/// One kind of error. Its page is served at `/problems/{slug}`, and the `type` of every such answer points there.
///
/// @param slug stable name, lower-case words joined by hyphens; renaming one breaks clients
/// @param status the HTTP status of its answers
/// @param title short and the same every time (RFC 9457, 3.1.3)
/// @param description what it means and what to do, for the page
public record ProblemType(String slug, int status, String title, String description) {
    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    public ProblemType {
        if (!SLUG.matcher(slug).matches()) {
            throw new IllegalArgumentException("a slug is lower-case words joined by hyphens: " + slug);
        }
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a problem has a status of 400 to 599: " + status);
        }
    }

    /// The `type` of a problem document, where no public URL goes before it.
    public String path() {
        return "/problems/" + slug;
    }
}
