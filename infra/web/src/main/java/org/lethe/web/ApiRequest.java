package org.lethe.web;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/// One request that was let in: its caller is known and has a role of the route, and its query parameters are known.
public final class ApiRequest {
    private final ServerHttpRequest http;
    private final Route route;
    private final RouteTable.Match match;
    private final @Nullable Caller caller;
    private final @Nullable ClientId client;
    private final String requestId;
    private final @Nullable URI publicUrl;
    private final Addresses proxies;
    private @Nullable UUID onceId;
    private final byte[] body;
    private final ByteBudget.Account memory;

    ApiRequest(Admitted admitted, @Nullable URI publicUrl, Addresses proxies, byte[] body, ByteBudget.Account memory) {
        this.http = admitted.exchange().getRequest();
        this.route = admitted.route();
        this.match = admitted.match();
        this.caller = admitted.caller();
        this.client = admitted.client();
        this.requestId = RequestTrace.requestId(admitted.exchange());
        this.publicUrl = publicUrl;
        this.proxies = proxies;
        this.body = body;
        this.memory = memory;
    }

    /// @throws IllegalStateException if the route is open
    public Caller caller() {
        if (caller == null) {
            throw new IllegalStateException(route + " is open: it has no caller");
        }
        return caller;
    }

    /// The client in the path. The caller may act for it; whether it exists is for the handler to find out.
    ///
    /// @throws IllegalStateException if the path has no `{client}`
    public ClientId client() {
        if (client == null) {
            throw new IllegalStateException(route + " names no client");
        }
        return client;
    }

    /// A variable of the path, decoded.
    ///
    /// @throws IllegalStateException if the path has no such variable
    public String path(String variable) {
        String value = match.value(route, variable);
        if (value == null) {
            throw new IllegalStateException(route + " has no variable " + variable);
        }
        return value;
    }

    /// A variable of the path as an identifier, such as `request.path("conversation", ConversationId::parse)`.
    ///
    /// @throws NotFoundException if it is none
    public <T> T path(String variable, Function<String, T> parse) {
        try {
            return parse.apply(path(variable));
        } catch (IllegalArgumentException e) {
            throw new NotFoundException();
        }
    }

    /// The body as a record; see [StrictJson].
    ///
    /// @throws InvalidBodyException if it is anything else
    public <T> T body(Class<T> type) {
        return StrictJson.read(body, type);
    }

    /// The body as sent, decompressed; empty if there is none, and for streaming routes.
    public byte[] bodyBytes() {
        return body;
    }

    /// The fields of a form by their names, the first value of each; see [FormBody].
    ///
    /// @throws InvalidBodyException if it is no form in UTF-8
    public FormBody form() {
        return FormBody.of(body);
    }

    /// What stands for where the request came from: an address, of IPv6 its net. Behind a proxy that
    /// `lethe.web.proxies` names it is what that says; nobody else is believed.
    public String neighbourhood() {
        InetSocketAddress from = http.getRemoteAddress();
        return from == null || from.getAddress() == null
                ? ""
                : Addresses.neighbourhood(
                        proxies.caller(from.getAddress(), http.getHeaders().getOrEmpty("X-Forwarded-For")));
    }

