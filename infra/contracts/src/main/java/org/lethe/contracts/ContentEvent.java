package org.lethe.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event whose envelope holds content: what a consumer said, or who and where they are. Its facts tell which keys
/// the envelope is sealed under, so whoever seals and whoever finds it again (a legal hold, a certificate, a reader)
/// ask the same event. No other event but a [WordedEvent] carries an envelope.
///
/// A new kind of content is a record that says category, channel and time, in one of the two kinds that are permitted:
/// whoever goes over content meets it without being told.
public sealed interface ContentEvent extends Event permits ContentEvent.OfConversation, ContentEvent.OfConsumer {

    Category category();

    Channel channel();

    /// When it was said or seen, by the content's own clock; its period runs from here.
    Instant contentTime();

    /// What its period is over with, and the key that goes then.
    default Bucket bucket() {
        return Bucket.of(category(), channel(), contentTime());
    }

    /// The conversation whose key it is sealed under.
    ConversationId conversation();

    /// Whose it is; null where the facts don't say. The conversation's `ConversationOpened` does then.
    @Nullable
    ConsumerId consumer();

    /// Content of one conversation, found by its tag.
    sealed interface OfConversation extends ContentEvent permits MessageAmended, MessageRecorded, VisitObserved {}

    /// Content of a consumer and of no conversation, found by the consumer's tag.
    sealed interface OfConsumer extends ContentEvent permits ConsumerIdentifiersLinked, RequestWordsGiven {
        @Override
        ConsumerId consumer();

        /// The consumer's id stands in for the conversation's.
        @Override
        default ConversationId conversation() {
            return new ConversationId(consumer().value());
        }
    }
}
