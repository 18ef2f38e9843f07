package org.lethe.eventlog;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.StorageEngineBackedEventStore;
import org.axonframework.eventsourcing.eventstore.TagResolver;
import org.axonframework.messaging.commandhandling.CommandBus;
import org.axonframework.messaging.commandhandling.CommandHandler;
import org.axonframework.messaging.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.commandhandling.GenericCommandResultMessage;
import org.axonframework.messaging.commandhandling.SimpleCommandBus;
import org.axonframework.messaging.core.EmptyApplicationContext;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.core.unitofwork.SimpleUnitOfWorkFactory;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.SimpleEventBus;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.LogEntry;
import org.lethe.contracts.TemporarilyUnavailable;

/// Axon's command bus over the log: sends a command to the one handler that decides it, and again where something came
/// between its decision and its append. A refusal appends nothing that would be checked: where other processes appended
/// meanwhile, it is decided once more by all there is.
public final class Commands {
    private static final int MAX_ATTEMPTS = 20;
    private static final long DEADLINE_SECONDS = 30;
    private static final long RETRY_MILLIS = 2;
    private static final MessageType RESULT = new MessageType("Decided");

    private static final ClassValue<QualifiedName> NAMES = new ClassValue<>() {
        @Override
        protected QualifiedName computeValue(Class<?> type) {
            return new QualifiedName(type);
        }
    };

    /// What goes along with the appends of commands that are sent while it is bound.
    static final ScopedValue<TransactionStep> ALONGSIDE = ScopedValue.newInstance();

    private final EventStore store;
    private final CommandBus bus;
    private final Executor retries;
    private final @Nullable String stepRole;
    private final BooleanSupplier catchUp;

    /// @param retries where a command is decided anew; may block
    public Commands(EventStorageEngine engine, Executor retries) {
        this(engine, Commands::tags, retries, null);
    }

    /// @param stepRole the database role that decisions' own SQL runs as, where they bring some
    public Commands(EventStorageEngine engine, Executor retries, String stepRole) {
        this(engine, Commands::tags, retries, stepRole);
    }

    /// @param tagResolver for engines that take other tags than ours
    public Commands(EventStorageEngine engine, TagResolver tagResolver, Executor retries) {
        this(engine, tagResolver, retries, null);
    }

    private Commands(EventStorageEngine engine, TagResolver tagResolver, Executor retries, @Nullable String stepRole) {
        this.store = new StorageEngineBackedEventStore(engine, new SimpleEventBus(), tagResolver);
        this.bus = new SimpleCommandBus(new SimpleUnitOfWorkFactory(EmptyApplicationContext.INSTANCE), List.of());
        this.retries = retries;
        this.stepRole = stepRole;
        this.catchUp = engine instanceof EventLog log ? log::catchUp : () -> false;
    }

    /// The store that decisions go to; processors read from it.
    public EventStore store() {
        return store;
    }

    private static Set<Tag> tags(EventMessage event) {
        if (!(event.payload() instanceof LogEntry entry)) {
            throw new IllegalArgumentException("the log takes events as LogEntry");
        }
        return entry.event().tags().stream()
                .map(tag -> new Tag(tag.key(), tag.value()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Says who decides commands of this type; one for each.
    public <C extends Command<R>, R> void handle(Class<C> type, Decider<C, R> decider) {
        CommandHandler handler = (message, context) -> {
            C command = type.cast(message.payload());
            R result = decider.decide(command, new Decision(store, context, stepRole));
            return MessageStream.just(new GenericCommandResultMessage(RESULT, result));
        };
        bus.subscribe(name(type), handler);
    }

    /// Completes when what the command appended is durable. Decides on the calling thread, which may block on the
    /// database where the memory of decisions has no answer.
    ///
    /// @return completes with what the decider returned, or exceptionally with what it threw
    public <R> CompletableFuture<R> send(Command<R> command) {
        TransactionStep alongside = ALONGSIDE.isBound() ? ALONGSIDE.get() : null;
        return attempt(command, 1, alongside).exceptionallyCompose(failure -> {
            Throwable refusal = unwrap(failure);
            return isRefusal(refusal)
                    ? decidedByLess(refusal)
                            .thenCompose(less ->
                                    less ? attempt(command, 1, alongside) : CompletableFuture.failedFuture(refusal))
                    : CompletableFuture.failedFuture(refusal);
        });
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof RuntimeException
                && !(failure instanceof TemporarilyUnavailable)
                && !(failure instanceof AppendEventsTransactionRejectedException);
    }

    private CompletableFuture<Boolean> decidedByLess(Throwable refusal) {
        return CompletableFuture.supplyAsync(catchUp::getAsBoolean, retries).exceptionallyCompose(failure -> {
            refusal.addSuppressed(unwrap(failure));
            return CompletableFuture.failedFuture(refusal);
        });
    }

    @SuppressWarnings("unchecked") // the one decider of a Command<R> answers an R
    private <R> CompletableFuture<R> attempt(Command<R> command, int attempt, @Nullable TransactionStep alongside) {
        if (alongside != null && !ALONGSIDE.isBound()) { // decided anew, on another thread
            return ScopedValue.where(ALONGSIDE, alongside).call(() -> attempt(command, attempt, alongside));
        }
        return bus.dispatch(
                        new GenericCommandMessage(
                                new MessageType(name(command.getClass()), MessageType.DEFAULT_VERSION), command),
                        null)
                .thenApply(result -> (R) result.payload())
                .exceptionallyCompose(failure -> {
                    Throwable cause = unwrap(failure);
                    if (cause instanceof AppendEventsTransactionRejectedException && attempt < MAX_ATTEMPTS) {
                        return again(command, attempt + 1, alongside);
                    }
                    return CompletableFuture.failedFuture(cause);
                });
    }

    private <R> CompletableFuture<R> again(Command<R> command, int attempt, @Nullable TransactionStep alongside) {
        Executor later = attempt < 4
                ? retries
                : CompletableFuture.delayedExecutor(RETRY_MILLIS * attempt, TimeUnit.MILLISECONDS, retries);
        return CompletableFuture.supplyAsync(() -> attempt(command, attempt, alongside), later)
                .thenCompose(result -> result);
    }

    /// As [#send], for callers whose thread does not wait: fails with [EventLogUnavailableException] where there is no
    /// answer within 30 seconds.
    public <R> CompletableFuture<R> sendWithDeadline(Command<R> command) {
        CompletableFuture<R> answer = send(command);
        return answer.isDone()
                ? answer
                : answer.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
                        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                                failure instanceof TimeoutException ? late(failure) : unwrap(failure)));
    }

    private static EventLogUnavailableException late(Throwable cause) {
        return new EventLogUnavailableException("no answer within " + DEADLINE_SECONDS + " s", cause);
    }

    /// As [#send], and waits for it; for callers on virtual threads.
    ///
    /// @throws EventLogUnavailableException if there is no answer within 30 seconds
    public <R> R sendAndWait(Command<R> command) {
        try {
            return send(command).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a command failed with something unexpected", e.getCause());
        } catch (TimeoutException e) {
            throw late(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventLogUnavailableException("interrupted while waiting", e);
        }
    }

    private static QualifiedName name(Class<?> type) {
        return NAMES.get(type);
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