    /// @throws IllegalStateException if the route's terms don't name this parameter
    public Optional<String> query(String name) {
        if (!route.terms().query().contains(name)) {
            throw new IllegalStateException(route + " does not know ?" + name);
        }
        if (http.getURI().getRawQuery() == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(http.getQueryParams().getFirst(name));
    }

    /// A query parameter as a value, such as `request.query("channel", "a channel such as web", Channel::new)`.
    ///
    /// @param accepted what it looks like, for the caller who got it wrong
    /// @throws InvalidParameterException if `parse` throws
    public <T> Optional<T> query(String name, String accepted, Function<String, T> parse) {
        return query(name).map(text -> {
            try {
                return parse.apply(text);
            } catch (RuntimeException e) {
                throw new InvalidParameterException("?" + name, accepted);
            }
        });
    }

    void doneOnceAs(IdempotencyKey key) {
        onceId = key.id();
    }

    /// What the caller wants to be done once, where it sent an `Idempotency-Key`: the same for the same key of the same
    /// caller on this route, and random to anybody else. For ids that make a repetition meet what is there.
    public Optional<UUID> onceId() {
        return Optional.ofNullable(onceId);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(http.getHeaders().getFirst(name));
    }

    /// Ours, unique, on the answer too; for logs and events.
    public String requestId() {
        return requestId;
    }

    /// The format to answer in: the first of the route's that the `Accept` header takes.
    public String answerType() {
        return Accept.choose(http.getHeaders(), route.terms().produces());
    }

    /// Memory for what this request keeps while it is sent or written, out of what all of them may take together. It is
    /// given back when the answer is written.
    public ByteBudget.Account memory() {
        return memory;
    }

    /// How many rows the caller wants on a page: `?limit`, 50 unless told, at most 200. Read one more, then [#page].
    public int limit() {
        return query("limit", "a whole number from 1 to " + Page.MAX_LIMIT, text -> {
                    int limit = Integer.parseInt(text);
                    if (limit < 1 || limit > Page.MAX_LIMIT) {
                        throw new IllegalArgumentException("out of range");
                    }
                    return limit;
                })
                .orElse(Page.DEFAULT_LIMIT);
    }

    /// Where the caller wants to go on: `?cursor`.
    public Optional<Cursor> cursor() {
        return query("cursor").map(Cursor::decode);
    }

    /// A page of what was read.
    ///
    /// @param rows at most [#limit] and one; the one more tells that there is a next page
    /// @param position sort key of a row
    public <R, T> Page<T> page(List<R> rows, Function<R, Cursor> position, Function<R, T> item) {
        int limit = limit();
        List<T> items = new ArrayList<>(Math.min(limit, rows.size()));
        for (R row : rows.subList(0, Math.min(limit, rows.size()))) {
            items.add(item.apply(row));
        }
        String next = rows.size() > limit ? next(position.apply(rows.get(limit - 1))) : null;
        return new Page<>(items, next);
    }

    /// Refuses a change of something that the caller has not seen in its present state.
    ///
    /// @param presentTag its entity tag now, without quotes
    /// @throws PreconditionRequiredException without `If-Match`
    /// @throws PreconditionFailedException if that names another state
    public void requireIfMatch(String presentTag) {
        String wanted = http.getHeaders().getFirst("If-Match");
        if (wanted == null) {
            throw new PreconditionRequiredException();
        }
        if (!EntityTags.matchStrongly(wanted, presentTag)) {
            throw new PreconditionFailedException();
        }
    }

    /// Whether the caller sent `Prefer: return=minimal` (RFC 7240); [Answer#orMinimal] does the rest.
    public boolean prefersMinimal() {
        return header("Prefer").map(prefer -> prefer.contains("return=minimal")).orElse(false);
    }

    /// Absolute URL of the page behind this place of the same list.
    public String next(Cursor cursor) {
        MultiValueMap<String, String> query = http.getQueryParams();
        UriComponentsBuilder url = (publicUrl == null ? local() : UriComponentsBuilder.fromUri(publicUrl))
                .path(http.getURI().getPath());
        query.forEach((name, values) -> {
            if (!name.equals("cursor") && values.getFirst() != null) {
                url.queryParam(name, "{" + name + "}");
            }
        });
        url.queryParam("cursor", cursor.encoded());
        return url.encode().buildAndExpand(query.toSingleValueMap()).toUriString();
    }

    /// Where the connection ends. Never the `Host` header: whoever sends it would choose where the next request, with
    /// its API key, goes.
    private UriComponentsBuilder local() {
        InetSocketAddress address = Objects.requireNonNull(http.getLocalAddress());
        String host = address.getAddress().getHostAddress();
        return UriComponentsBuilder.newInstance()
                .scheme(http.getSslInfo() == null ? "http" : "https")
                .host(host.contains(":") ? "[" + host.replaceFirst("%.*", "") + "]" : host)
                .port(address.getPort());
    }
}
