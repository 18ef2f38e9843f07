package org.lethe.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.UUID;
import java.util.function.Function;
import org.lethe.contracts.Rfc3339;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;

/// Values that are written as one string, each in one form only.
final class StrictScalars {
    private static final int UUID_CHARACTERS = 36; // RFC 9562, section 4

    private StrictScalars() {}

    static JacksonModule module() {
        return new SimpleModule("lethe-strict-scalars")
                .addDeserializer(String.class, new FromText<>(String.class, StrictScalars::text))
                .addDeserializer(UUID.class, new FromText<>(UUID.class, StrictScalars::uuid))
                .addDeserializer(Instant.class, new FromText<>(Instant.class, Rfc3339::parse))
                .addDeserializer(LocalDate.class, new FromText<>(LocalDate.class, LocalDate::parse))
                .addDeserializer(Period.class, new FromText<>(Period.class, Period::parse))
                .addDeserializer(Duration.class, new FromText<>(Duration.class, Duration::parse));
    }

    private static String text(String text) {
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (unit == 0) {
                throw new IllegalArgumentException("text without NUL");
            }
            if (Character.isSurrogate(unit)) {
                boolean paired = Character.isHighSurrogate(unit)
                        && at + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(at + 1));
                if (!paired) {
                    throw new IllegalArgumentException("text without lone surrogates");
                }
                at++;
            }
        }
        return text;
    }

    private static UUID uuid(String text) {
        if (text.length() != UUID_CHARACTERS) {
            throw new IllegalArgumentException("a UUID");
        }
        return UUID.fromString(text);
    }

    private static final class FromText<T> extends StdScalarDeserializer<T> {
        private final Class<T> type;
        private final transient Function<String, T> parse;

        FromText(Class<T> type, Function<String, T> parse) {
            super(type);
            this.type = type;
            this.parse = parse;
        }

        @Override
        @SuppressWarnings("unchecked") // handleUnexpectedToken never returns: it throws what JsonComplaint reads
        public T deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (T) context.handleUnexpectedToken(context.constructType(type), parser);
            }
            try {
                return parse.apply(parser.getString());
            } catch (IllegalArgumentException | DateTimeException e) {
                // Neither value nor cause: both may hold what was sent.
                return context.reportInputMismatch(type, "%s", JsonComplaint.accepted(type));
            }
        }
    }
}
