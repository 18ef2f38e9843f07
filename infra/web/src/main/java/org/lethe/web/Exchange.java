package org.lethe.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// What goes in and out of a route, for the API document; requests are not held against it.
///
/// @param body what is taken
/// @param bodyIsOptional whether a request without one will do
/// @param query type of each query parameter
/// @param headers required headers, with the pattern of their values
/// @param replies what is answered where nothing is refused
/// @param refusals problem types beside those that follow from the terms
/// @param replaces only what the caller has seen: `If-Match` is required
/// @param tagged answers carry an `ETag`
/// @param mayBeMinimal answers come without their body where the caller prefers that
public record Exchange(
        @Nullable Shape body,
        boolean bodyIsOptional,
        Map<String, Class<?>> query,
        Map<String, String> headers,
        List<Reply> replies,
        SequencedSet<ProblemType> refusals,
        boolean replaces,
        boolean tagged,
        boolean mayBeMinimal) {

    /// What stands in a body.
    public sealed interface Shape {
        record One(Class<?> type) implements Shape {}

        record PageOf(Class<?> type) implements Shape {}

        /// NDJSON: each line is one of these.
        record LinesOf(List<Class<?>> types) implements Shape {}

        /// A file, of whichever media type the route produces.
        record File() implements Shape {}
    }

    /// @param json what is answered as JSON, or as a file; null for nothing
    /// @param lines what is answered as NDJSON
    /// @param located whether `Location` tells where it is
    public record Reply(
            int status, @Nullable Shape json, @Nullable Shape lines, boolean located) {}

    static final Exchange UNSAID =
            new Exchange(null, false, Map.of(), Map.of(), List.of(), new LinkedHashSet<>(), false, false, false);

    Exchange taking(Shape taken, boolean optional) {
        return new Exchange(taken, optional, query, headers, replies, refusals, replaces, tagged, mayBeMinimal);
    }

    Exchange asking(String name, Class<?> type) {
        return new Exchange(
                body,
                bodyIsOptional,
                with(query, name, type),
                headers,
                replies,
                refusals,
                replaces,
                tagged,
                mayBeMinimal);
    }

    Exchange requiring(String header, String pattern) {
        return new Exchange(
                body,
                bodyIsOptional,
                query,
                with(headers, header, pattern),
                replies,
                refusals,
                replaces,
                tagged,
                mayBeMinimal);
    }

    Exchange answering(Reply reply) {
        List<Reply> more = new ArrayList<>(replies);
        more.add(reply);
        return new Exchange(
                body, bodyIsOptional, query, headers, List.copyOf(more), refusals, replaces, tagged, mayBeMinimal);
    }

    Exchange refusing(List<ProblemType> types) {
        SequencedSet<ProblemType> more = new LinkedHashSet<>(refusals);
        more.addAll(types);
        return new Exchange(body, bodyIsOptional, query, headers, replies, more, replaces, tagged, mayBeMinimal);
    }

    Exchange replacing() {
        return new Exchange(body, bodyIsOptional, query, headers, replies, refusals, true, tagged, mayBeMinimal);
    }

    Exchange withTag() {
        return new Exchange(body, bodyIsOptional, query, headers, replies, refusals, replaces, true, mayBeMinimal);
    }

    Exchange orMinimal() {
        return new Exchange(body, bodyIsOptional, query, headers, replies, refusals, replaces, tagged, true);
    }

    private static <V> Map<String, V> with(Map<String, V> before, String name, V value) {
        Map<String, V> more = new LinkedHashMap<>(before);
        more.put(name, value);
        return more;
    }
}
