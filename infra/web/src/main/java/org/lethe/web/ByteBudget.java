package org.lethe.web;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/// Memory for what many send at once: so much in all, and of it at most a share for each owner. Those who wait are
/// served owner by owner, in turn, so that one with much to send keeps no other waiting.
public final class ByteBudget {
    private final long most;
    private final long mostOfOne;
    private final Map<Object, Owner> owners = new LinkedHashMap<>();
    private long used;
    private boolean awaited; // somebody is next who needs more than there is

    private static final class Owner {
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private long used;
    }

    private record Waiting(Account account, long bytes, MonoSink<Void> sink) {}

    /// @param most bytes in all
    /// @param mostOfOne bytes of one owner
    ByteBudget(long most, long mostOfOne) {
        this.most = most;
        this.mostOfOne = Math.min(most, mostOfOne);
    }

    /// An account of what one request takes.
    Account account(Object owner) {
        return new Account(owner);
    }

    synchronized long used() {
        return used;
    }

    /// What one request has taken. Closing gives all of it back.
    public final class Account implements AutoCloseable {
        private final Object owner;
        private long held;
        private boolean closed;

        private Account(Object owner) {
            this.owner = owner;
        }

        /// The most that its owner may have at once.
        public long most() {
            return mostOfOne;
        }

        /// Takes so many bytes at once, or none.
        public boolean take(long bytes) {
            synchronized (ByteBudget.this) {
                if (closed || !fits(of(owner), bytes)) {
                    forgetIfUnused(owner);
                    return false;
                }
                grant(this, bytes);
                return true;
            }
        }

        /// The same for what can't be done otherwise.
        ///
        /// @throws ProblemException (503) if there is no room
        public void takeOrRefuse(long bytes) {
            if (!take(bytes)) {
                throw new OverloadedException("too much is being read and written");
            }
        }

        /// Takes so many bytes when there is room; more than [#most] counts as that.
        ///
        /// @return ends when they are taken, or the account is closed
        public Mono<Void> await(long bytes) {
            long wanted = Math.min(bytes, mostOfOne);
            return Mono.defer(() -> take(wanted) ? Mono.empty() : Mono.create(sink -> enqueue(wanted, sink)));
        }

        public void giveBack(long bytes) {
            run(() -> {
                long given = Math.min(held, bytes);
                held -= given;
                return free(owner, given);
            });
        }

        @Override
        public void close() {
            run(() -> {
                closed = true;
                Owner mine = owners.get(owner);
                Deque<MonoSink<Void>> ready = new ArrayDeque<>();
                if (mine != null) {
                    for (Iterator<Waiting> all = mine.waiting.iterator(); all.hasNext(); ) {
                        Waiting waiting = all.next();
                        if (waiting.account() == this) {
                            all.remove();
                            ready.add(waiting.sink());
                        }
                    }
                }
                long given = held;
                held = 0;
                ready.addAll(free(owner, given));
                return ready;
            });
        }

        private void enqueue(long bytes, MonoSink<Void> sink) {
            run(() -> {
                if (closed) {
                    return new ArrayDeque<>(List.of(sink));
                }
                of(owner).waiting.add(new Waiting(this, bytes, sink));
                return granted();
            });
        }

        /// Whoever has room now goes on outside of the lock.
        private void run(Supplier<Deque<MonoSink<Void>>> change) {
            Deque<MonoSink<Void>> ready;
            synchronized (ByteBudget.this) {
                ready = change.get();
            }
            ready.forEach(MonoSink::success);
        }
    }

    private Owner of(Object owner) {
        return owners.computeIfAbsent(owner, _ -> new Owner());
    }

    private boolean fits(Owner owner, long bytes) {
        return !awaited && owner.waiting.isEmpty() && used + bytes <= most && owner.used + bytes <= mostOfOne;
    }

    private void grant(Account account, long bytes) {
        used += bytes;
        of(account.owner).used += bytes;
        account.held += bytes;
    }

    private Deque<MonoSink<Void>> free(Object owner, long bytes) {
        used -= bytes;
        of(owner).used -= bytes;
        Deque<MonoSink<Void>> ready = granted();
        forgetIfUnused(owner);
        return ready;
    }

    private void forgetIfUnused(Object owner) {
        Owner known = owners.get(owner);
        if (known != null && known.used == 0 && known.waiting.isEmpty()) {
            owners.remove(owner);
        }
    }

    /// Gives to those who wait, the one who got something last comes last. Who is next and wants more than there is
    /// isn't passed by, or it would wait for ever; who has its share is.
    private Deque<MonoSink<Void>> granted() {
        Deque<MonoSink<Void>> ready = new ArrayDeque<>();
        Object served = next();
        while (served != null) {
            Owner owner = of(served);
            Waiting first = owner.waiting.remove();
            grant(first.account(), first.bytes());
            ready.add(first.sink());
            owners.remove(served);
            owners.put(served, owner);
            served = next();
        }
        return ready;
    }

    private @Nullable Object next() {
        awaited = false;
        for (Map.Entry<Object, Owner> entry : owners.entrySet()) {
            Waiting first = entry.getValue().waiting.peek();
            if (first == null || entry.getValue().used + first.bytes() > mostOfOne) {
                continue;
            }
            awaited = used + first.bytes() > most;
            return awaited ? null : entry.getKey();
        }
        return null;
    }
}
