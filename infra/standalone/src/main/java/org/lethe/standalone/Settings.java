package org.lethe.standalone;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.lethe.access.requests.MailSettings;
import org.lethe.access.webhooks.WebhookSettings;
import org.lethe.eventlog.EventLogSettings;
import org.lethe.service.clock.ClockSettings;
import org.lethe.web.HttpSettings;
import org.lethe.web.WebProperties;

/// Every setting with its value and where that came from: a flag, else the environment, else `lethe.conf` in the data
/// folder, else the default.
public final class Settings {
    private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^&]*|(//[^:/@]*:)[^@]*(?=@)");

    /// Where a value came from.
    public enum Origin {
        FLAG("flag"),
        ENVIRONMENT("environment"),
        FILE("lethe.conf"),
        DEFAULT("default");

        private final String text;

        Origin(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// A value as it was given.
    public record Value(String text, Origin origin) {}

    private final Map<Setting, Value> values;

    private Settings(Map<Setting, Value> values) {
        this.values = values;
    }

    /// @param flags what the command line said
    /// @param environment such as `System.getenv()`
    /// @throws CannotStartException if a value is not what its setting takes, or `lethe.conf` names an unknown one
    public static Settings resolve(Map<Setting, String> flags, Map<String, String> environment) {
        Map<Setting, Value> values = new LinkedHashMap<>();
        for (Setting setting : Setting.all()) {
            setting.standard().ifPresent(text -> values.put(setting, new Value(text, Origin.DEFAULT)));
        }
        Map<Setting, Value> nearer = new LinkedHashMap<>();
        for (Setting setting : Setting.all()) {
            String variable = environment.get(setting.variable());
            if (variable != null && !variable.isBlank()) {
                nearer.put(setting, new Value(variable.strip(), Origin.ENVIRONMENT));
            }
        }
        flags.forEach((setting, text) -> nearer.put(setting, new Value(text, Origin.FLAG)));
        Value data = nearer.getOrDefault(Setting.DATA, values.get(Setting.DATA));
        if (data != null) {
            values.putAll(file(Path.of(data.text()).resolve(DataFolder.CONF)));
        }
        values.putAll(nearer);
        Settings settings = new Settings(values);
        settings.check();
        return settings;
    }

    /// Defaults, in this folder and on a free port: for tests and benchmarks.
    public static Settings in(Path dataFolder) {
        return resolve(Map.of(Setting.DATA, dataFolder.toString(), Setting.PORT, "0"), Map.of());
    }

    /// The same with one more said as if by a flag.
    public Settings with(String property, String text) {
        return with(Setting.ofProperty(property), text);
    }

    public Settings with(Setting setting, String text) {
        Map<Setting, Value> changed = new LinkedHashMap<>(values);
        changed.put(setting, new Value(text, Origin.FLAG));
        Settings settings = new Settings(changed);
        settings.check();
        return settings;
    }

    private static Map<Setting, Value> file(Path conf) {
        Properties read = new Properties();
        if (Files.isRegularFile(conf)) {
            try (Reader reader = Files.newBufferedReader(conf)) {
                read.load(reader);
            } catch (IOException e) {
                throw new CannotStartException(conf + " can't be read", "Check its owner and mode.", e);
            }
        }
        Map<Setting, Value> values = new LinkedHashMap<>();
        for (String name : read.stringPropertyNames()) {
            Setting setting = Setting.ofProperty(name);
            if (setting.equals(Setting.DATA)) {
                throw new CannotStartException(
                        name + " can't stand in " + conf, "It says where that file is; use --data or LETHE_DATA.");
            }
            values.put(setting, new Value(read.getProperty(name).strip(), Origin.FILE));
        }
        return values;
    }

    private void check() {
        SettingsGroup.ALL.forEach(this::bound);
    }

    private <R extends Record> R bound(SettingsGroup<R> group) {
        Map<String, String> given = new LinkedHashMap<>();
        values.forEach((setting, value) -> given.put(setting.property(), value.text()));
        return group.with(given);
    }

    ServerSettings server() {
        return bound(SettingsGroup.SERVER);
    }

    DatabaseSettings database() {
        return bound(SettingsGroup.DATABASE);
    }

    EventLogSettings log() {
        return bound(SettingsGroup.LOG);
    }

    MailSettings mail() {
        return bound(SettingsGroup.MAIL);
    }

    WebhookSettings webhooks() {
        return bound(SettingsGroup.WEBHOOKS);
    }

    ClockSettings clock() {
        return bound(SettingsGroup.CLOCK);
    }

    HttpSettings http() {
        return bound(SettingsGroup.HTTP);
    }

    ManagementSettings management() {
        return bound(SettingsGroup.MANAGEMENT);
    }

    WebProperties web() {
        return bound(SettingsGroup.WEB);
    }

    /// The value of a setting; empty where there is none.
    public Optional<Value> value(Setting setting) {
        return Optional.ofNullable(values.get(setting));
    }

    /// The value as it may be shown: a password within a URL is left out.
    public Optional<String> shown(Setting setting) {
        return value(setting).map(value -> PASSWORD.matcher(value.text()).replaceAll("$1$2[REDACTED]"));
    }

    public Path dataFolder() {
        return server().dataFolder();
    }

    int port() {
        return server().port();
    }

    String address() {
        return server().address();
    }

    /// Where the API is reached from this machine.
    static URI url(String address, int port) {
        String host = address.equals("0.0.0.0") || address.equals("::") ? "127.0.0.1" : address;
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }
}
