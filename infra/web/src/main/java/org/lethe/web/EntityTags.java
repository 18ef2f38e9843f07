package org.lethe.web;

/// Comparing entity tags (RFC 9110, 8.8.3).
final class EntityTags {
    private EntityTags() {}

    /// For `If-Match`: only a strong tag, or `*`.
    ///
    /// @param tag without quotes
    static boolean matchStrongly(String header, String tag) {
        return matches(header, '"' + tag + '"', false);
    }

    /// For `If-None-Match`: a weak tag will do.
    ///
    /// @param quotedTag as in the `ETag` header
    static boolean matchWeakly(String header, String quotedTag) {
        return matches(header, quotedTag, true);
    }

    private static boolean matches(String header, String quotedTag, boolean weakToo) {
        for (String part : header.split(",", -1)) {
            String candidate = part.strip();
            if (weakToo && candidate.startsWith("W/")) {
                candidate = candidate.substring(2);
            }
            if (candidate.equals("*") || candidate.equals(quotedTag)) {
                return true;
            }
        }
        return false;
    }
}
