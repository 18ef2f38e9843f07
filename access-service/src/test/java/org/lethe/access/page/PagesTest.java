package org.lethe.access.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lethe.access.notices.PublishedPolicies.OfAudience;
import org.lethe.access.notices.PublishedPolicies.Told;
import org.lethe.access.notices.PublishedPolicies.Version;
import org.lethe.access.requests.SelfService.Parcel;
import org.lethe.access.requests.SelfService.Proof;
import org.lethe.access.requests.SelfService.Standing;
import org.lethe.access.settings.PrivacySettings;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.PolicyAudience;
import org.lethe.contracts.RequestType;

/// Every page and state, in a language that nobody speaks: what it says that is no message shows.
class PagesTest {
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final Set<String> STEPS = Set.of("verify", "confirm", "revoke", "appeal", "escalate");
    private static final Pattern TEXT = Pattern.compile(">([^<]+)<");
    private static final Pattern ATTRIBUTE = Pattern.compile("(?:title|alt|placeholder|aria-label|value)=\"([^\"]+)\"");
    private static final Pattern MESSAGE = Pattern.compile("⟦[^⟦⟧]*(⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧");

    /// What may stand there beside messages: what others said, and machines' own words.
    private static final Set<String> NOT_OURS =
            Set.of("Said by a client", "Acme", "f00d", "/.well-known/lethe-keys.json", "yes", "typed");

    private final Set<String> used = new TreeSet<>();
    private final Pages pseudo = new Pages(Messages.bundled().told(text -> {
        used.add(text);
        return "⟦" + text + "⟧";
    }));
    private final Site site = site(false);

    private static Site site(boolean left) {
        return new Site(
                ClientId.random(),
                "acme",
                new PrivacySettings(
                        3, "acme", "gdpr", "UTC", List.of(), true, List.of("en", "de"), Period.ofDays(30), null),
                "Acme",
                "#1f4e9c",
                "data:image/png;base64,AAAA",
                left,
                true);
    }

    private List<String> all(Pages pages, Locale language) {
        List<String> all = new ArrayList<>();
        for (String notice :
                List.of("missing", "left", "toomany", "gone", "notnow", "unavailable", "unreadable", "untold")) {
            Map<String, Object> model = new HashMap<>();
            model.put("notice", notice);
            model.put("said", pages.text(language, "notice." + notice, notice.equals("toomany") ? 2 : "Acme"));
            model.put("back", "/p/acme/requests/x");
            model.put("start", "/p/acme");
            all.add(pages.html("notice", language, site, model));
        }
        all.add(pages.html(
                "choose",
                language,
                site,
                Map.of(
                        "types",
                        Stream.of(RequestType.values())
                                .map(RequestType::wireName)
                                .toList(),
                        "spoken",
                        "Acme")));
        for (RequestType type : RequestType.values()) {
            for (Map<String, String> errors : List.of(Map.<String, String>of(), errors(pages, language))) {
                all.add(pages.html(
                        "ask",
                        language,
                        site,
                        Map.of(
                                "type", type.wireName(),
                                "heading", pages.text(language, "type." + type.wireName()),
                                "headingInError", pages.text(language, "layout.error", "Acme"),
                                "channels", AskForm.CHANNELS,
                                "uses", AskForm.USES,
                                "given", Map.of("text", "typed", "chosen", List.of("sale")),
                                "errors", errors)));
            }
        }
        PolicyPage policies = new PolicyPage(pages, language, site, AT);
        all.add(pages.html("policies", language, site, policies.overview(List.of())));
        all.add(pages.html("policies", language, site, policies.overview(told("Said by a client"))));
        for (OfAudience one : told("Said by a client")) {
            all.add(pages.html("policy", language, site, policies.whole(one).orElseThrow()));
        }
        standings()
                .forEach(standing -> all.add(pages.html(
                        "request",
                        language,
                        site,
                        RequestPage.model(
                                pages,
                                language,
                                site,
                                standing,
                                "/p/acme/requests/x",
                                pages.text(language, "now.received"),
                                errors(pages, language),
                                Map.of("text", "typed")))));
        return all;
    }

