package org.lethe.web;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
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

    /// Whether an `Idempotency-Key` makes it happen once.
    public boolean takesIdempotencyKey() {
        return mayHaveBody()
                && !terms.withoutKey()
                && terms.repeat() != Repeat.READING
                && action instanceof Action.Whole;
    }

    /// Whether it changes something of the client in its path.
    boolean changesAClient() {
        return mayHaveBody() && terms.repeat() != Repeat.READING && path.contains("{client}");
    }

    public boolean mayHaveBody() {
        return !method.equals(HttpMethod.GET);
    }

    /// Every problem type that it may answer with: those that any route has, those that follow from its terms, its own.
    public SequencedSet<ProblemType> refusals() {
        SequencedSet<ProblemType> all = new LinkedHashSet<>(List.of(
                WebProblems.INVALID_PARAMETER,
                WebProblems.INVALID_HEADER,
                WebProblems.NOT_FOUND,
                WebProblems.NOT_ACCEPTABLE,
                WebProblems.OVERLOADED,
                WebProblems.UNAVAILABLE));
        if (!terms.withoutKey()) {
            all.addAll(List.of(WebProblems.UNAUTHENTICATED, WebProblems.FORBIDDEN));
        }
        if (mayHaveBody()) {
            all.addAll(List.of(
                    WebProblems.INVALID_BODY,
                    WebProblems.BODY_TOO_SLOW,
                    WebProblems.BODY_TOO_LARGE,
                    WebProblems.UNSUPPORTED_MEDIA_TYPE));
        }
        if (takesIdempotencyKey()) {
            all.addAll(List.of(WebProblems.IDEMPOTENCY_KEY_RUNNING, WebProblems.IDEMPOTENCY_KEY_REUSED));
            if (terms.repeat() == Repeat.MARKED) {
                all.add(WebProblems.DONE_UNANSWERED);
            }
        }
        if (changesAClient()) {
            all.add(WebProblems.CLIENT_OFFBOARDED);
        }
        if (terms.secretAnswer()) {
            all.add(WebProblems.SECRET_SHOWN_ONCE);
        }
        if (terms.exchange().replaces()) {
            all.addAll(List.of(WebProblems.PRECONDITION_REQUIRED, WebProblems.PRECONDITION_FAILED));
        }
        all.addAll(terms.exchange().refusals());
        return all;
    }

    HttpMethod httpMethod() {
        return method;
    }

    Action action() {
        return action;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
