package org.lethe.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.WireNames.Named;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/// Facts as JSON: snake_case, RFC 3339 UTC, absent where there is nothing. The golden files hold an example of each.
public final class EventJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(include -> include.withValueInclusion(JsonInclude.Include.NON_NULL))
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule().addDeserializer(Instant.class, new QuickInstant()))
            .build();

    private static final Map<Class<? extends Event>, ObjectWriter> WRITERS =
            EventTypes.all().stream().collect(Collectors.toUnmodifiableMap(Function.identity(), MAPPER::writerFor));
    private static final Map<EventTypes.WireType, Reading> READINGS = readings();

    /// How facts of one version become the event.
    private interface Reading {
        Event read(byte[] facts);
    }

    private static final class QuickInstant extends StdDeserializer<Instant> {
        private QuickInstant() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) {
            return Rfc3339.parse(parser.getString());
        }
    }

    private EventJson() {}

    private static Map<EventTypes.WireType, Reading> readings() {
        Map<EventTypes.WireType, Reading> readings = new HashMap<>();
        for (Named<Event> named : EventTypes.NAMED) {
            String name = named.wireType().name();
            int current = named.wireType().version();
            ObjectReader reader = MAPPER.readerFor(named.type());
            for (int version = 1; version < current; version++) {
                List<Upcaster> upcasters = named.upcasters().subList(version - 1, current - 1);
                readings.put(
                        new EventTypes.WireType(name, version), facts -> reader.readValue(upcast(facts, upcasters)));
            }
            readings.put(
                    named.wireType(), named.type() == MessageRecorded.class ? EventJson::message : reader::readValue);
        }
        return Map.copyOf(readings);
    }

    private static ObjectNode upcast(byte[] facts, List<Upcaster> upcasters) {
        ObjectNode upcast = (ObjectNode) MAPPER.readTree(facts);
        for (Upcaster upcaster : upcasters) {
            upcast = upcaster.next(upcast);
        }
        return upcast;
    }

    /// The exact bytes that are stored and that the leaf commits to; UTF-8.
    public static byte[] write(Event event) {
        return writer(event.getClass()).writeValueAsBytes(event);
    }

    /// @param type of the facts, in this or an earlier version
    /// @throws UnknownEventTypeException if this version of Lethe knows no such event
    public static Event read(EventTypes.WireType type, byte[] facts) {
        Reading reading = READINGS.get(type);
        if (reading == null) {
            throw new UnknownEventTypeException(type);
        }
        return reading.read(facts);
    }

    /// Messages are nearly all that is ever read, and binding takes twice as long as reading field by field.
    private static MessageRecorded message(byte[] facts) {
        ConversationId conversation = null;
        ConsumerId consumer = null;
        MessageId message = null;
        Author from = null;
        Channel channel = null;
        Instant sentAt = null;
        try (JsonParser parser = MAPPER.createParser(facts)) {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                switch (name) {
                    case "conversation" -> conversation = new ConversationId(uuid(parser));
                    case "consumer" -> consumer = new ConsumerId(uuid(parser));
                    case "message" -> message = new MessageId(uuid(parser));
                    case "from" -> from = Author.ofWireName(parser.getString());
                    case "channel" -> channel = Channel.known(parser.getString());
                    case "sent_at" -> sentAt = Rfc3339.parse(parser.getString());
                    default -> parser.skipChildren(); // of a later version
                }
            }
        }
        return new MessageRecorded(
                required(conversation),
                required(consumer),
                required(message),
                required(from),
                required(channel),
                required(sentAt));
    }

    private static UUID uuid(JsonParser parser) {
        return Uuids.parse(parser.getString());
    }

    private static <T> T required(@Nullable T field) {
        if (field == null) {
            throw new IllegalArgumentException("a MessageRecorded in the log lacks a field");
        }
        return field;
    }

    private static ObjectWriter writer(Class<? extends Event> type) {
        ObjectWriter writer = WRITERS.get(type);
        if (writer == null) {
            throw new IllegalArgumentException(type.getSimpleName() + " has no wire name");
        }
        return writer;
    }
}
