package org.lethe.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.channel.Channel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;

/// Everything between Netty and the handlers: finds the route, lets the caller in or not, reads the body, runs the
/// handler on a virtual thread, and turns what it answers or throws into bytes.
///
/// A filter, so that what has a route here takes no other way through WebFlux; the rest goes on to whoever else has
/// routes. Two beans make it work, the edge itself and [#exceptionHandler]; and [#connected] on each connection.
public final class WebEdge implements WebFilter, MeterBinder, AutoCloseable {
    private static final long DEADLINE_SECONDS = 45; // longer than a handler waits, shorter than an attempt's lock
    private static final long PURGE_MINUTES = 10;
    private static final Logger log = LoggerFactory.getLogger(WebEdge.class);

    private final WebProperties properties;
    private final Addresses proxies;
    private final List<Route> routes;
    private final RouteTable table;
    private final Predicate<ClientId> left;
    private final InFlight requests;
    private final InFlight streams;
    private final ByteBudget bodyMemory;
    private final ByteBudget streamMemory;
    private final UnknownKeys unknownKeys;
    private final Door door;
    private final Problems problems;
    private final UnreadableRequests unreadable;
    private final RequestTimes times = new RequestTimes();
    private final IdempotencyTable kept;
    private final Idempotency idempotency;
    private final ScheduledExecutorService purger = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("idempotency-purge").factory());

    /// Adds `/problems`, `/docs` and `/v1/openapi.json` to the given routes.
    ///
    /// @param dataSource with the tables of [WebSchema]
    /// @param left whether a client was off-boarded
    /// @param marking lets a mark go with what requests append
    /// @throws IllegalArgumentException if two routes are the same, or two problem types share a slug
    public WebEdge(
            WebProperties properties,
            List<Routes> parts,
            ApiKeys keys,
            DataSource dataSource,
            Clock clock,
            Marking marking,
            Predicate<ClientId> left) {
        this.properties = properties;
        this.proxies = properties.believedProxies();
        this.problems = new Problems(properties.publicUrl());
        this.unreadable = new UnreadableRequests(problems);
        this.routes = allRoutes(properties, parts);
        this.left = left;
        this.table = new RouteTable(routes);
        this.requests = new InFlight(properties.maxRequests(), properties.maxRequestsOfOne());
        this.streams = new InFlight(properties.maxStreams(), properties.maxStreamsOfOne());
        this.bodyMemory = properties.bodyBudget();
        this.streamMemory = properties.streamBudget();
        this.unknownKeys = new UnknownKeys(
                properties.maxUnknownKeys(),
                Addresses.of("lethe.web.trusted-addresses", properties.trustedAddresses()));
        this.door = new Door(keys, requests, unknownKeys);
        this.kept = new IdempotencyTable(dataSource, clock, properties.idempotencyKept());
        this.idempotency = new Idempotency(kept, marking);
        purger.scheduleWithFixedDelay(this::purgeQuietly, PURGE_MINUTES, PURGE_MINUTES, TimeUnit.MINUTES);
    }

    public WebExceptionHandler exceptionHandler() {
        return problems;
    }

    /// The edge alone, for a server without Spring Boot.
    public HttpHandler httpHandler() {
        return WebHttpHandlerBuilder.webHandler(_ -> Mono.error(new NotFoundException()))
                .filter(this)
                .exceptionHandler(problems)
                .build();
    }

    /// Makes what the server refuses by itself on this connection a problem document too. For
    /// `HttpServer#doOnChannelInit`.
    public void connected(Channel connection) {
        unreadable.addTo(connection.pipeline());
    }

    /// What comes too late for its request to be answered with: for `Hooks#onErrorDropped`. A connection that ends
    /// while its request ends is no fault.
    public static void late(Throwable thrown) {
        if (Problems.isCallerGone(thrown)) {
            log.debug("a caller went away at the end");
        } else {
            log.error("too late for its request: {}", Faults.withoutMessages(thrown));
        }
    }

    /// All routes, ours too, to compare with the OpenAPI document.
    public List<Route> routes() {
        return routes;
    }

    /// `lethe.web.requests` (seconds, by route and status), `lethe.web.requests.in_flight`,
    /// `lethe.web.streams.in_flight` (requests), `lethe.web.requests.shed` and `.over_share` (requests),
    /// `lethe.web.keys.unknown` (keys), `lethe.web.memory` (bytes, by use).
    @Override
    public void bindTo(MeterRegistry registry) {
        times.bindTo(registry);
        Gauge.builder(Meters.WEB_REQUESTS_IN_FLIGHT.meter(), requests, InFlight::underWay)
                .register(registry);
        Gauge.builder(Meters.WEB_STREAMS_IN_FLIGHT.meter(), streams, InFlight::underWay)
                .register(registry);
        FunctionCounter.builder(
                        Meters.WEB_REQUESTS_SHED.meter(), this, edge -> edge.requests.shed() + edge.streams.shed())
                .register(registry);
        FunctionCounter.builder(
                        Meters.WEB_REQUESTS_OVER_SHARE.meter(),
                        this,
                        edge -> edge.requests.overShare() + edge.streams.overShare())
                .register(registry);
        FunctionCounter.builder(Meters.WEB_KEYS_UNKNOWN.meter(), unknownKeys, UnknownKeys::seen)
                .register(registry);
        Gauge.builder(Meters.WEB_MEMORY.meter(), bodyMemory, ByteBudget::used)
                .tag("use", "bodies")
                .register(registry);
        Gauge.builder(Meters.WEB_MEMORY.meter(), streamMemory, ByteBudget::used)
                .tag("use", "streams")
                .register(registry);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain others) {
        RequestTrace.begin(exchange);
        RouteTable.Match match = table.match(exchange.getRequest().getURI().getRawPath());
        // Outside of the API others may have routes, such as the actuator.
        if (match == null && !RenderedResponse.isApi(exchange)) {
            return others.filter(exchange);
        }
        long begun = System.nanoTime();
        Route route = match == null ? null : match.route(exchange.getRequest().getMethod());
        AtomicBoolean counted = new AtomicBoolean();
        return handle(exchange, match, route)
                .flatMap(response -> {
                    counted.set(true);
                    times.record(route, response.statusCode().value(), begun);
                    return response.writeTo(exchange, RenderedResponse.NO_CONTEXT);
                })
                .doOnCancel(() -> {
                    if (counted.compareAndSet(false, true)) {
                        times.record(route, Problems.CALLER_GONE, begun);
                    }
                });
    }

    @Override
    public void close() {
        purger.shutdown();
    }

    private Mono<ServerResponse> handle(
            ServerWebExchange exchange, RouteTable.@Nullable Match match, @Nullable Route route) {
        try {
            if (match == null) {
                throw new NotFoundException();
            }
            requests.refuseIfFull();
            if (route == null) {
                throw new MethodNotAllowedException(match.allow());
            }
            return door.admit(exchange, route, match)
                    .flatMap(this::answer)
                    .onErrorResume(thrown -> refused(exchange, thrown));
        } catch (RuntimeException e) {
            return refused(exchange, e);
        }
    }

    private Mono<ServerResponse> answer(Admitted admitted) {
        ServerHttpRequest http = admitted.exchange().getRequest();
        Terms terms = admitted.route().terms();
        return switch (admitted.route().action()) {
            case Route.Action.Whole(DeferredHandler handler) -> {
                long maxBytes = terms.maxBytes() > 0
                        ? terms.maxBytes()
                        : properties.maxBody().toBytes();
                Memory memory = memory(admitted);
                if (!admitted.route().mayHaveBody()) {
                    yield onVirtualThread(admitted, handler, Rendered.NOTHING, maxBytes, memory);
                }
                Bodies.check(http, terms.consumes(), maxBytes);
                yield Bodies.whole(http, maxBytes, memory.body())
                        .flatMap(body -> onVirtualThread(admitted, handler, body, maxBytes, memory))
                        .doOnError(_ -> memory.close())
                        .doOnCancel(memory::close);
            }
            case Route.Action.Streamed(StreamingHandler handler) -> {
                long maxBytes = terms.maxBytes() > 0
                        ? terms.maxBytes()
                        : properties.maxStreamedBody().toBytes();
                Bodies.check(http, terms.consumes(), maxBytes);
                if (http.getHeaders().containsHeader("Idempotency-Key")) {
                    throw new InvalidHeaderException(
                            "this route takes no Idempotency-Key: its lines carry their own ids");
                }
                yield streamed(admitted, handler, maxBytes);
            }
        };
    }

    /// What a request may take of the memory for bodies, and of that for streams.
    private record Memory(ByteBudget.Account body, ByteBudget.Account stream) {
        void close() {
            body.close();
            stream.close();
        }
    }

    private Memory memory(Admitted admitted) {
        return new Memory(bodyMemory.account(admitted.owner()), streamMemory.account(admitted.owner()));
    }

    private Mono<ServerResponse> streamed(Admitted admitted, StreamingHandler handler, long maxBytes) {
        InFlight.Place place = streams.enter(admitted);
        Memory memory = memory(admitted);
        Runnable end = () -> {
            place.leave();
            memory.close();
        };
        ApiRequest request =
                new ApiRequest(admitted, properties.publicUrl(), proxies, Rendered.NOTHING, memory.stream());
        return Mono.defer(() -> handler.handle(
                        request, Bodies.streamed(admitted.exchange().getRequest(), maxBytes)))
                .<ServerResponse>map(response -> new StreamedResponse(response, end))
                .doOnError(_ -> end.run())
                .doOnCancel(end);
    }

    /// A place is taken until the answer is written: one that nobody takes counts among the requests under way. Who
    /// went away gives it back when the work is done, since that is what the limit is about.
    private Mono<ServerResponse> onVirtualThread(
            Admitted admitted, DeferredHandler handler, byte[] body, long maxBytes, Memory memory) {
        InFlight.Place place = requests.enter(admitted);
        Runnable end = () -> {
            place.leave();
            memory.close();
        };
        AtomicBoolean gone = new AtomicBoolean();
        AtomicBoolean done = new AtomicBoolean();
        return VirtualThreads.<ServerResponse>begin(() -> {
                    CompletionStage<Rendered> answer;
                    try {
                        refuseIfLeft(admitted);
                        byte[] plain =
                                Bodies.decompressed(admitted.exchange().getRequest(), body, maxBytes, memory.body());
                        answer = run(admitted, handler, plain, memory.stream());
                    } catch (RuntimeException | Error e) {
                        answer = CompletableFuture.failedFuture(e);
                    }
                    return answer.<ServerResponse>thenApply(rendered -> new RenderedResponse(rendered, end))
                            .whenComplete((_, failure) -> {
                                done.set(true);
                                if (failure != null || gone.get()) {
                                    end.run();
                                }
                            });
                })
                .doOnCancel(() -> {
                    gone.set(true);
                    if (done.get()) {
                        end.run();
                    }
                });
    }

    /// A client that left takes its data along and changes nothing any more; the platform acts for it.
    private void refuseIfLeft(Admitted admitted) {
        Caller caller = admitted.caller();
        ClientId client = admitted.client();
        if (client != null
                && caller != null
                && !caller.isPlatform()
                && admitted.route().changesAClient()
                && left.test(client)) {
            throw new ClientOffboardedException();
        }
    }

    private CompletionStage<Rendered> run(
            Admitted admitted, DeferredHandler handler, byte[] body, ByteBudget.Account memory) {
        ServerHttpRequest http = admitted.exchange().getRequest();
        ApiRequest request = new ApiRequest(admitted, properties.publicUrl(), proxies, body, memory);
        String header = http.getHeaders().getFirst("Idempotency-Key");
        String token = admitted.token();
        if (header == null || token == null || !admitted.route().takesIdempotencyKey()) {
            String known = http.getHeaders().getFirst("If-None-Match");
            return call(request, handler).thenApply(answer -> answer.unlessKnown(known));
        }
        IdempotencyKey key = IdempotencyKey.of(token, admitted.route(), header);
        request.doneOnceAs(key);
        String query = http.getURI().getRawQuery();
        String path = http.getURI().getRawPath() + (query == null ? "" : "?" + query);
        return CompletableFuture.completedFuture(
                idempotency.once(key, admitted.route(), path, body, () -> await(call(request, handler))));
    }

    /// What is thrown, at once or later, is an answer too.
    private CompletionStage<Rendered> call(ApiRequest request, DeferredHandler handler) {
        CompletionStage<Answer> answer;
        try {
            answer = handler.handle(request);
        } catch (Throwable e) { // whatever it is, the caller is waiting for an answer
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.handle((given, failure) -> failure == null
                ? Rendered.of(given, request.prefersMinimal())
                : problems.render(VirtualThreads.unwrapped(failure), request.requestId()));
    }

    private static Rendered await(CompletionStage<Rendered> answer) {
        try {
            return answer.toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new UnavailableException("no answer in time", e);
        }
    }

    /// Never answered on the event loop, in the middle of what it reads: Reactor Netty has not seen the request's end
    /// then, and now and then it would not read the next one on this connection.
    private Mono<ServerResponse> refused(ServerWebExchange exchange, Throwable thrown) {
        Rendered problem = problems.render(thrown, RequestTrace.requestId(exchange));
        return Bodies.leftUnread(exchange, properties.maxBody().toBytes())
                .then(VirtualThreads.call(() -> new RenderedResponse(problem)));
    }

    private void purgeQuietly() {
        try {
            kept.purge();
        } catch (RuntimeException e) {
            log.warn("could not purge old Idempotency-Keys; trying again in {} minutes", PURGE_MINUTES);
        }
    }

    private static List<Route> allRoutes(WebProperties properties, List<Routes> parts) {
        List<ProblemType> types = new ArrayList<>(WebProblems.ALL);
        parts.forEach(part -> types.addAll(part.problems()));
        Stream<Routes> ours = Stream.of(new ProblemPages(types).routes(), new ApiDocs(properties.openApi()).routes());
        return Stream.concat(parts.stream(), ours)
                .flatMap(part -> part.all().stream())
                .toList();
    }
}
