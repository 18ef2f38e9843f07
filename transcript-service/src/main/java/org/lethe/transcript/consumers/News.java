package org.lethe.transcript.consumers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.EventId;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.Sealed;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Identifier;
import org.lethe.keyring.Sealing;
import org.lethe.keyring.ToldName;
import org.lethe.transcript.consumers.Consumers.Resolved;
import org.lethe.transcript.consumers.Consumers.Told;
import org.lethe.transcript.content.Content;

/// What is to be recorded of one consumer.
///
/// @param kinds of the identifiers that are new
/// @param newName whether a name is told that was not told of them before
/// @param taken identifiers that lead to somebody else; nothing is recorded then
record News(ContentScope scope, Told told, List<String> kinds, boolean newName, Set<Identifier> taken) {
    boolean isToSeal() {
        return newName || !kinds.isEmpty();
    }

    /// Somebody known by all that is told, but perhaps for the name.
    boolean mayBeAllOld() {
        return newName && kinds.isEmpty() && !told.identifiers().isEmpty();
    }

    Optional<ToldName> name() {
        return told.contact().isNamed()
                ? Optional.of(new ToldName(
                        scope.consumer(), Objects.requireNonNull(told.contact().name())))
                : Optional.empty();
    }

    News without(Set<ToldName> old) {
        return new News(
                scope, told, kinds, newName && !name().map(old::contains).orElse(false), taken);
    }

    Resolved resolved(Content content, Map<ContentScope, Sealing> keys) {
        Sealing sealing = keys.get(scope);
        if (!isToSeal() || sealing == null || kinds.isEmpty() && isExpired(sealing)) {
            return new Resolved(scope.consumer(), null, null, taken);
        }
        EventId event = EventId.random();
        Sealed sealed = content.seal(scope, sealing, event, ConsumerIdentifiersLinked.class, told.contact());
        return new Resolved(scope.consumer(), new SealedContact(event, kinds, sealed), name().orElse(null), taken);
    }

    /// A name alone that comes too late for its day is let go; what else was said goes on.
    private static boolean isExpired(Sealing sealing) {
        return sealing instanceof Sealing.Refused refused
                && refused.tombstone().key().kind() == KeyKind.BUCKET;
    }
}
