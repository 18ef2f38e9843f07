package org.lethe.standalone;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.lethe.web.WebProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.DurationStyle;

/// Every setting with its value and where that came from: a flag, else the environment, else `lethe.conf` in the data
/// folder, else the default.
public final class Settings {
    private static final int MAX_PORT = 65_535;
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
        Map<Setting, Value> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            setting.standard().ifPresent(text -> values.put(setting, new Value(text, Origin.DEFAULT)));
        }
        Map<Setting, Value> nearer = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
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
    public Settings with(Setting setting, String text) {
        Map<Setting, Value> changed = new EnumMap<>(values);
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
        Map<Setting, Value> values = new EnumMap<>(Setting.class);
        for (String name : read.stringPropertyNames()) {
            Setting setting = Setting.ofProperty(name);
            if (setting == Setting.DATA) {
                throw new CannotStartException(
                        name + " can't stand in " + conf, "It says where that file is; use --data or LETHE_DATA.");
            }
            values.put(setting, new Value(read.getProperty(name).strip(), Origin.FILE));
        }
        return values;
    }

    private void check() {
        port();
        backupWindow();
        pkcs11Slot();
        web();
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
        return Path.of(text(Setting.DATA)).toAbsolutePath().normalize();
    }

    int port() {
        String text = text(Setting.PORT);
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // refused below, in the same words
        }
        throw new CannotStartException("a port is 0 to " + MAX_PORT + ", not " + text, "Set --port or LETHE_PORT.");
    }

    String address() {
        return text(Setting.ADDRESS);
    }

    Optional<String> databaseUrl() {
        return value(Setting.DB_URL).map(Value::text);
    }

    Optional<String> databaseUser() {
        return value(Setting.DB_USER).map(Value::text);
    }

    Optional<Path> databasePasswordFile() {
        return value(Setting.DB_PASSWORD_FILE).map(value -> Path.of(value.text()));
    }

    Optional<String> databaseOwner() {
        return value(Setting.DB_OWNER).map(Value::text);
    }

    Optional<Path> databaseOwnerPasswordFile() {
        return value(Setting.DB_OWNER_PASSWORD_FILE).map(value -> Path.of(value.text()));
    }

    Optional<Path> rootPassphraseFile() {
        return value(Setting.ROOT_PASSPHRASE_FILE).map(value -> Path.of(value.text()));
    }

    Optional<Path> pkcs11Library() {
        return value(Setting.ROOT_PKCS11_LIBRARY).map(value -> Path.of(value.text()));
    }

    int pkcs11Slot() {
        String text = text(Setting.ROOT_PKCS11_SLOT);
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw new CannotStartException(
                    "a slot of a PKCS#11 device is a number, not " + text, "Set LETHE_ROOT_PKCS11_SLOT.", e);
        }
    }

    Optional<Path> pkcs11PinFile() {
        return value(Setting.ROOT_PKCS11_PIN_FILE).map(value -> Path.of(value.text()));
    }

    Duration backupWindow() {
        String text = text(Setting.BACKUP_WINDOW);
        try {
            Duration window = DurationStyle.detectAndParse(text);
            if (!window.isNegative()) {
                return window;
            }
        } catch (IllegalArgumentException e) {
            // refused below, in the same words
        }
        throw new CannotStartException(
                "a backup window is a length of time such as 30d or 12h, not " + text, "Set LETHE_BACKUP_WINDOW.");
    }

    WebProperties web() {
        Map<String, String> given = new LinkedHashMap<>();
        values.forEach((setting, value) -> {
            if (setting.isOfTheEdge()) {
                given.put(setting.property(), value.text());
            }
        });
        try {
            return new Binder(new MapConfigurationPropertySource(given))
                    .bindOrCreate("lethe.web", Bindable.of(WebProperties.class));
        } catch (BindException e) {
            throw new CannotStartException(
                    e.getName() + " is not what it should be", "`lethe config show` tells what each one takes.", e);
        }
    }

    private String text(Setting setting) {
        return value(setting).map(Value::text).orElseThrow(() -> new IllegalStateException(setting + " has a default"));
    }

    /// Where the API is reached from this machine.
    static URI url(String address, int port) {
        String host = address.equals("0.0.0.0") || address.equals("::") ? "127.0.0.1" : address;
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }
}
