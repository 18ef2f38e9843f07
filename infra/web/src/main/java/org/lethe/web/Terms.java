package org.lethe.web;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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
public record Terms(
        Set<Role> roles,
        boolean withoutKey,
        Set<String> query,
        List<String> consumes,
        List<String> produces,
        boolean secretAnswer,
        long maxBytes) {

    private static final List<String> JSON = List.of("application/json");

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
        return new Terms(EnumSet.of(first, more), false, Set.of(), JSON, JSON, false, 0);
    }

    /// Anybody may call it, without an API key.
    public static Terms open() {
        return new Terms(Set.of(), true, Set.of(), JSON, JSON, false, 0);
    }

    public Terms query(String... names) {
        return new Terms(roles, withoutKey, Set.of(names), consumes, produces, secretAnswer, maxBytes);
    }

    public Terms consumes(String... mediaTypes) {
        return new Terms(roles, withoutKey, query, List.of(mediaTypes), produces, secretAnswer, maxBytes);
    }

    public Terms produces(String... mediaTypes) {
        return new Terms(roles, withoutKey, query, consumes, List.of(mediaTypes), secretAnswer, maxBytes);
    }

    public Terms withSecretAnswer() {
        return new Terms(roles, withoutKey, query, consumes, produces, true, maxBytes);
    }

    public Terms maxBytes(long bytes) {
        return new Terms(roles, withoutKey, query, consumes, produces, secretAnswer, bytes);
    }
}
