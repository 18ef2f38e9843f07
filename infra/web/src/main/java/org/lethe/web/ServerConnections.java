package org.lethe.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.channel.Channel;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.Meters;

/// All connections of a server, as many as it bears. Where no more fit, those go first that nobody uses: so a probe, or
/// a caller with a request, still comes through while somebody opens connections by the thousand and says nothing.
public final class ServerConnections implements MeterBinder {
    private static final int EVICTED_TOGETHER = 20; // a twentieth of the limit: looking for them costs a look at all

    /// Why a connection was closed by us.
    enum End {
        /// More than fit, and all were at work.
        REFUSED,
        /// More than fit from its address.
        ADDRESS,
        /// It waited for nothing while others wanted in.
        EVICTED,
        /// No request's head in time.
        HEAD,
        /// No next request in time.
        IDLE,
        /// A body that stood still.
        BODY,
        /// An answer that nobody took.
        ANSWER
    }

    private final HttpSettings settings;
    private final int most;
    private final Addresses trusted;
    private final Set<ConnectionGuard> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final Map<End, LongAdder> ended = new EnumMap<>(End.class);

    /// @param trustedAddresses stand for many: no limit of one address holds for them
    public ServerConnections(HttpSettings settings, List<String> trustedAddresses) {
        this.settings = settings;
        this.most = Math.min(settings.maxConnections(), filesLeft());
        this.trusted = Addresses.of("lethe.web.trusted-addresses", trustedAddresses);
        for (End end : End.values()) {
            ended.put(end, new LongAdder());
        }
    }

    /// Half of what the system lets a process open: the rest is for PostgreSQL and files.
    private static int filesLeft() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.UnixOperatingSystemMXBean unix
                ? (int) Math.clamp(unix.getMaxFileDescriptorCount() / 2, 16, Integer.MAX_VALUE)
                : Integer.MAX_VALUE;
    }

    /// Takes this connection in, or closes it. For `HttpServer#doOnChannelInit`, after [WebEdge#connected].
    public void connected(Channel connection) {
        String address = limited(connection);
        if (address != null && byAddress.merge(address, 1, Integer::sum) > settings.maxConnectionsPerAddress()) {
            forget(address);
            refuse(connection, End.ADDRESS);
            return;
        }
        if (count.incrementAndGet() > most && !makeRoom()) {
            count.decrementAndGet();
            forget(address);
            refuse(connection, End.REFUSED);
            return;
        }
        ConnectionGuard guard = new ConnectionGuard(settings, connection, this::ended);
        open.add(guard);
        connection.closeFuture().addListener(_ -> {
            open.remove(guard);
            count.decrementAndGet();
            forget(address);
        });
        guard.addTo(connection.pipeline());
    }

    /// `lethe.http.connections`, `lethe.http.connections.ended` by reason.
    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(Meters.HTTP_CONNECTIONS.meter(), count, AtomicInteger::get)
                .register(registry);
        ended.forEach(
                (end, number) -> FunctionCounter.builder(Meters.HTTP_CONNECTIONS_ENDED.meter(), number, LongAdder::sum)
                        .tag("reason", end.name().toLowerCase(Locale.ROOT))
                        .register(registry));
    }

    private void ended(End end) {
        Objects.requireNonNull(ended.get(end)).increment();
    }

    private void refuse(Channel connection, End end) {
        ended(end);
        connection.close();
    }

    private synchronized boolean makeRoom() {
        if (count.get() <= most) {
            return true; // somebody else made it
        }
        List<ConnectionGuard> idle = open.stream()
                .filter(ConnectionGuard::isIdle)
                .sorted(Comparator.comparingLong(ConnectionGuard::idleSinceNanos))
                .limit(Math.max(1, most / EVICTED_TOGETHER))
                .toList();
        idle.forEach(guard -> {
            open.remove(guard);
            guard.close(End.EVICTED);
        });
        return !idle.isEmpty();
    }

    /// What a limit holds for; null for an address that stands for many.
    private @Nullable String limited(Channel connection) {
        InetAddress address =
                connection.remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
        return address == null || trusted.contains(address) ? null : Addresses.neighbourhood(address);
    }

    private void forget(@Nullable String address) {
        if (address != null) {
            byAddress.computeIfPresent(address, (_, number) -> number == 1 ? null : number - 1);
        }
    }
}
