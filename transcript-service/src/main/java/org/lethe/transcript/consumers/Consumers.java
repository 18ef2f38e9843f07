package org.lethe.transcript.consumers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Bucket;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerErased;
import org.lethe.contracts.ConsumerForgotten;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConsumerIdentified;
import org.lethe.contracts.ConsumerIdentifiersLinked;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.Decision;
import org.lethe.eventlog.Decision.Sourced;
import org.lethe.eventlog.EventLog;
import org.lethe.keyring.ConsumerIndex;
import org.lethe.keyring.ConsumerIndex.Found;
import org.lethe.keyring.ConsumerIndex.Match;
import org.lethe.keyring.ContentScope;
import org.lethe.keyring.Identifier;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.KeyringException;
import org.lethe.keyring.Sealing;
import org.lethe.keyring.ToldName;
import org.lethe.service.Foundation;
import org.lethe.transcript.content.Arrival;
import org.lethe.transcript.content.Content;
import org.lethe.transcript.content.ContentErasedException;
import org.lethe.transcript.content.KeyGoneException;
import org.lethe.transcript.content.Receipt;
import org.lethe.transcript.content.SealedEvent;
import org.lethe.web.Moments;
import org.lethe.web.NotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out who a consumer is, by blind indexes only, and seals what was told of them.
public final class Consumers {
    private static final Logger logger = LoggerFactory.getLogger(Consumers.class);
    private static final Criteria.Types RECORDED = Criteria.types(ConsumerIdentifiersLinked.class);
    private static final Criteria.Types IDENTIFIED =
            Criteria.types(ConsumerIdentified.class, ConsumerErased.class, ConsumerForgotten.class);

    private static final int RESOLVE_ATTEMPTS = 3;

    private final EventLog log;
    private final ConsumerIndex index;
    private final Content content;
    private final Commands commands;
    private final Moments moments;

    public Consumers(Foundation foundation) {
        Keyring keyring = foundation.part(Keyring.class);
        this.commands = foundation.commands();
        this.moments = foundation.moments();
        this.log = foundation.log();
        this.index = keyring.consumers();
        this.content = new Content(keyring);
    }

    /// Who was meant, and what the log does not know of them yet.
    ///
    /// @param contact null where there is nothing new to record
    /// @param name in the contact; null where it has none
    /// @param taken identifiers that lead to somebody else: where there are any, nothing was changed and there is
    /// nothing to record
    public record Resolved(
            ConsumerId consumer,
            @Nullable SealedEvent<ConsumerIdentifiersLinked> contact,
            @Nullable ToldName name,
            Set<Identifier> taken) {
        /// @param pointer where in the body the contact stands
        /// @throws org.lethe.web.ProblemException if some of the identifiers mean somebody else
        public Resolved orRefuse(String pointer) {
            if (!taken.isEmpty()) {
                throw new IdentifierTakenException(pointer, taken);
            }
            return this;
        }
    }

    /// What was told of one consumer.
    ///
    /// @param identifiers of the contact, the strongest first; empty for somebody anonymous
    /// @param at of the conversation in which it was told
    public record Told(Contact contact, List<Identifier> identifiers, Channel channel, Instant at) {
        /// Where it would lie.
        public Bucket bucket() {
            return new ConsumerIdentifiersLinked(ConsumerId.random(), List.of(), channel, at).bucket();
        }
    }

