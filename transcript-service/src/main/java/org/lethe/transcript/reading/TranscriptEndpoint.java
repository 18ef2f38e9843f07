package org.lethe.transcript.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.lethe.transcript.reading.TranscriptText.HTML_END;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.TranscriptRead;
import org.lethe.keyring.Keyring;
import org.lethe.service.Foundation;
import org.lethe.transcript.content.ConversationProblems;
import org.lethe.transcript.conversations.Conversation;
import org.lethe.transcript.conversations.Conversations;
import org.lethe.transcript.reading.Reading.Place;
import org.lethe.transcript.reading.Transcript.Line;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Caller;
import org.lethe.web.Cursor;
import org.lethe.web.ForbiddenException;
import org.lethe.web.InvalidHeaderException;
import org.lethe.web.OutputWriter;
import org.lethe.web.Page;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.StrictJson;
import org.lethe.web.Terms;

/// Shows a transcript to somebody who says what for. The reading stands in the log before the first word is shown.
final class TranscriptEndpoint {
    private static final String JSON = "application/json";
    private static final String HTML = "text/html";
    private static final String TEXT = "text/plain";
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'"; // nothing is fetched or run
    private static final String PURPOSE = "Lethe-Purpose";
    private static final String HOLD_PURPOSE = "legal-hold:";
    private static final String PURPOSE_PATTERN = "[A-Za-z][A-Za-z0-9 :_.-]{0,99}";
    private static final Pattern MAX_PAGE_SIZE =
            Pattern.compile("(?:^|[,;\\s])maxpagesize=(\\d{1,6})(?![^,;\\s])", Pattern.CASE_INSENSITIVE);
    private static final String JSON_END = "]}";
    private static final Pattern PURPOSE_ACCEPTED = Pattern.compile(PURPOSE_PATTERN);

    private final Conversations conversations;
    private final Transcripts transcripts;
    private final Noting noting;

    TranscriptEndpoint(Foundation foundation) {
        this.conversations = new Conversations(foundation.log());
        this.transcripts = new Transcripts(foundation.log(), foundation.part(Keyring.class));
        this.noting = new Noting(foundation.commands(), foundation.moments());
    }

    public Routes routes() {
        return new Routes()
                .get(
                        "/v1/clients/{client}/conversations/{conversation}/transcript",
                        Terms.roles(Role.READER, Role.PRIVACY_OFFICER, Role.LEGAL, Role.AUDITOR)
                                .header(PURPOSE, PURPOSE_PATTERN)
                                .query("limit", int.class)
                                .query("cursor", Cursor.class)
                                .query("earlier", boolean.class)
                                .answers(Transcript.class)
                                .produces(JSON, HTML, TEXT)
                                .refuses(
                                        HoldNotCoveringException.TYPE,
                                        ReaderNotAllowedException.TYPE,
                                        ProcessingRestrictedException.TYPE,
                                        ConversationProblems.CONTENT_ERASED,
                                        ConversationProblems.CONTENT_EXPIRED),
                        this::read);
    }

    private Answer read(ApiRequest request) {
        Conversation conversation =
                conversations.get(request.client(), request.path("conversation", ConversationId::parse));
        String purpose = purpose(request);
        HoldId hold = hold(purpose);
        refuseWithoutRole(request.caller(), hold, earlier(request));
        Optional<Integer> limit = limit(request);
        String format = request.answerType();
        Caller caller = request.caller();
        Reading reading = noting.noted(
                request.client(),
                conversation,
                hold,
                caller.isPlatform() ? null : caller.key(),
                new Noting.Note(purpose, format, caller.key().toString()),
                () -> begin(request, conversation, hold));
        Place end = reading.end();
        String next = end == null ? null : request.next(Cursor.of(instant(end), end.position()));
        Answer answer = answer(format, reading, next)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Vary", "Accept");
        if (next != null) {
            answer = answer.header("Link", "<" + next + ">; rel=\"next\"");
        }
        return limit.isPresent() && request.query("limit").isEmpty()
                ? answer.header("Preference-Applied", "maxpagesize=" + limit.get())
                : answer;
    }

    private static Answer answer(String format, Reading reading, @Nullable String next) {
        return switch (format) {
            case HTML ->
                written(HTML, reading, TranscriptText.htmlHead(reading.frame(next)), TranscriptText::html, "", HTML_END)
                        .header("Content-Security-Policy", POLICY);
            case TEXT ->
                written(TEXT, reading, TranscriptText.plainHead(reading.frame(next)), TranscriptText::plain, "", "");
            default -> {
                if (!reading.isLong()) {
                    yield Answer.ok(reading.transcript(next));
                }
                String frame = new String(StrictJson.write(reading.frame(next)), UTF_8); // … "messages":[]}
                int end = frame.length() - JSON_END.length();
                yield written(
                        JSON,
                        reading,
                        frame.substring(0, end),
                        line -> new String(StrictJson.write(line), UTF_8),
                        ",",
                        JSON_END);
            }
        };
    }

