package org.lethe.web;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// One kind of error. Its page is served at `/problems/{slug}`, and the `type` of every such answer points there.
///
/// @param slug stable name, lower-case words joined by hyphens; renaming one breaks clients
/// @param status the HTTP status of its answers
/// @param title short and the same every time (RFC 9457, 3.1.3)
/// @param description what it means and what to do, for the page
/// @param members further members of such an answer, by JSON name, with their types
public record ProblemType(String slug, int status, String title, String description, Map<String, Class<?>> members) {
    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    public ProblemType(String slug, int status, String title, String description) {
        this(slug, status, title, description, Map.of());
    }

    public ProblemType {
        members = Map.copyOf(members);
        if (!SLUG.matcher(slug).matches()) {
            throw new IllegalArgumentException("a slug is lower-case words joined by hyphens: " + slug);
        }
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a problem has a status of 400 to 599: " + status);
        }
    }

    /// Its answers have this member too; see [ProblemException#members].
    public ProblemType with(String member, Class<?> type) {
        Map<String, Class<?>> more = new HashMap<>(members);
        more.put(member, type);
        return new ProblemType(slug, status, title, description, more);
    }

    /// Where its page is.
    public String path() {
        return "/problems/" + slug;
    }
}
