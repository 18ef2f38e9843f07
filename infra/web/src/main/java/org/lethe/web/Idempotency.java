package org.lethe.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does a request once and repeats its answer (IETF draft-ietf-httpapi-idempotency-key-header). Answers of 400,
/// 404 and of 5xx are not kept: nothing was done, so the caller may mend the request or try again under the same
/// key.
///
/// That nothing was done is sure: what a request appends carries a mark on this row into its commit, so an attempt that
/// was answered with 5xx, or whose process hangs, can't append once the row is another's or gone.
final class Idempotency {
    private static final Logger log = LoggerFactory.getLogger(Idempotency.class);

    private final IdempotencyTable table;
    private final Marking marking;

    Idempotency(IdempotencyTable table, Marking marking) {
        this.table = table;
        this.marking = marking;
    }

    /// @param path as sent, with its query
    /// @param first does the request; its refusals are answers too
    Rendered once(IdempotencyKey key, Route route, String path, byte[] body, Supplier<Rendered> first) {
        byte[] fingerprint = key.fingerprint(route.method(), path, body);
        return switch (table.begin(key.rowName(), fingerprint)) {
            case IdempotencyTable.Begun.Mine(UUID attempt) -> run(key, attempt, route, first);
            case IdempotencyTable.Begun.Unanswered() -> throw new DoneUnansweredException();
            case IdempotencyTable.Begun.Running() -> throw new IdempotencyKeyRunningException();
            case IdempotencyTable.Begun.OtherRequest() -> throw new IdempotencyKeyReusedException();
            case IdempotencyTable.Begun.SecretDone(int status) -> throw new SecretShownOnceException(status);
            case IdempotencyTable.Begun.Done(byte[] answer) ->
                read(key.open(answer)).with("Idempotency-Replayed", "true");
        };
    }

    private Rendered run(IdempotencyKey key, UUID attempt, Route route, Supplier<Rendered> first) {
        boolean kept = false;
        try {
            Rendered answer = route.terms().repeat() == Repeat.MARKED
                    ? marking.with(transaction -> IdempotencyTable.mark(transaction, key.rowName(), attempt), first)
                    : first.get();
            if (isKept(answer)) {
                boolean secret = route.terms().secretAnswer() && answer.status() < 300;
                table.finish(key.rowName(), attempt, answer.status(), secret ? null : key.seal(write(answer)));
                kept = true;
            }
            return answer;
        } finally {
            if (!kept) {
                table.abandon(key.rowName(), attempt);
            }
        }
    }

    private static boolean isKept(Rendered answer) {
        if (answer.writer() != null) {
            log.debug("an answer that is written bit by bit is not kept");
            return false;
        }
        return answer.status() < 500 && answer.status() != 400 && answer.status() != 404;
    }

    private static byte[] write(Rendered answer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeShort(answer.status());
            out.writeShort(answer.headers().size());
            for (Answer.Header header : answer.headers()) {
                out.writeUTF(header.name());
                out.writeUTF(header.value());
            }
            out.writeUTF(answer.mediaType() == null ? "" : answer.mediaType());
            out.write(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static Rendered read(byte[] stored) {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored));
        try {
            int status = in.readShort();
            int count = in.readShort();
            List<Answer.Header> headers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                headers.add(new Answer.Header(in.readUTF(), in.readUTF()));
            }
            String mediaType = in.readUTF();
            return new Rendered(status, headers, mediaType.isEmpty() ? null : mediaType, in.readAllBytes(), null);
        } catch (IOException e) {
            throw new UncheckedIOException("a stored answer is not ours", e);
        }
    }
}
