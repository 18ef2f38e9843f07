package org.lethe.service;

import java.util.ArrayList;
import java.util.List;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Commands;
import org.lethe.eventlog.Decider;
import org.lethe.eventlog.View;
import org.lethe.web.Routes;

/// One feature of a service in one piece:
///
///     return Slice.named("clients")
///             .decides(RegisterClient.class, RegisterClient::decide)
///             .follows(view)
///             .serves(new Routes().post("/v1/clients", Terms.roles(PLATFORM_ADMIN), this::register));
public final class Slice {
    private final String name;
    private final List<Decision<?, ?>> decisions = new ArrayList<>();
    private final List<View> views = new ArrayList<>();
    private final List<Routes> routes = new ArrayList<>();
    private final List<Work> works = new ArrayList<>();
    private final List<Offer<?>> offers = new ArrayList<>();

    private Slice(String name) {
        this.name = name;
    }

    /// Who decides one kind of command.
    record Decision<C extends Command<R>, R>(Class<C> command, Decider<C, R> decider) {
        void register(Commands commands) {
            commands.handle(command, decider);
        }
    }

    /// What other services may ask of this one in the same process.
    record Offer<T>(Class<T> type, T part) {
        void to(Parts others) {
            others.with(type, part);
        }
    }

    /// @param name as its package's
    public static Slice named(String name) {
        return new Slice(name);
    }

    /// Says who decides a kind of command.
    public <C extends Command<R>, R> Slice decides(Class<C> command, Decider<C, R> decider) {
        decisions.add(new Decision<>(command, decider));
        return this;
    }

    /// Has a view or a reaction follow the log.
    public Slice follows(View view) {
        views.add(view);
        return this;
    }

    /// Adds routes, with the problem types that are their own.
    public Slice serves(Routes more) {
        routes.add(more);
        return this;
    }

    /// Has something done by itself, from the service's start to its end.
    public Slice works(Work work) {
        works.add(work);
        return this;
    }

    /// Lets other services ask this one for something, through an interface that they know.
    public <T> Slice offers(Class<T> type, T part) {
        offers.add(new Offer<>(type, part));
        return this;
    }

    public String name() {
        return name;
    }

    List<Decision<?, ?>> decisions() {
        return decisions;
    }

    /// Kinds of commands that it decides.
    public List<Class<?>> decided() {
        return decisions.stream().<Class<?>>map(Decision::command).toList();
    }

    /// What of it follows the log.
    public List<View> views() {
        return List.copyOf(views);
    }

    public List<Routes> routes() {
        return List.copyOf(routes);
    }

    List<Work> works() {
        return works;
    }

    List<Offer<?>> offers() {
        return offers;
    }

    @Override
    public String toString() {
        return name;
    }
}
