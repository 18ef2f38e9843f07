package org.lethe.web;

import java.util.List;

/// The problem types that every service shares. A service adds its own through [Routes#problems].
public final class WebProblems {
    public static final ProblemType INVALID_BODY = new ProblemType(
            "invalid-body",
            400,
            "The body is not acceptable",
            "The body is not valid JSON, lacks a required field, has an unknown one, or has a value of another kind. `errors` names each place by JSON pointer and says what is accepted there.");
    public static final ProblemType INVALID_PARAMETER = new ProblemType(
            "invalid-parameter",
            400,
            "A query parameter is not acceptable",
            "A query parameter is unknown to this route, stands twice, or has a value that is not accepted. `errors` names it.");
    public static final ProblemType INVALID_HEADER = new ProblemType(
            "invalid-header",
            400,
            "A header is not acceptable",
            "A request header has a value that is not accepted. The detail names it.");
    public static final ProblemType UNAUTHENTICATED = new ProblemType(
            "unauthenticated",
            401,
            "No valid API key",
            "Send `Authorization: Bearer lth_…` with a key that is neither expired nor revoked.");
    public static final ProblemType FORBIDDEN = new ProblemType(
            "forbidden",
            403,
            "This API key lacks the role",
            "The key is valid but has none of the roles that this route needs.");
    public static final ProblemType NOT_FOUND =
            new ProblemType("not-found", 404, "Not found", "There is nothing here, or it belongs to another client.");
    public static final ProblemType METHOD_NOT_ALLOWED = new ProblemType(
            "method-not-allowed",
            405,
            "This path has no such method",
            "The `Allow` header lists the methods of this path.");
    public static final ProblemType NOT_ACCEPTABLE = new ProblemType(
            "not-acceptable",
            406,
            "None of the accepted formats is on offer",
            "The `Accept` header names no format that this route can answer in.");
    public static final ProblemType BODY_TOO_SLOW = new ProblemType(
            "body-too-slow",
            408,
            "The body came too slowly",
            "The body of the request stood still, or came so slowly that the server stopped waiting. Nothing was done. Send it again.");
    public static final ProblemType IDEMPOTENCY_KEY_RUNNING = new ProblemType(
            "idempotency-key-running",
            409,
            "The first request with this Idempotency-Key is still running",
            "Wait a moment and send the same request again.");
    public static final ProblemType CLIENT_OFFBOARDED = new ProblemType(
            "client-offboarded",
            409,
            "The client has left",
            "The client was off-boarded. What is kept can be read until it goes by the client's schedule; nothing new is taken, and the client's own keys change nothing any more. The platform may act for it.");
    public static final ProblemType DONE_UNANSWERED = new ProblemType(
            "done-unanswered",
            409,
            "It was done, and its answer was lost",
            "The request with this Idempotency-Key stands in the log, and the server ended before its answer was kept. Nothing is done a second time. Look for what it made, in the list of its kind.");
    public static final ProblemType SECRET_SHOWN_ONCE = new ProblemType(
                    "secret-shown-once",
                    409,
                    "The secret was shown once",
                    "The request with this Idempotency-Key succeeded, and its answer held a secret that is not kept. If it was lost, revoke it and make a new one under a new Idempotency-Key.")
            .with("first_status", int.class);
    public static final ProblemType PRECONDITION_FAILED = new ProblemType(
            "precondition-failed",
            412,
            "It has changed in the meantime",
            "The `If-Match` header names an older state. Read it again, then decide.");
    public static final ProblemType BODY_TOO_LARGE = new ProblemType(
                    "body-too-large",
                    413,
                    "The body is too large",
                    "The body, after decompression, is larger than this route takes.")
            .with("max_bytes", long.class);
    public static final ProblemType URI_TOO_LONG = new ProblemType(
            "uri-too-long",
            414,
            "The request line is too long",
            "The first line of the request, method and address, is longer than this server takes. No route needs a long one: values that long belong in the body.");
    public static final ProblemType UNSUPPORTED_MEDIA_TYPE = new ProblemType(
            "unsupported-media-type",
            415,
            "The body has another format",
            "The `Content-Type` or `Content-Encoding` is not one that this route reads.");
    public static final ProblemType IDEMPOTENCY_KEY_REUSED = new ProblemType(
            "idempotency-key-reused",
            422,
            "This Idempotency-Key was used for another request",
            "Within 24 hours a key stands for one method, path and body. Use a new key for a new request.");
    public static final ProblemType PRECONDITION_REQUIRED = new ProblemType(
            "precondition-required",
            428,
            "If-Match is required",
            "Read the resource, and send its `ETag` as `If-Match`, so that nobody's change is overwritten.");
    public static final ProblemType HEADERS_TOO_LARGE = new ProblemType(
            "headers-too-large",
            431,
            "The headers are too large",
            "All headers of the request together are larger than this server takes. Send fewer or shorter ones.");
    public static final ProblemType INTERNAL_ERROR = new ProblemType(
            "internal-error",
            500,
            "Something went wrong here",
            "The fault is ours. Tell the operator the `request_id`.");
    public static final ProblemType OVERLOADED = new ProblemType(
            "overloaded",
            503,
            "Too much at once",
            "The request was refused before anything was done. Try again after `Retry-After`.");
    public static final ProblemType UNAVAILABLE = new ProblemType(
            "unavailable",
            503,
            "Not available at the moment",
            "Something that this route needs, such as the database, does not answer. Try again after `Retry-After`, with the same Idempotency-Key.");
    public static final ProblemType REFUSED = new ProblemType(
            "refused",
            400,
            "The request was refused",
            "The request was refused before it reached a route: see the status and the detail.");

    /// All of the above; a test holds it complete.
    static final List<ProblemType> ALL = List.of(
            INVALID_BODY,
            INVALID_PARAMETER,
            INVALID_HEADER,
            UNAUTHENTICATED,
            FORBIDDEN,
            NOT_FOUND,
            METHOD_NOT_ALLOWED,
            NOT_ACCEPTABLE,
            BODY_TOO_SLOW,
            IDEMPOTENCY_KEY_RUNNING,
            CLIENT_OFFBOARDED,
            DONE_UNANSWERED,
            SECRET_SHOWN_ONCE,
            PRECONDITION_FAILED,
            BODY_TOO_LARGE,
            URI_TOO_LONG,
            UNSUPPORTED_MEDIA_TYPE,
            IDEMPOTENCY_KEY_REUSED,
            PRECONDITION_REQUIRED,
            HEADERS_TOO_LARGE,
            INTERNAL_ERROR,
            OVERLOADED,
            UNAVAILABLE,
            REFUSED);

    private WebProblems() {}
}