    /// Ready bytes where it is short; else part by part, as fast as it is taken.
    private static Answer written(
            String type, Reading reading, String head, Function<Line, String> line, String between, String end) {
        String mediaType = type.equals(JSON) ? JSON : type + ";charset=utf-8";
        OutputWriter writer = out -> {
            out.write(head.getBytes(UTF_8));
            String before = "";
            for (int part = 0; part < reading.parts(); part++) {
                for (Line one : reading.part(part)) {
                    out.write((before + line.apply(one)).getBytes(UTF_8));
                    before = between;
                }
            }
            out.write(end.getBytes(UTF_8));
        };
        if (reading.isLong()) {
            return Answer.written(mediaType, writer);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return Answer.bytes(mediaType, bytes.toByteArray());
    }

    /// Messages on a page, as `?limit` says or `Prefer: maxpagesize` wishes (RFC 7240); without either it
    /// is all of them.
    private static Optional<Integer> limit(ApiRequest request) {
        if (request.query("limit").isPresent()) {
            return Optional.of(request.limit());
        }
        return request.header("Prefer")
                .map(MAX_PAGE_SIZE::matcher)
                .filter(Matcher::find)
                .map(found -> Math.clamp(Integer.parseInt(found.group(1)), 1, Page.MAX_LIMIT));
    }

    /// Whether the texts are wanted that were corrected since.
    private static boolean earlier(ApiRequest request) {
        return request.query("earlier", "true or false", TranscriptEndpoint::isTrue)
                .orElse(false);
    }

    private static boolean isTrue(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Place place(Cursor cursor) {
        return new Place(ChronoUnit.MICROS.between(Instant.EPOCH, cursor.instant(0)), cursor.number(1));
    }

    private static Instant instant(Place place) {
        return Instant.EPOCH.plus(place.sentAtMicros(), ChronoUnit.MICROS);
    }

    /// For a hold it takes the role of its own, and nothing else takes that.
    private static void refuseWithoutRole(Caller caller, @Nullable HoldId hold, boolean earlier) {
        if (hold != null && !caller.has(Role.LEGAL)) {
            throw new ReaderNotAllowedException();
        }
        if (hold == null && earlier && !caller.has(Role.PRIVACY_OFFICER) && !caller.has(Role.AUDITOR)) {
            throw new ForbiddenException("earlier texts need the role privacy-officer or auditor");
        }
        if (hold == null && !earlier && !caller.has(Role.READER) && !caller.has(Role.PRIVACY_OFFICER)) {
            throw new ForbiddenException("this needs the role reader or privacy-officer; legal reads for a hold alone");
        }
    }

    /// All of it, or the page that is asked for. What it takes of the memory is the request's until it is answered.
    private Reading begin(ApiRequest request, Conversation conversation, @Nullable HoldId hold) {
        Reading whole = hold == null
                ? transcripts.begin(conversation.orElseErased(), earlier(request))
                : transcripts.beginHeld(conversation, hold);
        Optional<Integer> limit = limit(request);
        Reading reading = limit.isPresent() || request.cursor().isPresent()
                ? whole.page(
                        request.cursor().map(TranscriptEndpoint::place).orElse(null), limit.orElse(Page.DEFAULT_LIMIT))
                : whole;
        request.memory().takeOrRefuse(reading.memory());
        return reading;
    }

    /// What a restriction leaves to the consumer's own requests nobody else says of their reading.
    private static String purpose(ApiRequest request) {
        return request.header(PURPOSE)
                .filter(purpose -> PURPOSE_ACCEPTED.matcher(purpose).matches())
                .filter(purpose -> !purpose.equals(TranscriptRead.FOR_REQUEST))
                .orElseThrow(() -> new InvalidHeaderException(PURPOSE
                        + ": say what the transcript is read for: 1 to 100 letters, digits, spaces and : _ . -, such as"
                        + " quality-review; it stands in the log in clear, so name nobody; "
                        + TranscriptRead.FOR_REQUEST + " is kept for packages"));
    }

    /// Reading for a legal hold is a purpose of its own: `legal-hold:<hold_id>`.
    private static @Nullable HoldId hold(String purpose) {
        if (purpose.equals(TranscriptRead.FOR_HOLD)) {
            throw new InvalidHeaderException(PURPOSE + ": legal-hold: and the id of a hold");
        }
        if (!purpose.startsWith(HOLD_PURPOSE)) {
            return null;
        }
        try {
            return HoldId.parse(purpose.substring(HOLD_PURPOSE.length()));
        } catch (IllegalArgumentException e) {
            throw new InvalidHeaderException(PURPOSE + ": legal-hold: and the id of a hold");
        }
    }
}
