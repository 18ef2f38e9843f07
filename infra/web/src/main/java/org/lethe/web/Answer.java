package org.lethe.web;

import java.util.ArrayList;
import java.util.List;

/// What a handler answers. Immutable; each method gives a new one.
public final class Answer {

    /// What stands in the body.
    sealed interface Content {
        record None() implements Content {}

        record Json(Object value) implements Content {}

        record Bytes(String mediaType, byte[] bytes) implements Content {}

        record Written(String mediaType, OutputWriter writer) implements Content {}
    }

    record Header(String name, String value) {}

    private static final Content.None NONE = new Content.None();

    private final int status;
    private final List<Header> headers;
    private final Content content;
    private final boolean mayBeMinimal;

    private Answer(int status, List<Header> headers, Content content, boolean mayBeMinimal) {
        this.status = status;
        this.headers = headers;
        this.content = content;
        this.mayBeMinimal = mayBeMinimal;
    }

    /// 200 with a record as JSON.
    public static Answer ok(Object body) {
        return of(200, body);
    }

    /// 201 with a record as JSON.
    public static Answer created(Object body) {
        return of(201, body);
    }

    /// 201 with a record as JSON.
    ///
    /// @param location path or URL of what was made
    public static Answer created(String location, Object body) {
        return created(body).header("Location", location);
    }

    /// 202 with a record as JSON.
    ///
    /// @param location where to ask how far it is
    public static Answer accepted(String location, Object body) {
        return of(202, body).header("Location", location);
    }

    public static Answer noContent() {
        return new Answer(204, List.of(), NONE, false);
    }

    /// 302: what is asked for is elsewhere.
    static Answer found(String location) {
        return new Answer(302, List.of(), NONE, false).header("Location", location);
    }

    public static Answer of(int status, Object body) {
        return new Answer(status, List.of(), new Content.Json(body), false);
    }

    /// 200 with ready bytes.
    public static Answer bytes(String mediaType, byte[] bytes) {
        return new Answer(200, List.of(), new Content.Bytes(mediaType, bytes), false);
    }

    /// Ready bytes under another status than 200.
    public static Answer bytes(int status, String mediaType, byte[] bytes) {
        return new Answer(status, List.of(), new Content.Bytes(mediaType, bytes), false);
    }

    /// 303: it is done, and this is where to look (RFC 9110, 15.4.4).
    public static Answer seeOther(String location) {
        return new Answer(303, List.of(), NONE, false).header("Location", location);
    }

    /// 200 with a body that is written bit by bit; an `Idempotency-Key` does not keep it.
    public static Answer written(String mediaType, OutputWriter writer) {
        return new Answer(200, List.of(), new Content.Written(mediaType, writer), false);
    }

    public Answer header(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Answer(status, List.copyOf(more), content, mayBeMinimal);
    }

    /// A strong entity tag, given without quotes. A matching `If-None-Match` gets 304 without the body.
    public Answer etag(String tag) {
        return header("ETag", '"' + tag + '"');
    }

    /// Without its body for a caller who sends `Prefer: return=minimal`.
    public Answer orMinimal() {
        return new Answer(status, headers, content, true);
    }

    public int status() {
        return status;
    }

    List<Header> headers() {
        return headers;
    }

    Content content() {
        return content;
    }

    boolean mayBeMinimal() {
        return mayBeMinimal;
    }
}
