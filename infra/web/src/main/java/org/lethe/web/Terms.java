package org.lethe.web;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// On what terms a route answers: who may call it, and what it takes. There is no route without roles unless it says
/// that it is open.
///
/// @param roles any one of them is enough; empty only if open
/// @param withoutKey needs no API key
/// @param query names of the query parameters that it knows; any other is refused
/// @param consumes media types of the body
/// @param produces media types of the answer, the default first
/// @param secretAnswer the answer holds a secret: never stored, never replayed
/// @param maxBytes of the body, decompressed; 0 for the limit of all routes
/// @param repeat what an `Idempotency-Key` does
/// @param exchange what goes in and out
public record Terms(
        Set<Role> roles,
        boolean withoutKey,
        Set<String> query,
        List<String> consumes,
        List<String> produces,
        boolean secretAnswer,
        long maxBytes,
        Repeat repeat,
        Exchange exchange) {

    private static final String JSON = "application/json";
    private static final String HTML = "text/html";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String NDJSON = "application/x-ndjson";

    public Terms {
        roles = roles.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(roles));
        query = Set.copyOf(query);
        consumes = List.copyOf(consumes);
        produces = List.copyOf(produces);
        if (roles.isEmpty() != withoutKey) {
            throw new IllegalArgumentException("a route names its roles or is open, not both");
        }
    }

    public static Terms roles(Role first, Role... more) {
        return new Terms(
                EnumSet.of(first, more),
                false,
                Set.of(),
                List.of(JSON),
                List.of(JSON),
                false,
                0,
                Repeat.MARKED,
                Exchange.UNSAID);
    }

    /// Anybody may call it, without an API key.
    public static Terms open() {
        return new Terms(
                Set.of(), true, Set.of(), List.of(JSON), List.of(JSON), false, 0, Repeat.MARKED, Exchange.UNSAID);
    }

    /// A page that anybody opens in a browser, and what its forms are sent to.
    public static Terms page() {
        return new Terms(
                Set.of(), true, Set.of(), List.of(FORM), List.of(HTML), false, 0, Repeat.MARKED, Exchange.UNSAID);
    }

    /// Whether it is for people: it is no part of the API document, and what browsers and links bring along, such as
    /// `?utm_source`, is passed over.
    public boolean isPage() {
        return withoutKey && produces.getFirst().equals(HTML);
    }

    /// A query parameter that it knows, beside those named before.
    public Terms query(String name, Class<?> type) {
        Set<String> more = new HashSet<>(query);
        more.add(name);
        return new Terms(
                roles,
                withoutKey,
                more,
                consumes,
                produces,
                secretAnswer,
                maxBytes,
                repeat,
                exchange.asking(name, type));
    }

    /// `?limit` and `?cursor`, with a page of these as the answer.
    public Terms pages(Class<?> row) {
        return query("limit", int.class)
                .query("cursor", Cursor.class)
                .answering(new Exchange.Reply(200, new Exchange.Shape.PageOf(row), null, false));
    }

    /// A header that it needs.
    ///
    /// @param pattern of the whole value; the handler refuses another
    public Terms header(String name, String pattern) {
        return with(exchange.requiring(name, pattern));
    }

    /// A body.
    public Terms takes(Class<?> type) {
        return with(exchange.taking(new Exchange.Shape.One(type), false));
    }

    /// A body, or none.
    public Terms mayTake(Class<?> type) {
        return with(exchange.taking(new Exchange.Shape.One(type), true));
    }

    /// NDJSON, each line one of these.
    public Terms takesLines(Class<?> line) {
        return new Terms(
                roles,
                withoutKey,
                query,
                List.of(NDJSON),
                produces,
                secretAnswer,
                maxBytes,
                repeat,
                exchange.taking(new Exchange.Shape.LinesOf(List.of(line)), false));
    }

    public Terms produces(String... mediaTypes) {
        return new Terms(
                roles, withoutKey, query, consumes, List.of(mediaTypes), secretAnswer, maxBytes, repeat, exchange);
    }

    /// 200 with this.
    public Terms answers(Class<?> type) {
        return answers(200, type);
    }

    public Terms answers(int status, Class<?> type) {
        return answering(new Exchange.Reply(status, new Exchange.Shape.One(type), null, false));
    }

    /// 200 with this as JSON, or line by line as NDJSON.
    ///
    /// @param type null for NDJSON alone
    public Terms answersLines(@Nullable Class<?> type, Class<?>... lines) {
        return produces(type == null ? new String[] {NDJSON} : new String[] {JSON, NDJSON})
                .answering(new Exchange.Reply(
                        200,
                        type == null ? null : new Exchange.Shape.One(type),
                        new Exchange.Shape.LinesOf(List.of(lines)),
                        false));
    }

    /// 200 with a file of one of these media types.
    public Terms answersFile(String... mediaTypes) {
        return produces(mediaTypes).answering(new Exchange.Reply(200, new Exchange.Shape.File(), null, false));
    }

    /// 201 with this, and where it is.
    public Terms creates(Class<?> type) {
        return answering(new Exchange.Reply(201, new Exchange.Shape.One(type), null, true));
    }

    /// 202 with this, and where to ask how far it is.
    public Terms accepts(Class<?> type) {
        return answering(new Exchange.Reply(202, new Exchange.Shape.One(type), null, true));
    }

    /// 204.
    public Terms answersNothing() {
        return answering(new Exchange.Reply(204, null, null, false));
    }

    /// Problem types that are its own: those that every route has, and those that follow from the terms,
    /// need no mention.
    public Terms refuses(ProblemType... types) {
        return with(exchange.refusing(List.of(types)));
    }

    /// What it replaces has to be named by `If-Match`: [ApiRequest#requireIfMatch].
    public Terms replaces() {
        return with(exchange.replacing());
    }

    /// Its answers carry an `ETag`: [Answer#etag].
    public Terms tagged() {
        return with(exchange.withTag());
    }

    /// [Answer#orMinimal].
    public Terms orMinimal() {
        return with(exchange.orMinimal());
    }

    public Terms withSecretAnswer() {
        return new Terms(roles, withoutKey, query, consumes, produces, true, maxBytes, repeat, exchange);
    }

    /// What an `Idempotency-Key` does, where it is not [Repeat#MARKED].
    public Terms repeats(Repeat how) {
        return new Terms(roles, withoutKey, query, consumes, produces, secretAnswer, maxBytes, how, exchange);
    }

    public Terms maxBytes(long bytes) {
        return new Terms(roles, withoutKey, query, consumes, produces, secretAnswer, bytes, repeat, exchange);
    }

    private Terms answering(Exchange.Reply reply) {
        return with(exchange.answering(reply));
    }

    private Terms with(Exchange more) {
        return new Terms(roles, withoutKey, query, consumes, produces, secretAnswer, maxBytes, repeat, more);
    }
}
