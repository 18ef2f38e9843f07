package org.lethe.service;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Followers;
import org.lethe.eventlog.View;
import org.lethe.web.Routes;

/// A service put together on a foundation.
public final class RunningService implements AutoCloseable {
    private final Service service;
    private final Foundation foundation;
    private final List<Slice> slices;
    private final Followers followers;

    RunningService(Service service, Foundation foundation) {
        this.service = service;
        this.foundation = foundation;
        try {
            service.opening().accept(foundation);
            this.slices = service.slices().stream()
                    .map(slice -> slice.apply(foundation))
                    .toList();
            refuseTwice();
            this.followers = follow();
        } catch (RuntimeException | Error e) {
            Closing.all(foundation.opened());
            throw e;
        }
    }

    private Followers follow() {
        Followers all = new Followers(
                foundation.log(),
                foundation.commands().store(),
                foundation.dataSource(),
                service.tokenTable(),
                foundation.meters());
        for (Slice slice : slices) {
            slice.decisions().forEach(decision -> decision.register(foundation.commands()));
            slice.views().forEach(view -> foundation.freshnesses().found(view.name(), all.add(view)));
        }
        Set<String> unknown = foundation.freshnesses().unknown();
        if (!unknown.isEmpty()) {
            throw refusal("asks how new " + unknown + " is, and no slice follows it");
        }
        return all;
    }

    private void refuseTwice() {
        Set<Object> seen = new HashSet<>();
        for (Slice slice : slices) {
            refuseTwice(seen, slice.name(), "slice");
            slice.decisions().forEach(one -> refuseTwice(seen, one.command(), "decider"));
            slice.views().forEach(view -> refuseTwice(seen, "view " + view.name(), "view"));
        }
    }

    private void refuseTwice(Set<Object> seen, Object named, String what) {
        if (!seen.add(named)) {
            throw refusal("has two of one " + what + ": " + named);
        }
    }

    private IllegalStateException refusal(String why) {
        return new IllegalStateException("the " + service.name() + " service " + why);
    }

    public Service service() {
        return service;
    }

    /// Connects as the service's own role.
    public DataSource dataSource() {
        return foundation.dataSource();
    }

    public Commands commands() {
        return foundation.commands();
    }

    public List<Routes> routes() {
        return slices.stream().flatMap(slice -> slice.routes().stream()).toList();
    }

    public List<Slice> slices() {
        return slices;
    }

    /// Kinds of commands that somebody decides.
    public Set<Class<?>> decided() {
        return slices.stream().flatMap(slice -> slice.decided().stream()).collect(Collectors.toSet());
    }

    /// What follows the log, slice by slice.
    public List<View> views() {
        return slices.stream().flatMap(slice -> slice.views().stream()).toList();
    }

    /// What this service lets others ask in the same process.
    public Parts offered() {
        Parts offered = new Parts();
        slices.forEach(slice -> slice.offers().forEach(offer -> offer.to(offered)));
        return offered;
    }

    /// What it stands on.
    public Foundation foundation() {
        return foundation;
    }

    /// What it was put together with, and what it opened itself.
    public <T> T part(Class<T> type) {
        return foundation.part(type);
    }

    /// Starts following the log, then what slices do by themselves.
    public void start() {
        followers.start();
        works().forEach(Work::start);
    }

    /// Whether every view has once taken in what stood in the log at the start.
    public boolean caughtUp() {
        return followers.caughtUp();
    }

    /// Makes all views anew from the log.
    public void replay() {
        followers.replay();
    }

    /// Ends what slices do by themselves, then following the log, then what was opened for them.
    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(works().reversed());
        all.add(followers);
        all.addAll(foundation.opened());
        Closing.all(all);
    }

    /// What slices do by themselves.
    public List<Work> works() {
        List<Work> works = new ArrayList<>();
        slices.forEach(slice -> works.addAll(slice.works()));
        return works;
    }
}
