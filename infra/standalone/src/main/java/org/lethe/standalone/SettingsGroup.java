package org.lethe.standalone;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lethe.access.requests.MailSettings;
import org.lethe.access.webhooks.WebhookSettings;
import org.lethe.contracts.Meaning;
import org.lethe.eventlog.EventLogSettings;
import org.lethe.service.clock.ClockSettings;
import org.lethe.web.HttpSettings;
import org.lethe.web.WebProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/// The settings of one module: a record whose `defaults()` say what holds where nothing is set, and whose components
/// with a [Meaning] can be.
///
/// @param prefix of its properties
record SettingsGroup<R extends Record>(String prefix, R defaults) {
    static final SettingsGroup<ServerSettings> SERVER = new SettingsGroup<>("lethe", ServerSettings.defaults());
    static final SettingsGroup<DatabaseSettings> DATABASE =
            new SettingsGroup<>("lethe.db", DatabaseSettings.defaults());
    static final SettingsGroup<EventLogSettings> LOG = new SettingsGroup<>("lethe.log", EventLogSettings.defaults());
    static final SettingsGroup<ClockSettings> CLOCK = new SettingsGroup<>("lethe.clock", ClockSettings.defaults());
    static final SettingsGroup<WebProperties> WEB = new SettingsGroup<>("lethe.web", WebProperties.defaults());
    static final SettingsGroup<HttpSettings> HTTP = new SettingsGroup<>("lethe.http", HttpSettings.defaults());
    static final SettingsGroup<MailSettings> MAIL = new SettingsGroup<>("lethe.mail", MailSettings.defaults());
    static final SettingsGroup<WebhookSettings> WEBHOOKS =
            new SettingsGroup<>("lethe.webhooks", WebhookSettings.defaults());
    static final SettingsGroup<ManagementSettings> MANAGEMENT =
            new SettingsGroup<>("lethe.management", ManagementSettings.defaults());
    static final List<SettingsGroup<?>> ALL =
            List.of(SERVER, MANAGEMENT, DATABASE, LOG, CLOCK, WEB, HTTP, MAIL, WEBHOOKS);

    /// In the order of the record.
    List<Setting> settings() {
        return components()
                .filter(component -> component.isAnnotationPresent(Meaning.class))
                .map(component -> new Setting(
                        property(component),
                        standard(component).orElse(null),
                        component.getAnnotation(Meaning.class).value(),
                        accepts(component.getType())))
                .toList();
    }

    /// The record with what is given in place of the defaults.
    ///
    /// @param given text by property
    /// @throws CannotStartException if one is not what its setting takes
    R with(Map<String, String> given) {
        Map<String, String> all = new HashMap<>();
        components().forEach(component -> {
            String text = given.get(property(component));
            Optional.ofNullable(text).or(() -> standard(component)).ifPresent(one -> all.put(property(component), one));
        });
        try {
            return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate(prefix, Bindable.of(type()));
        } catch (BindException e) {
            throw new CannotStartException(reason(e), "`lethe config show` tells every setting and its value.", e);
        }
    }

    private String reason(BindException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException
                    && cause.getMessage() != null
                    && cause.getMessage().startsWith(prefix + ".")) {
                return cause.getMessage();
            }
        }
        String property = String.valueOf(refused.getName());
        return components()
                .filter(component -> property(component).equals(property))
                .findFirst()
                .map(component -> property + " takes " + accepts(component.getType()))
                .orElse(property + " is not what it should be");
    }

    @SuppressWarnings("unchecked")
    private Class<R> type() {
        return (Class<R>) defaults.getClass();
    }

    private Stream<RecordComponent> components() {
        return Stream.of(defaults.getClass().getRecordComponents());
    }

    private String property(RecordComponent component) {
        return prefix + "."
                + component.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private Optional<String> standard(RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return Optional.ofNullable(component.getAccessor().invoke(defaults)).map(SettingsGroup::text);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record has an accessor for each component", e);
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case Duration length -> text(length);
            case DataSize size -> text(size);
            case Collection<?> several -> several.stream().map(String::valueOf).collect(Collectors.joining(","));
            default -> value.toString();
        };
    }

    private static String text(Duration length) {
        if (length.toMillis() % 1_000 != 0) {
            return length.toMillis() + "ms";
        }
        if (length.toSeconds() % 3_600 != 0) {
            return length.toSeconds() % 60 == 0 ? length.toMinutes() + "m" : length.toSeconds() + "s";
        }
        return length.toHours() > 24 && length.toHours() % 24 == 0 ? length.toDays() + "d" : length.toHours() + "h";
    }

    private static String text(DataSize size) {
        if (size.toBytes() % DataSize.ofGigabytes(1).toBytes() == 0) {
            return size.toGigabytes() + "GB";
        }
        return size.toBytes() % DataSize.ofMegabytes(1).toBytes() == 0
                ? size.toMegabytes() + "MB"
                : size.toBytes() + "B";
    }

    private static String accepts(Class<?> type) {
        if (type == int.class || type == long.class || type == Integer.class) {
            return "a whole number";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == Duration.class) {
            return "a length of time such as 30d, 12h or 500ms";
        }
        return type == DataSize.class ? "a size such as 1MB" : "text";
    }
}
