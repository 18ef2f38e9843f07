package org.lethe.transcript.reading;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.HoldId;
import org.lethe.contracts.TranscriptRead;
import org.lethe.eventlog.Commands;
import org.lethe.keyring.Keyring;
import org.lethe.service.Foundation;
import org.lethe.transcript.content.ConversationProblems;
import org.lethe.transcript.conversations.Conversation;
import org.lethe.transcript.conversations.Conversations;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.Caller;
import org.lethe.web.ForbiddenException;
import org.lethe.web.InvalidHeaderException;
import org.lethe.web.Moments;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;
import org.lethe.web.UnavailableException;

/// Shows a transcript to somebody who says what for. The reading stands in the log before the first word is shown.
final class TranscriptEndpoint {
    private static final String JSON = "application/json";
    private static final String HTML = "text/html";
    private static final String TEXT = "text/plain";
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'"; // nothing is fetched or run
    private static final int ATTEMPTS = 20; // each needs a bucket to go between the opening and the noting
    private static final String PURPOSE = "Lethe-Purpose";
    private static final String HOLD_PURPOSE = "legal-hold:";
    private static final String PURPOSE_PATTERN = "[A-Za-z][A-Za-z0-9 :_.-]{0,99}";
    private static final Pattern PURPOSE_ACCEPTED = Pattern.compile(PURPOSE_PATTERN);

    private final Conversations conversations;
    private final Transcripts transcripts;
    private final Commands commands;
    private final Moments moments;

    TranscriptEndpoint(Foundation foundation) {
        this.conversations = new Conversations(foundation.log());
        this.transcripts = new Transcripts(foundation.log(), foundation.part(Keyring.class));
        this.commands = foundation.commands();
        this.moments = foundation.moments();
    }

    public Routes routes() {
        return new Routes()
                .get(
                        "/v1/clients/{client}/conversations/{conversation}/transcript",
                        Terms.roles(Role.READER, Role.PRIVACY_OFFICER, Role.LEGAL)
                                .header(PURPOSE, PURPOSE_PATTERN)
                                .answers(Transcript.class)
                                .produces(JSON, HTML, TEXT)
                                .refuses(
                                        HoldNotCoveringException.TYPE,
                                        ReaderNotAllowedException.TYPE,
                                        ConversationProblems.CONTENT_ERASED,
                                        ConversationProblems.CONTENT_EXPIRED),
                        this::read);
    }

    private Answer read(ApiRequest request) {
        Conversation conversation =
                conversations.get(request.client(), request.path("conversation", ConversationId::parse));
        String purpose = purpose(request);
        HoldId hold = hold(purpose);
        refuseWithoutRole(request.caller(), hold);
        String format = request.answerType();
        Transcript transcript = noted(request, conversation, hold, purpose, format);
        Answer answer = switch (format) {
            case HTML ->
                Answer.bytes(HTML + ";charset=utf-8", utf8(TranscriptText.html(transcript)))
                        .header("Content-Security-Policy", POLICY);
            case TEXT -> Answer.bytes(TEXT + ";charset=utf-8", utf8(TranscriptText.plain(transcript)));
            default -> Answer.ok(transcript);
        };
        return answer.header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Vary", "Accept");
    }

    /// For a hold it takes the role of its own, and nothing else takes that.
    private static void refuseWithoutRole(Caller caller, @Nullable HoldId hold) {
        if (hold != null && !caller.has(Role.LEGAL)) {
            throw new ReaderNotAllowedException();
        }
        if (hold == null && !caller.has(Role.READER) && !caller.has(Role.PRIVACY_OFFICER)) {
            throw new ForbiddenException("this needs the role reader or privacy-officer; legal reads for a hold alone");
        }
    }

    /// What stands in the log as read. What is destroyed between the opening and that is opened, and fails, once more.
    private Transcript noted(
            ApiRequest request, Conversation conversation, @Nullable HoldId hold, String purpose, String format) {
        for (int attempt = 1; ; attempt++) {
            Transcripts.Opened opened = hold == null
                    ? transcripts.read(conversation.orElseErased())
                    : transcripts.readHeld(conversation, hold);
            try {
                commands.sendAndWait(new ReadTranscript(
                        request.client(),
                        conversation.id(),
                        conversation.consumer(),
                        hold,
                        request.caller().isPlatform() ? null : request.caller().key(),
                        purpose,
                        format,
                        opened.transcript().messages().size(),
                        hold == null ? opened.shown() : Set.of(),
                        request.caller().key().toString(),
                        moments.now()));
                return opened.transcript();
            } catch (GoneMeanwhileException e) {
                if (attempt == ATTEMPTS) {
                    throw new UnavailableException("content kept being destroyed while it was read", e);
                }
            }
        }
    }

    private static String purpose(ApiRequest request) {
        return request.header(PURPOSE)
                .filter(purpose -> PURPOSE_ACCEPTED.matcher(purpose).matches())
                .orElseThrow(() -> new InvalidHeaderException(PURPOSE
                        + ": say what the transcript is read for: 1 to 100 letters, digits, spaces and : _ . -, such as"
                        + " quality-review; it stands in the log in clear, so name nobody"));
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

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
