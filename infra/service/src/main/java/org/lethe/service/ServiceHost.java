package org.lethe.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ClientOffboarded;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Criteria;
import org.lethe.eventlog.EntryCodec;
import org.lethe.eventlog.EventLog;
import org.lethe.eventlog.EventLogSchema;
import org.lethe.eventlog.EventLogSettings;
import org.lethe.eventlog.TransactionStep;
import org.lethe.service.clock.ClockGuard;
import org.lethe.service.clock.ClockTrust;
import org.lethe.service.signing.SigningKey;
import org.lethe.service.signing.SigningKeys;
import org.lethe.sql.DatabaseRole;
import org.lethe.sql.DatabaseSetup;
import org.lethe.sql.Grant;
import org.lethe.web.ApiKeys;
import org.lethe.web.Marking;
import org.lethe.web.WebEdge;
import org.lethe.web.WebSchema;

/// Services in one process on one database: opened in the order in which one part stands on another, closed in the
/// opposite one. What a service offers those after it may ask.
public final class ServiceHost implements AutoCloseable {
    private static final DatabaseRole LOG =
            new DatabaseRole("lethe_log", List.of(EventLogSchema.SCHEMA), appendingAndClock());
    private static final DatabaseRole WEB = new DatabaseRole("lethe_web", List.of(WebSchema.SCHEMA), WebSchema.SERVING);

    private static final Criteria.Types LEFT = Criteria.types(ClientOffboarded.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final ClockGuard clock;
    private final EventLog log;
    private final ApiKeys apiKeys;
    private final List<RunningService> services = new ArrayList<>();
    private final WebEdge edge;

    /// Puts them together; they follow nothing until they are started.
    public ServiceHost(List<Service> services, HostNeeds needs) {
        try {
            DataSource logs = needs.pools().apply(LOG);
            this.clock = opened(needs.parts().get(ClockGuard.class, ClockGuard.believing(needs.clock())))
                    .watch(logs)
                    .bindTo(needs.meters());
            this.log = opened(EventLog.open(
                    logs,
                    new EntryCodec(),
                    needs.parts().get(EventLogSettings.class, EventLogSettings.defaults()),
                    needs.meters()));
            DataSource web = needs.pools().apply(WEB);
            ExecutorService threads = opened(Executors.newVirtualThreadPerTaskExecutor());
            this.apiKeys = opened(new ApiKeys(web, needs.clock()));
            EventStorageEngine engine =
                    needs.parts().get(EngineDecorator.class, given -> given).apply(log);
            Parts parts = new Parts()
                    .with(needs.parts())
                    .with(ApiKeys.class, apiKeys)
                    .with(ClockGuard.class, clock)
                    .with(ClockTrust.class, clock);
            for (Service service : services) {
                RunningService running = opened(service.on(new Foundation(
                        needs.pools().apply(service.role()),
                        log,
                        new Commands(engine, threads, service.role().name()),
                        needs.clock(),
                        needs.meters(),
                        threads,
                        parts)));
                this.services.add(running);
                parts.with(running.offered());
            }
            SigningKeys signingKeys = new SigningKeys(web);
            signingKeys.remember(parts.get(SigningKey.class), needs.clock());
            this.edge = opened(new WebEdge(
                    needs.web()
                            .describedBy(services.stream().map(Service::openApi).toArray(String[]::new)),
                    Stream.concat(
                                    this.services.stream().flatMap(running -> running.routes().stream()),
                                    Stream.of(signingKeys.routes()))
                            .toList(),
                    apiKeys,
                    web,
                    needs.clock(),
                    ServiceHost::marking,
                    this::hasLeft));
            edge.bindTo(needs.meters());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static List<Grant> appendingAndClock() {
        List<Grant> all = new ArrayList<>(EventLogSchema.APPENDING);
        all.add(EventLogSchema.CLOCK);
        return all;
    }

    private boolean hasLeft(ClientId client) {
        return !log.lookUp(Criteria.of(EventTag.CLIENT, client, LEFT)).isEmpty();
    }

    private static <R> R marking(Marking.Mark mark, Supplier<R> request) {
        TransactionStep step = mark::execute;
        return TransactionStep.alongside(step.as(WEB.name()), request);
    }

    /// Everybody who connects to the database of these services.
    public static DatabaseSetup database(List<Service> services) {
        return new DatabaseSetup(
                Stream.concat(Stream.of(LOG, WEB), services.stream().map(Service::role))
                        .toList());
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    public void start() {
        services.forEach(RunningService::start);
    }

    /// Whether every view of every service has once taken in what stood in the log at the start.
    public boolean caughtUp() {
        return services.stream().allMatch(RunningService::caughtUp);
    }

    /// What is known of the clock by which all of this goes.
    public ClockGuard clock() {
        return clock;
    }

    public EventLog log() {
        return log;
    }

    public ApiKeys apiKeys() {
        return apiKeys;
    }

    public List<RunningService> services() {
        return List.copyOf(services);
    }

    /// @throws IllegalArgumentException if it does not run here
    public RunningService service(Service service) {
        return services.stream()
                .filter(running -> running.service().equals(service))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + service.name() + " service runs here"));
    }

    public WebEdge edge() {
        return edge;
    }

    @Override
    public void close() {
        Closing.all(List.copyOf(opened));
        opened.clear();
    }
}
