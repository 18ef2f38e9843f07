package org.lethe.access.settings;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.access.deadlines.RulePacks;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.PrivacySettingsSet;
import org.lethe.contracts.retention.Periods;
import org.lethe.web.Chars;
import org.lethe.web.InvalidBodyException;
import org.lethe.web.Items;

/// What goes in and out of the route of the settings. The brand is printed nowhere.
final class SettingsBodies {
    static final int NAME = 200;
    static final int MOST_LANGUAGES = 20;
    private static final String COLOUR = "#[0-9a-fA-F]{6}";
    private static final String LANGUAGE = "[a-z]{2,3}(-[A-Z]{2})?";

    private SettingsBodies() {}

    /// @param logo in base64, or as a data URL
    record WantedBrand(
            @Nullable @Chars(max = NAME) String name,
            @Nullable @Chars(max = 7) String colour,
            @Nullable @Chars(max = Logo.MAX_CHARACTERS) String logo) {
        Brand checked() {
            if (colour != null && !colour.matches(COLOUR)) {
                throw new InvalidBodyException("/brand/colour", "a colour such as #0a7cff");
            }
            return new Brand(
                    name,
                    colour,
                    logo == null
                            ? null
                            : Logo.dataUrl(logo)
                                    .orElseThrow(() -> new InvalidBodyException("/brand/logo", Logo.ACCEPTED)));
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// What is left out is as it is where nothing was ever set.
    record NewSettings(
            @Nullable @Chars(max = Slug.MAX_CHARACTERS) String slug,
            @Nullable @Chars(max = 50) String defaultRule,
            @Nullable @Chars(max = 100) String zone,
            @Nullable Approval approval,
            @Nullable Boolean redactOthers,

            @Nullable @Items(max = MOST_LANGUAGES, of = "languages")
            List<String> languages,

            @Nullable WantedBrand brand,
            @Nullable @Chars(max = 40) String noticePeriod) {

        PrivacySettingsSet facts(ClientId client, int version, String by) {
            String rule = defaultRule == null ? PrivacySettings.DEFAULT_RULE : defaultRule;
            List<String> rules = RulePacks.bundled().rules().stream().sorted().toList();
            if (!rules.contains(rule)) {
                throw new InvalidBodyException("/default_rule", "one of " + String.join(", ", rules));
            }
            if (slug != null && !Slug.isFit(slug)) {
                throw new InvalidBodyException("/slug", Slug.ACCEPTED);
            }
            return new PrivacySettingsSet(
                    client,
                    version,
                    slug,
                    rule,
                    checkedZone().getId(),
                    approval == null ? List.of() : approval.automaticFor(),
                    redactOthers == null || redactOthers,
                    checkedLanguages(),
                    checkedPeriod(),
                    by);
        }

        private ZoneId checkedZone() {
            try {
                return ZoneId.of(zone == null ? PrivacySettings.DEFAULT_ZONE : zone);
            } catch (DateTimeException e) {
                throw new InvalidBodyException("/zone", "a time zone such as Europe/Berlin (IANA)");
            }
        }

        private List<String> checkedLanguages() {
            List<String> given = languages == null ? PrivacySettings.DEFAULT_LANGUAGES : languages;
            for (int i = 0; i < given.size(); i++) {
                if (!given.get(i).matches(LANGUAGE)) {
                    throw new InvalidBodyException("/languages/" + i, "a language such as en or pt-BR (BCP 47)");
                }
            }
            return given.stream().distinct().toList();
        }

        private Period checkedPeriod() {
            return noticePeriod == null
                    ? PrivacySettings.DEFAULT_NOTICE
                    : Periods.parse(noticePeriod)
                            .orElseThrow(() -> new InvalidBodyException("/notice_period", Periods.ACCEPTED));
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    record ShownBrand(
            @Nullable String name,
            @Nullable String colour,
            @Nullable String logo) {
        static ShownBrand of(Brand brand) {
            return new ShownBrand(brand.name(), brand.colour(), brand.logo());
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// @param brand absent for who may not read words
    record ShownSettings(
            ClientId clientId,
            int version,
            @Nullable String slug,
            String defaultRule,
            String zone,
            Approval approval,
            boolean redactOthers,
            List<String> languages,
            @Nullable ShownBrand brand,
            String noticePeriod,
            @Nullable Instant setAt,
            @Nullable String setBy) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }
}
