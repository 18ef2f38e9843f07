package org.lethe.access.settings;

import java.util.Set;
import java.util.regex.Pattern;

/// The name of a client's page in its address: `/p/{slug}`.
final class Slug {
    static final int MAX_CHARACTERS = 40;
    static final String ACCEPTED = "lower-case letters, digits and hyphens between them, from 3 to " + MAX_CHARACTERS
            + " characters, such as acme; not a word that stands for the house itself, such as admin";

    private static final Pattern FORM = Pattern.compile("[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){2,39}");

    /// What somebody could take for a page of the operator's own.
    private static final Set<String> RESERVED = Set.of(
            "account",
            "actuator",
            "admin",
            "administrator",
            "api",
            "app",
            "assets",
            "auth",
            "console",
            "docs",
            "help",
            "internal",
            "lethe",
            "login",
            "logout",
            "metrics",
            "new",
            "null",
            "operator",
            "pages",
            "platform",
            "problems",
            "public",
            "requests",
            "robots",
            "root",
            "security",
            "service",
            "services",
            "settings",
            "signin",
            "static",
            "status",
            "support",
            "system",
            "test",
            "undefined",
            "well-known",
            "www");

    private Slug() {}

    static boolean isFit(String slug) {
        return FORM.matcher(slug).matches() && !RESERVED.contains(slug);
    }
}
