package org.lethe.keyring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.KeyKind;
import org.lethe.contracts.Meters;

/// Opens envelopes and counts the outcomes.
final class Openings {
    private final ContentKeys contentKeys;
    private final Escrows escrows;
    private final Counter opened;
    private final Counter held;
    private final Counter erased;
    private final Counter expired;
    private final Counter tampered;
    private final Counter unknown;

    Openings(ContentKeys contentKeys, Escrows escrows, MeterRegistry meters) {
        this.contentKeys = contentKeys;
        this.escrows = escrows;
        this.held = counter(meters, "held");
        this.opened = counter(meters, "opened");
        this.erased = counter(meters, "erased");
        this.expired = counter(meters, "expired");
        this.tampered = counter(meters, "tampered");
        this.unknown = counter(meters, "unknown");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return meters.counter(Meters.KEYRING_OPENS.meter(), "outcome", outcome);
    }

    Opening open(SealedContent content) {
        Sealer sealer = contentKeys.atHand(content.scope());
        return sealer != null
                ? decrypt(sealer.contentKey(), content, opened)
                : open(content, contentKeys.find(Set.of(content.scope())).get(content.scope()));
    }

    List<Opening> open(List<SealedContent> contents) {
        Map<ContentScope, ContentKeys.Answer> answers = contentKeys.find(scopes(contents));
        List<Opening> openings = new ArrayList<>(contents.size());
        ContentScope last = null;
        ContentKeys.Answer answer = null;
        for (SealedContent content : contents) {
            if (content.scope() != last) {
                last = content.scope();
                answer = answers.get(last);
            }
            openings.add(open(content, answer));
        }
        return openings;
    }

    /// Where keys are destroyed, what the escrows kept of them stands in.
    List<Opening> openHeld(List<SealedContent> contents, Keepers keepers) {
        Set<ContentScope> scopes = scopes(contents);
        Map<ContentScope, ContentKeys.Answer> answers = contentKeys.find(scopes);
        scopes.removeIf(scope -> !(answers.get(scope) instanceof ContentKeys.Answer.Dead));
        Map<ContentScope, ContentKey> escrowed = escrows.find(scopes, keepers);
        List<Opening> openings = new ArrayList<>(contents.size());
        for (SealedContent content : contents) {
            ContentKey contentKey = escrowed.get(content.scope());
            openings.add(
                    contentKey == null
                            ? open(content, answers.get(content.scope()))
                            : decrypt(contentKey, content, held));
        }
        return openings;
    }

    /// A day of a conversation comes in one piece, under one scope: it is hashed once, not for each message.
    private static Set<ContentScope> scopes(List<SealedContent> contents) {
        Set<ContentScope> scopes = new HashSet<>();
        ContentScope last = null;
        for (SealedContent content : contents) {
            if (content.scope() != last) {
                last = content.scope();
                scopes.add(last);
            }
        }
        return scopes;
    }

    private Opening open(SealedContent content, ContentKeys.@Nullable Answer answer) {
        return switch (answer) {
            case ContentKeys.Answer.Usable usable -> decrypt(usable.sealer().contentKey(), content, opened);
            case ContentKeys.Answer.Dead dead -> destroyed(content, dead.tombstone());
            case ContentKeys.Answer.Unknown missing -> {
                unknown.increment();
                throw new UnknownKeyException("the " + missing.key().kind() + " key of event " + content.event()
                        + " has neither bytes nor a tombstone");
            }
            case null -> throw new IllegalStateException("a scope was not looked up");
        };
    }

    private Opening destroyed(SealedContent content, Tombstone tombstone) {
        if (tombstone.key().kind() == KeyKind.BUCKET) {
            expired.increment();
            return new Opening.Expired(content.scope().bucket(), tombstone);
        }
        erased.increment();
        return new Opening.Erased(tombstone);
    }

    private Opening decrypt(ContentKey contentKey, SealedContent content, Counter outcome) {
        try {
            Plaintext text = Envelope.open(contentKey, content.event(), content.eventType(), content.sealed());
            outcome.increment();
            return new Opening.Opened(text);
        } catch (TamperedException e) {
            tampered.increment();
            throw e;
        }
    }
}
