package org.lethe.web;

import java.util.Set;
import org.springframework.http.HttpMethod;

/// One method of one path, and who may call it.
public final class Route {

    /// What a route does with a request.
    sealed interface Action {
        record Whole(DeferredHandler handler) implements Action {}

        record Streamed(StreamingHandler handler) implements Action {}
    }

    private final HttpMethod method;
    private final String path;
    private final Terms terms;
    private final Action action;

    Route(HttpMethod method, String path, Terms terms, Action action) {
        this.method = method;
        this.path = path;
        this.terms = terms;
        this.action = action;
    }

    /// `GET`, `POST`, …
    public String method() {
        return method.name();
    }

    /// As in the OpenAPI document: `/v1/clients/{client}`.
    public String path() {
        return path;
    }

    /// Any one of them is enough; empty if it needs no API key.
    public Set<Role> roles() {
        return terms.roles();
    }

    public Terms terms() {
        return terms;
    }

    HttpMethod httpMethod() {
        return method;
    }

    Action action() {
        return action;
    }

    boolean mayHaveBody() {
        return !method.equals(HttpMethod.GET);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
