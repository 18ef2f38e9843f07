package org.lethe.transcript.consumers;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.KeyKind;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Identifier;
import org.lethe.keyring.Sealing;
import org.lethe.keyring.ToldName;
import org.lethe.transcript.consumers.Consumers.Resolved;
import org.lethe.transcript.consumers.Consumers.Told;
import org.lethe.transcript.content.Content;

/// What is to be recorded of one consumer.
///
/// @param linked with the kinds of the identifiers that are new
/// @param newName whether a name is told that was not told of them before
/// @param taken identifiers that lead to somebody else; nothing is recorded then
record News(ClientId client, ConsumerIdentifiersLinked linked, Told told, boolean newName, Set<Identifier> taken) {
    ContentScope scope() {
        return ContentScope.of(client, linked.consumer(), linked);
    }

    boolean isToSeal() {
        return newName || !linked.identifiers().isEmpty();
    }

    /// Somebody known by all that is told, but perhaps for the name.
    boolean mayBeAllOld() {
        return newName && linked.identifiers().isEmpty() && !told.identifiers().isEmpty();
    }

    Optional<ToldName> name() {
        return told.contact().isNamed()
                ? Optional.of(new ToldName(
                        linked.consumer(), Objects.requireNonNull(told.contact().name())))
                : Optional.empty();
    }

    News without(Set<ToldName> old) {
        return new News(
                client, linked, told, newName && !name().map(old::contains).orElse(false), taken);
    }

    Resolved resolved(Content content, Map<ContentScope, Sealing> keys) {
        ConsumerId consumer = linked.consumer();
        Sealing sealing = isToSeal() ? keys.get(scope()) : null;
        if (sealing == null || linked.identifiers().isEmpty() && isExpired(sealing)) {
            return new Resolved(consumer, null, null, taken);
        }
        return new Resolved(
                consumer, content.seal(client, consumer, linked, told.contact(), keys), name().orElse(null), taken);
    }

    /// A name alone that comes too late for its day is let go; what else was said goes on.
    private static boolean isExpired(Sealing sealing) {
        return sealing instanceof Sealing.Refused refused
                && refused.tombstone().key().kind() == KeyKind.BUCKET;
    }
}
