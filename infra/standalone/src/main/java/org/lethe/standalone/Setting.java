package org.lethe.standalone;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What can be set; each module's settings record says what there is. The environment variable is the property in
/// capitals: `lethe.db.url` is `LETHE_DB_URL`.
///
/// @param property the name in `lethe.conf`
/// @param text what holds where nothing is said
/// @param meaning one line: what it is, and when to change it
/// @param accepts what it takes
public record Setting(String property, @Nullable String text, String meaning, String accepts) {
    private static final List<Setting> ALL = SettingsGroup.ALL.stream()
            .flatMap(group -> group.settings().stream())
            .toList();

    public static final Setting DATA = ofProperty("lethe.data");
    public static final Setting PORT = ofProperty("lethe.port");
    public static final Setting ADDRESS = ofProperty("lethe.address");

    /// All of them, module by module.
    public static List<Setting> all() {
        return ALL;
    }

    /// @throws CannotStartException if there is none of this name
    public static Setting ofProperty(String property) {
        return ALL.stream()
                .filter(setting -> setting.property.equals(property))
                .findFirst()
                .orElseThrow(() -> new CannotStartException(
                        "there is no setting " + property, "`lethe config show` lists all of them."));
    }

    /// The name in the environment.
    public String variable() {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// What holds where nothing is said.
    public Optional<String> standard() {
        return Optional.ofNullable(text);
    }
}