    /// All of it, and nothing in force yet but notice of an owner.
    private static List<OfAudience> told(String text) {
        Version version = new Version("2", AT, AT, text);
        Version gone = new Version("3", AT, null, null);
        Told all = new Told(version, List.of(version, gone), List.of(version));
        Told none = new Told(null, List.of(), List.of());
        return List.of(
                new OfAudience(PolicyAudience.CONSUMER, all, all),
                new OfAudience(PolicyAudience.CLIENT, none, all),
                new OfAudience(PolicyAudience.VISITOR, all, none));
    }

    private static Map<String, String> errors(Pages pages, Locale language) {
        Map<String, String> errors = new HashMap<>();
        for (String field : List.of("who", "email", "phone", "external_id", "passphrase", "text", "choices")) {
            errors.put(field, pages.text(language, "errors." + field));
        }
        errors.put("code", pages.text(language, "errors.code", 2));
        errors.put("sure", pages.text(language, "errors.confirm"));
        return errors;
    }

    private static List<Standing> standings() {
        List<Standing> all = new ArrayList<>();
        List<String> states = List.of(
                "received",
                "verifying",
                "referred",
                "in_progress",
                "deferred",
                "fulfilled",
                "denied",
                "appealed",
                "revoked",
                "expired");
        for (String state : states) {
            all.add(standing(RequestType.ACCESS, state, STEPS, false, "other", null, null));
            all.add(standing(RequestType.COMPLAINT, state, Set.of(), false, null, null, null));
        }
        for (String reason : List.of(
                "suspected_fraud",
                "insufficient_verification",
                "no_match",
                "claim_not_covered",
                "outside_jurisdiction",
                "legal_hold",
                "too_many_requests")) {
            all.add(standing(RequestType.DELETION, "denied", STEPS, false, reason, null, null));
        }
        all.add(standing(RequestType.OPT_OUT, "received", Set.of(), true, null, null, null));
        all.add(standing(RequestType.ACCESS, "received", Set.of(), false, null, null, null));
        for (Parcel parcel : List.of(
                new Parcel(true, true, AT, null),
                new Parcel(true, false, AT, null),
                new Parcel(false, true, AT, null),
                new Parcel(false, true, AT, AT))) {
            all.add(standing(RequestType.ACCESS, "fulfilled", Set.of(), false, null, parcel, null));
        }
        for (Proof proof : List.of(
                new Proof(AT, null, null, List.of()),
                new Proof(AT, AT, null, List.of("f00d")),
                new Proof(AT, AT, AT, List.of("f00d")))) {
            all.add(standing(RequestType.DELETION, "fulfilled", Set.of(), false, null, null, proof));
        }
        return all;
    }

    private static Standing standing(
            RequestType type,
            String state,
            Set<String> possible,
            boolean veiled,
            String denialReason,
            Parcel parcel,
            Proof proof) {
        return new Standing(
                type,
                state,
                possible,
                veiled,
                true,
                ZoneId.of("Europe/Berlin"),
                AT,
                AT,
                true,
                true,
                true,
                true,
                denialReason,
                "Said by a client",
                "Said by a client",
                parcel,
                proof);
    }

    @Test
    void saysNothingThatIsNoMessage() {
        Set<String> foreign = new TreeSet<>();
        for (String page : all(pseudo, Locale.ENGLISH)) {
            for (Pattern pattern : List.of(TEXT, ATTRIBUTE)) {
                pattern.matcher(page).results().map(found -> found.group(1)).forEach(text -> {
                    String rest = MESSAGE.matcher(text).replaceAll("").strip();
                    if (!rest.isEmpty() && !NOT_OURS.contains(rest) && !isMachines(rest)) {
                        foreign.add(rest);
                    }
                });
            }
        }

        assertThat(foreign).filteredOn(text -> !isADate(text)).isEmpty();
    }