    /// Does what resolves a consumer and appends, and does it again where an erasure came in between: the identifiers
    /// lead to somebody new then.
    ///
    /// @throws ContentErasedException or [KeyGoneException] if that happens three times over
    public static <T> T retryingErased(Supplier<T> resolvesAndAppends) {
        for (int attempt = 1; ; attempt++) {
            try {
                return resolvesAndAppends.get();
            } catch (ContentErasedException | KeyGoneException e) {
                if (attempt == RESOLVE_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /// The consumer whom these identifiers lead to, the strongest first; else a new one.
    public Resolved resolve(ClientId client, Told told) {
        return resolve(client, List.of(told)).getFirst();
    }

    /// As for one, for many at the cost of a few statements.
    public List<Resolved> resolve(ClientId client, List<Told> told) {
        Found found = index.find(
                client, told.stream().flatMap(one -> one.identifiers().stream()).toList());
        Map<Identifier, ConsumerId> known = found.consumers();
        List<Match> matches = matches(client, told, known);
        List<News> all = new ArrayList<>(told.size());
        for (int i = 0; i < told.size(); i++) {
            if (matches.get(i).taken().isEmpty()) {
                letHoldsFollow(client, matches.get(i).consumer(), told.get(i).identifiers(), found);
            }
            all.add(news(client, matches.get(i), told.get(i), known));
        }
        Set<ToldName> old = index.remembered(
                client,
                all.stream()
                        .filter(News::mayBeAllOld)
                        .map(News::name)
                        .flatMap(Optional::stream)
                        .toList());
        List<News> news = all.stream().map(one -> one.without(old)).toList();
        Map<ContentScope, Sealing> keys = content.prepare(
                news.stream().filter(News::isToSeal).map(News::scope).collect(Collectors.toSet()));
        return news.stream().map(one -> one.resolved(content, keys)).toList();
    }

    /// Before anything of them is recorded: a hold on somebody who was erased under it covers who they are now.
    private void letHoldsFollow(ClientId client, ConsumerId consumer, List<Identifier> identifiers, Found found) {
        Set<ConsumerId> formerly = found.formerly(consumer, identifiers);
        if (!formerly.isEmpty()) {
            commands.sendAndWait(new FollowHeldConsumer(client, consumer, formerly, moments.now()));
        }
    }

    /// Who is known by one of these, the strongest first.
    public Optional<ConsumerId> lookUp(ClientId client, List<Identifier> identifiers) {
        return led(client, identifiers)
                .filter(consumer -> isKnown(client, consumer))
                .findFirst();
    }

    /// Whom the strongest of these leads to that leads anywhere. Nothing is linked.
    public Optional<ConsumerId> strongest(ClientId client, List<Identifier> identifiers) {
        return led(client, identifiers).findFirst();
    }

    private Stream<ConsumerId> led(ClientId client, List<Identifier> identifiers) {
        Map<Identifier, ConsumerId> known = index.find(client, identifiers).consumers();
        return identifiers.stream().flatMap(identifier -> Stream.ofNullable(known.get(identifier)));
    }

    /// Whether nothing was told by which to know somebody when the log first heard of them.
    public boolean cameUnknown(ClientId client, ConsumerId consumer) {
        return sourced(client, consumer).stream()
                .anyMatch(sourced -> sourced.event() instanceof ConsumerIdentified identified
                        && identified.identifiers().isEmpty());
    }

    /// An identifier leads to somebody before the log knows them: what was to be recorded may have been refused.
    private boolean isKnown(ClientId client, ConsumerId consumer) {
        return log.lookUp(Criteria.of(EventTag.CONSUMER, consumer, IDENTIFIED)).stream()
                .anyMatch(event -> event.entry().client().equals(client));
    }

    /// Links and records what is new of somebody; nothing where one of the identifiers leads to somebody else.
    ///
    /// @throws org.lethe.web.ProblemException if what was told is due to go already, and is not taken then
    public void tell(ClientId client, Told told, Arrival arrival) {
        Resolved resolved = resolve(client, told);
        if (resolved.contact() != null) {
            commands.sendAndWait(new IdentifyConsumer(
                    client, resolved.consumer(), told.channel(), resolved.contact(), arrival, moments.now()));
            recorded(client, List.of(resolved));
        }
    }

    /// What was resolved stands in the log now: a name in it is no news from here on. Where this does not get through,
    /// or the process dies before it, the name is recorded once more the next time it is told; none is lost.
    public void recorded(ClientId client, List<Resolved> resolved) {
        List<ToldName> names = resolved.stream()
                .filter(one -> one.contact() != null)
                .flatMap(one -> Stream.ofNullable(one.name()))
                .toList();
        try {
            index.remember(client, names);
        } catch (KeyringException e) {
            logger.warn("names will be recorded once more: {}", e.getClass().getName());
        }
    }

    /// @throws NotFoundException if the client knows no such consumer
    public void require(ClientId client, ConsumerId consumer) {
        sourced(client, consumer);
    }

    /// @throws NotFoundException if the client knows no such consumer
    /// @throws ContentErasedException if there was one who was erased or forgotten
    public void requirePresent(ClientId client, ConsumerId consumer) {
        for (Sourced sourced : sourced(client, consumer)) {
            if (sourced.event() instanceof ConsumerErased erased) {
                throw new ContentErasedException(Receipt.of(erased, Objects.requireNonNull(sourced.position())));
            }
            if (sourced.event() instanceof ConsumerForgotten forgotten) {
                throw new ContentErasedException(Receipt.of(forgotten, Objects.requireNonNull(sourced.position())));
            }
        }
    }

    /// Whether all of somebody has expired and nothing leads to them any more.
    public boolean isForgotten(ClientId client, ConsumerId consumer) {
        return sourced(client, consumer).stream().anyMatch(sourced -> sourced.event() instanceof ConsumerForgotten);
    }

    private List<Sourced> sourced(ClientId client, ConsumerId consumer) {
        List<Sourced> sourced = log.lookUp(Criteria.of(EventTag.CONSUMER, consumer, IDENTIFIED));
        if (sourced.stream().noneMatch(event -> event.entry().client().equals(client))) {
            throw new NotFoundException();
        }
        return sourced;
    }

    /// What is to be recorded when these identifiers are linked to a consumer. The consumer's key is there from now
    /// on: what links and what erases lock it.
    ///
    /// @throws KeyGoneException if the consumer was erased a moment ago
    Resolved linked(ClientId client, ConsumerId consumer, Told told, Found found) {
        letHoldsFollow(client, consumer, told.identifiers(), found);
        List<String> kinds = told.identifiers().stream()
                .map(identifier -> identifier.kind().wireName())
                .toList();
        News news = new News(
                client, linked(consumer, kinds, told), told, told.contact().isNamed(), Set.of());
        return news.resolved(content, content.prepare(List.of(news.scope())));
    }

    private List<Match> matches(ClientId client, List<Told> told, Map<Identifier, ConsumerId> known) {
        List<List<Identifier>> unknown = told.stream()
                .map(Told::identifiers)
                .filter(identifiers -> !known.keySet().containsAll(identifiers))
                .toList();
        Iterator<Match> found = unknown.isEmpty()
                ? Collections.emptyIterator()
                : index.resolve(client, unknown).iterator();
        List<Match> matches = new ArrayList<>(told.size());
        for (Told one : told) {
            if (one.identifiers().isEmpty()) {
                matches.add(new Match(ConsumerId.random(), Set.of()));
            } else if (known.keySet().containsAll(one.identifiers())) {
                matches.add(Match.of(one.identifiers(), known));
            } else {
                matches.add(found.next());
            }
        }
        return matches;
    }

    /// New is what the blind index did not know, and what the log does not know: a crash may have come between.
    private News news(ClientId client, Match match, Told told, Map<Identifier, ConsumerId> known) {
        ConsumerId consumer = match.consumer();
        if (!match.taken().isEmpty()) {
            return new News(client, linked(consumer, List.of(), told), told, false, match.taken());
        }
        Set<String> recorded = new HashSet<>();
        for (Sourced sourced : log.lookUp(Criteria.of(EventTag.CONSUMER, consumer, RECORDED))) {
            if (sourced.event() instanceof ConsumerIdentifiersLinked linked) {
                recorded.addAll(linked.identifiers());
            }
        }
        List<String> kinds = told.identifiers().stream()
                .filter(identifier -> !known.containsKey(identifier)
                        || !recorded.contains(identifier.kind().wireName()))
                .map(identifier -> identifier.kind().wireName())
                .toList();
        return new News(
                client, linked(consumer, kinds, told), told, told.contact().isNamed(), Set.of());
    }

    private static ConsumerIdentifiersLinked linked(ConsumerId consumer, List<String> kinds, Told told) {
        return new ConsumerIdentifiersLinked(consumer, kinds, told.channel(), told.at());
    }

    /// Records that somebody is known, and what was told of them. The envelope stands in an event of its own, so
    /// nothing is lost where two first sights of the same person meet.
    ///
    /// @param at when it was told, by the content's own time
    /// @param contact null where there is nothing new
    /// @param identified whether the log knows them already
    public static void append(
            ClientId client,
            ConsumerId consumer,
            Channel channel,
            Instant at,
            Instant recordedAt,
            @Nullable SealedEvent<ConsumerIdentifiersLinked> contact,
            boolean identified,
            Decision decision) {
        if (!identified) {
            List<String> identifiers =
                    contact == null ? List.of() : contact.event().identifiers();
            decision.append(client, new ConsumerIdentified(consumer, identifiers, channel, at), recordedAt);
        }
        if (contact != null) {
            contact.append(client, decision, recordedAt);
        }
    }
}
