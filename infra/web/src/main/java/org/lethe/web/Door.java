package org.lethe.web;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/// Decides who is let in, before any of the body is read: key, client, role, then parameters and formats.
final class Door {
    private static final String SCHEME = "Bearer ";

    private final ApiKeys keys;
    private final InFlight requests;
    private final UnknownKeys unknown;

    Door(ApiKeys keys, InFlight requests, UnknownKeys unknown) {
        this.keys = keys;
        this.requests = requests;
        this.unknown = unknown;
    }

    /// An error with a [ProblemException] if it is refused. Asks the database on a virtual thread, if at all.
    Mono<Admitted> admit(ServerWebExchange exchange, Route route, RouteTable.Match match) {
        if (route.terms().withoutKey()) {
            return Mono.just(checked(new Admitted(exchange, route, match, null, null, null)));
        }
        String token = token(exchange.getRequest().getHeaders());
        Optional<Caller> caller = keys.authenticateFromMemory(token);
        if (caller != null) {
            return Mono.just(admitted(exchange, route, match, token, caller));
        }
        InetSocketAddress from = exchange.getRequest().getRemoteAddress();
        unknown.refuseIfTooMany(from);
        InFlight.Place place = requests.enter();
        return VirtualThreads.call(() -> {
            try {
                Optional<Caller> looked = keys.authenticate(token);
                if (looked.isEmpty()) {
                    unknown.note(from);
                }
                return admitted(exchange, route, match, token, looked);
            } finally {
                place.leave();
            }
        });
    }

    private static Admitted admitted(
            ServerWebExchange exchange, Route route, RouteTable.Match match, String token, Optional<Caller> known) {
        Caller caller = known.orElseThrow(() -> new UnauthenticatedException("the API key is not valid"));
        ClientId client = client(route, match, caller);
        if (!hasARole(caller, route.roles())) {
            throw new ForbiddenException("this needs the role "
                    + String.join(
                            " or ", route.roles().stream().map(Role::wireName).toList()));
        }
        return checked(new Admitted(exchange, route, match, caller, token, client));
    }

    /// Another client's ids look as if they didn't exist, whatever the role.
    private static @Nullable ClientId client(Route route, RouteTable.Match match, Caller caller) {
        String value = match.value(route, "client");
        if (value == null) {
            return null;
        }
        ClientId client;
        try {
            client = ClientId.parse(value);
        } catch (IllegalArgumentException e) {
            throw new NotFoundException();
        }
        if (!caller.actsFor(client) || client.equals(ClientId.PLATFORM)) {
            throw new NotFoundException();
        }
        return client;
    }

    private static boolean hasARole(Caller caller, Set<Role> needed) {
        for (Role role : needed) {
            if (caller.has(role)) {
                return true;
            }
        }
        return false;
    }

    private static Admitted checked(Admitted admitted) {
        ServerHttpRequest request = admitted.exchange().getRequest();
        Terms terms = admitted.route().terms();
        if (terms.isPage()) {
            return admitted;
        }
        Accept.choose(request.getHeaders(), terms.produces());
        if (request.getURI().getRawQuery() != null) {
            checkQuery(request.getQueryParams(), terms.query());
        }
        return admitted;
    }

    private static void checkQuery(Map<String, List<String>> sent, Set<String> known) {
        sent.forEach((name, values) -> {
            if (!known.contains(name)) {
                String accepted = known.isEmpty()
                        ? "none"
                        : String.join(", ", known.stream().sorted().toList());
                throw new InvalidParameterException(
                        JsonComplaint.harmless("?", name), "unknown; accepted: " + accepted);
            }
            String value = values.getFirst();
            if (values.size() > 1 || value == null || value.indexOf('\0') >= 0) {
                throw new InvalidParameterException("?" + name, "one value, without NUL");
            }
        });
    }

    private static String token(HttpHeaders headers) {
        String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new UnauthenticatedException("send Authorization: Bearer and an API key");
        }
        return authorization.substring(SCHEME.length()).strip();
    }
}
