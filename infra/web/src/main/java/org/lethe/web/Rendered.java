package org.lethe.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer as it goes over the wire.
///
/// @param mediaType null if there is no body
/// @param writer writes the body in place of `body`; null for most
record Rendered(
        int status,
        List<Answer.Header> headers,
        @Nullable String mediaType,
        byte[] body,
        @Nullable OutputWriter writer) {
    static final byte[] NOTHING = {};

    static Rendered of(Answer answer, boolean minimal) {
        if (minimal && answer.mayBeMinimal()) {
            List<Answer.Header> headers = new ArrayList<>(answer.headers());
            headers.add(new Answer.Header("Preference-Applied", "return=minimal"));
            return new Rendered(answer.status(), List.copyOf(headers), null, NOTHING, null);
        }
        return switch (answer.content()) {
            case Answer.Content.None() -> new Rendered(answer.status(), answer.headers(), null, NOTHING, null);
            case Answer.Content.Json(Object value) ->
                new Rendered(answer.status(), answer.headers(), "application/json", StrictJson.write(value), null);
            case Answer.Content.Bytes(String type, byte[] bytes) ->
                new Rendered(answer.status(), answer.headers(), type, bytes, null);
            case Answer.Content.Written(String type, OutputWriter writer) ->
                new Rendered(answer.status(), answer.headers(), type, NOTHING, writer);
        };
    }

    Rendered with(String name, String value) {
        List<Answer.Header> more = new ArrayList<>(headers);
        more.add(new Answer.Header(name, value));
        return new Rendered(status, List.copyOf(more), mediaType, body, writer);
    }

    /// 304 if the caller has this state already.
    Rendered unlessKnown(@Nullable String ifNoneMatch) {
        String tag = header("ETag");
        if (ifNoneMatch == null || tag == null || status != 200 || !EntityTags.matchWeakly(ifNoneMatch, tag)) {
            return this;
        }
        return new Rendered(304, headers, null, NOTHING, null);
    }

    @Nullable
    String header(String name) {
        for (Answer.Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return null;
    }
}
