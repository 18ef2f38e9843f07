package org.lethe.access.page;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lethe.access.notices.PublishedPolicies.OfAudience;
import org.lethe.access.notices.PublishedPolicies.Told;
import org.lethe.access.notices.PublishedPolicies.Version;
import org.lethe.contracts.PolicyAudience;

/// What a client tells of how it handles data, in words: what the templates are given. Its texts are plain, in
/// paragraphs, and nothing in them is ever markup.
final class PolicyPage {
    private static final Pattern EMPTY_LINES = Pattern.compile("(?:[ \\t]*\\R){2,}");

    private final Pages pages;
    private final Locale language;
    private final Site site;
    private final Instant now;
    private final ZoneId zone;

    PolicyPage(Pages pages, Locale language, Site site, Instant now) {
        this.pages = pages;
        this.language = language;
        this.site = site;
        this.now = now;
        this.zone = ZoneId.of(site.settings().zone());
    }

    /// For the template `policies`: one line for each audience.
    Map<String, @Nullable Object> overview(List<OfAudience> audiences) {
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("audiences", audiences.stream().map(this::line).toList());
        model.put("zone", zoneName());
        return model;
    }

    private Map<String, @Nullable Object> line(OfAudience one) {
        Version inForce = one.policy().inForce();
        Map<String, @Nullable Object> line = new HashMap<>();
        line.put("audience", one.audience().wireName());
        line.put("inForce", inForce == null ? null : since(inForce));
        line.put("toCome", one.policy().toCome().stream().map(this::from).toList());
        line.put(
                "ownerToCome", one.ownership().toCome().stream().map(this::from).toList());
        return line;
    }

    /// For the template `policy`.
    ///
    /// @return empty where there was something to read, and nobody can any more
    Optional<Map<String, @Nullable Object>> whole(OfAudience one) {
        Told policy = one.policy();
        Told owner = one.ownership();
        if (Stream.of(policy, owner).flatMap(PolicyPage::shown).allMatch(version -> version.text() == null)) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("audience", one.audience().wireName());
        model.put("inForce", inForce(policy).findFirst().orElse(null));
        model.put("toCome", toCome(policy).toList());
        model.put("owners", Stream.concat(inForce(owner), toCome(owner)).toList());
        model.put("mayChoose", one.audience() != PolicyAudience.CLIENT && !site.left());
        model.put(
                "earlier",
                Stream.of(policy, owner)
                        .flatMap(told -> told.earlier().stream())
                        .map(this::fromTo)
                        .toList());
        model.put("allAt", site.policies());
        model.put("zone", zoneName());
        return Optional.of(model);
    }

    private static Stream<Version> shown(Told told) {
        return Stream.concat(Stream.ofNullable(told.inForce()), told.toCome().stream());
    }

    private Stream<Map<String, Object>> inForce(Told told) {
        return Stream.ofNullable(told.inForce()).map(version -> text(version, since(version)));
    }

    private Stream<Map<String, Object>> toCome(Told told) {
        return told.toCome().stream().map(version -> text(version, from(version)));
    }

    private static Map<String, Object> text(Version version, String when) {
        String text = version.text();
        return Map.of("when", when, "paragraphs", text == null ? List.of() : paragraphs(text));
    }

    /// Parts of a text with an empty line between them.
    static List<String> paragraphs(String text) {
        return EMPTY_LINES
                .splitAsStream(text)
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .toList();
    }

    private String since(Version version) {
        return pages.text(language, "policies.since", version.version(), moment(version.effectiveFrom()));
    }

    private String from(Version version) {
        return pages.text(language, "policies.from", version.version(), moment(version.effectiveFrom()));
    }

    private String fromTo(Version version) {
        Instant until = version.until() == null ? now : version.until();
        return pages.text(
                language, "policies.fromto", version.version(), moment(version.effectiveFrom()), moment(until));
    }

    private String moment(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                .withLocale(language)
                .format(at.atZone(zone));
    }

    private String zoneName() {
        return zone.getDisplayName(TextStyle.FULL, language) + " (" + zone.getId() + ")";
    }
}