    private static boolean isMachines(String text) {
        return AskForm.USES.contains(text)
                || AskForm.CHANNELS.contains(text)
                || Stream.of(RequestType.values())
                        .anyMatch(type -> type.wireName().equals(text));
    }

    private static boolean isADate(String text) {
        return text.contains("November") && text.contains("2026");
    }

    /// A text that no page says is no use to anybody; those of the endpoint's own are tested by PageIT.
    @Test
    void everyTextIsSaidSomewhere() {
        all(pseudo, Locale.ENGLISH);
        Set<String> unused = new TreeSet<>(Messages.bundled().keys(Locale.ENGLISH));
        Messages plain = Messages.bundled();
        unused.removeIf(key -> {
            String begin = plain.text(Locale.ENGLISH, key).replaceFirst("\\{.*", "");
            return used.stream().anyMatch(text -> text.startsWith(begin));
        });

        assertThat(unused)
                .containsExactlyInAnyOrder(
                        "code.toomany",
                        "errors.code.form",
                        "errors.code.gone",
                        "language.name",
                        "now.appealed",
                        "now.code",
                        "now.confirmed",
                        "now.escalated",
                        "now.revoked");
    }

    @Test
    void everyPageIsWhollyInEachLanguage() {
        Pages pages = new Pages(Messages.bundled());
        for (Locale language : Messages.bundled().languages()) {
            assertThat(all(pages, language)).isNotEmpty().allSatisfy(page -> {
                assertThat(page).startsWith("<!doctype html>\n<html lang=\"" + language.toLanguageTag() + "\"");
                assertThat(page).doesNotContain("??", "{0}", "th:");
            });
        }
    }

    /// Each label leads to a field, each description to what describes it, and no id stands twice.
    @Test
    void labelsErrorsAndFieldsBelongTogether() {
        for (String page : all(pseudo, Locale.ENGLISH)) {
            List<String> ids = found(page, " id=\"([^\"]+)\"");
            assertThat(ids).doesNotHaveDuplicates();
            assertThat(ids).containsAll(found(page, " for=\"([^\"]+)\""));
            assertThat(ids).containsAll(found(page, " aria-labelledby=\"([^\"]+)\""));
            assertThat(ids)
                    .containsAll(found(page, " aria-describedby=\"([^\"]+)\"").stream()
                            .flatMap(several -> Stream.of(several.split(" ")))
                            .toList());
        }
    }

    @Test
    void aTextStandsInParagraphs() {
        assertThat(PolicyPage.paragraphs("\nOne,\nin two lines.\r\n \r\n\n Two. \n\n"))
                .containsExactly("One,\nin two lines.", "Two.");
    }

    /// Whatever somebody tries to publish.
    @Test
    void aTextIsNeverMarkup() {
        PolicyPage policies = new PolicyPage(pseudo, Locale.ENGLISH, site, AT);
        String text = "<script>alert(1)</script> <img src=x onerror=alert(1)> [[${name}]] th:text=x &lt;";

        for (OfAudience one : told(text)) {
            assertThat(pseudo.html(
                            "policy", Locale.ENGLISH, site, policies.whole(one).orElseThrow()))
                    .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "[[${name}]]", "&amp;lt;")
                    .doesNotContain("<script", "<img src=x");
        }
    }

    @Test
    void isNoPageWhereNothingCanBeReadAnyMore() {
        PolicyPage policies = new PolicyPage(pseudo, Locale.ENGLISH, site, AT);

        assertThat(told(null).stream().map(policies::whole)).isNotEmpty().allMatch(Optional::isEmpty);
    }

    private static List<String> found(String page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map(one -> one.group(1))
                .toList();
    }
}
