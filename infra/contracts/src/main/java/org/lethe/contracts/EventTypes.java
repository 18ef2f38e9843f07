package org.lethe.contracts;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The wire names and versions of events. A class may be renamed; what stands here may not.
public final class EventTypes {

    /// A wire name and its version.
    public record WireType(String name, int version) {}

    private static final Map<Class<? extends Event>, WireType> BY_CLASS = Stream.of(
                    entry(ApiKeyIssued.class, "ApiKeyIssued", 1),
                    entry(ApiKeyRevoked.class, "ApiKeyRevoked", 1),
                    entry(BucketKeyDestroyed.class, "BucketKeyDestroyed", 1),
                    entry(ClientOffboarded.class, "ClientOffboarded", 1),
                    entry(ClientRegistered.class, "ClientRegistered", 1),
                    entry(ClientRenamed.class, "ClientRenamed", 1),
                    entry(ConsumerErased.class, "ConsumerErased", 1),
                    entry(ConsumerIdentified.class, "ConsumerIdentified", 1),
                    entry(ConsumerIdentifiersLinked.class, "ConsumerIdentifiersLinked", 1),
                    entry(ConversationClosed.class, "ConversationClosed", 1),
                    entry(ConversationErased.class, "ConversationErased", 1),
                    entry(ConversationOpened.class, "ConversationOpened", 1),
                    entry(ErasureFinal.class, "ErasureFinal", 1),
                    entry(ErasureOrdered.class, "ErasureOrdered", 1),
                    entry(ExpiryOrdered.class, "ExpiryOrdered", 1),
                    entry(KeyDestroyed.class, "KeyDestroyed", 1),
                    entry(LegalHoldPlaced.class, "LegalHoldPlaced", 1),
                    entry(LegalHoldPolicySet.class, "LegalHoldPolicySet", 1),
                    entry(LegalHoldReleaseRequested.class, "LegalHoldReleaseRequested", 1),
                    entry(LegalHoldReleased.class, "LegalHoldReleased", 1),
                    entry(MessageRecorded.class, "MessageRecorded", 1),
                    entry(RetentionLimitsSet.class, "RetentionLimitsSet", 1),
                    entry(RetentionRunCompleted.class, "RetentionRunCompleted", 1),
                    entry(RetentionScheduleSet.class, "RetentionScheduleSet", 1),
                    entry(TranscriptRead.class, "TranscriptRead", 1),
                    entry(VisitObserved.class, "VisitObserved", 1))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private static final Map<WireType, Class<? extends Event>> BY_WIRE_TYPE =
            BY_CLASS.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private EventTypes() {}

    private static Map.Entry<Class<? extends Event>, WireType> entry(
            Class<? extends Event> type, String name, int version) {
        return Map.entry(type, new WireType(name, version));
    }

    public static WireType of(Class<? extends Event> type) {
        WireType wireType = BY_CLASS.get(type);
        if (wireType == null) {
            throw new IllegalArgumentException(type.getSimpleName() + " has no wire name");
        }
        return wireType;
    }

    /// @throws UnknownEventTypeException if this version of Lethe knows no such event
    public static Class<? extends Event> of(WireType wireType) {
        Class<? extends Event> type = BY_WIRE_TYPE.get(wireType);
        if (type == null) {
            throw new UnknownEventTypeException(wireType);
        }
        return type;
    }

    /// All events that this version of Lethe knows.
    public static Set<Class<? extends Event>> all() {
        return BY_CLASS.keySet();
    }
}
