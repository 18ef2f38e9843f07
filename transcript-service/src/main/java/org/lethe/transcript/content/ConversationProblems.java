package org.lethe.transcript.content;

import java.time.Instant;
import java.time.LocalDate;
import org.lethe.contracts.retention.RuleText;
import org.lethe.web.ProblemType;

/// What may be wrong with a conversation.
public final class ConversationProblems {
    public static final ProblemType CONVERSATION_CLOSED = new ProblemType(
                    "conversation-closed",
                    409,
                    "The conversation is closed",
                    "No message is taken after a conversation was closed. Open a new one.")
            .with("closed_at", Instant.class);
    public static final ProblemType CONTENT_ERASED = new ProblemType(
                    "content-erased",
                    410,
                    "The content was erased",
                    "The key of this consumer or conversation was destroyed by order; `receipt` says when and where it stands in"
                            + " the log. It can't be read by us any more, and nothing is added to it.")
            .with("receipt", Receipt.class)
            .with("erased_at", Instant.class);
    public static final ProblemType CONTENT_EXPIRED = new ProblemType(
                    "content-expired",
                    410,
                    "The content has expired",
                    "The retention period of this category, channel and day has passed and its key was destroyed. Content of"
                            + " that day is neither readable nor taken any more.")
            .with("bucket", String.class)
            .with("expired_at", Instant.class)
            .with("receipt", ExpiryReceipt.class);
    public static final ProblemType DUE_ON_ARRIVAL = new ProblemType(
                    "due-on-arrival",
                    422,
                    "The content would go with the next run",
                    "The client's retention schedule makes content of that day due already. `rule` and `schedule_version` say"
                            + " which of its rules does, `day` which day and `due_since` since when. Nothing was recorded. Look"
                            + " at the time that was sent; set a schedule that keeps it longer; or send it again with"
                            + " `accept_due=true`, and it is taken and goes with the next run, but for what a hold keeps.")
            .with("rule", RuleText.class)
            .with("schedule_version", Integer.class)
            .with("day", LocalDate.class)
            .with("due_since", Instant.class);
    public static final ProblemType MESSAGE_ID_REUSED = new ProblemType(
            "message-id-reused",
            409,
            "Another message has this id",
            "The same message sent again answers with the first receipt; this one says something else under its"
                    + " `message_id`. `errors` names what differs. Nothing was recorded: give it an id of its own.");
    public static final ProblemType CONVERSATION_ID_REUSED = new ProblemType(
            "conversation-id-reused",
            409,
            "Another conversation has this id",
            "The same conversation opened again answers with the first; this one is with another consumer or on another"
                    + " channel. `errors` names what differs. Nothing was recorded: give it an id of its own, or link the"
                    + " identifiers to the consumer whose conversation it is.");

    private ConversationProblems() {}
}
