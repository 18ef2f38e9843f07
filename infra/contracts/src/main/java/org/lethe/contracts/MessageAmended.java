package org.lethe.contracts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something became of a message after it was recorded. It lies in the message's own bucket, under the message's own
/// keys: it is held, expires and is erased with it.
public sealed interface MessageAmended extends ContentEvent.OfConversation
        permits DisagreementRecorded, MessageCorrected, MessageRedacted {

    MessageId message();

    @Override
    ConsumerId consumer();

    /// When the message was said.
    Instant sentAt();

    /// The consumer's request that asked for it; null where none did.
    @Nullable
    RequestId request();

    /// Who did it: an API key's id.
    String by();

    @Override
    default Category category() {
        return Category.MESSAGES;
    }

    @Override
    default Instant contentTime() {
        return sentAt();
    }

    @Override
    default List<EventTag> tags() {
        List<EventTag> tags = new ArrayList<>(3);
        tags.add(EventTag.of(EventTag.CONVERSATION, conversation()));
        tags.add(EventTag.of(EventTag.AMENDED, message()));
        RequestId request = request();
        if (request != null) {
            tags.add(EventTag.of(EventTag.REQUEST, request));
        }
        return tags;
    }
}
