package org.lethe.web;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;

/// The routes of one part of the API, with the problem types that are its own:
///
///     new Routes()
///         .get("/v1/clients/{client}", Terms.roles(PLATFORM_ADMIN, CLIENT_ADMIN).answers(Client.class), this::show)
///         .post(
///             "/v1/clients",
///             Terms.roles(PLATFORM_ADMIN).takes(NewClient.class).creates(CreatedClient.class).refuses(NAME_TAKEN),
///             this::register);
///
/// A variable named `client` is special: it is checked against the caller before the handler runs.
public final class Routes {
    private final List<Route> routes = new ArrayList<>();
    private final List<ProblemType> problems = new ArrayList<>();

    public Routes get(String path, Terms terms, Handler handler) {
        return add(HttpMethod.GET, path, terms, whole(handler));
    }

    public Routes post(String path, Terms terms, Handler handler) {
        return add(HttpMethod.POST, path, terms, whole(handler));
    }

    public Routes put(String path, Terms terms, Handler handler) {
        return add(HttpMethod.PUT, path, terms, whole(handler));
    }

    public Routes delete(String path, Terms terms, Handler handler) {
        return add(HttpMethod.DELETE, path, terms, whole(handler));
    }

    /// A POST that is answered when what it began is done, with no thread waiting.
    public Routes postDeferred(String path, Terms terms, DeferredHandler handler) {
        return add(HttpMethod.POST, path, terms, new Route.Action.Whole(handler));
    }

    private static Route.Action whole(Handler handler) {
        return new Route.Action.Whole(request -> CompletableFuture.completedFuture(handler.handle(request)));
    }

    /// A POST whose body is read while it arrives, such as NDJSON.
    public Routes streaming(String path, Terms terms, StreamingHandler handler) {
        return add(HttpMethod.POST, path, terms, new Route.Action.Streamed(handler));
    }

    /// Problem types that no route says it refuses with, such as one that only a line of a stream has.
    public Routes problems(ProblemType... types) {
        problems.addAll(List.of(types));
        return this;
    }

    /// In the order in which they were added.
    public List<Route> all() {
        return List.copyOf(routes);
    }

    /// Those that are said here, and those that the routes say they refuse with.
    List<ProblemType> problems() {
        return Stream.concat(
                        problems.stream(),
                        routes.stream().flatMap(route -> route.terms().exchange().refusals().stream()))
                .distinct()
                .toList();
    }

    private Routes add(HttpMethod method, String path, Terms terms, Route.Action action) {
        routes.add(new Route(method, path, terms, action));
        return this;
    }
}
