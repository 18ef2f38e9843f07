package org.lethe.contracts;

import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a client wants requests of its consumers to be handled from now on. Name, colour and logo stand in the envelope.
///
/// @param slug names its page; absent where it has none. No other client ever has it
/// @param defaultRule the pack of deadlines for requests that name none
/// @param zone whose days count for requests that name none (IANA)
/// @param automaticFor types that are approved by themselves once it is clear who asks
/// @param redactOthers whether agents stand in packages without their names
/// @param languages that its people answer in (BCP 47), the first where nobody says another
/// @param noticePeriod between the announcement of a change and its day
@WireName("PrivacySettingsSet")
public record PrivacySettingsSet(
        ClientId client,
        int version,
        @Nullable String slug,
        String defaultRule,
        String zone,
        List<RequestType> automaticFor,
        boolean redactOthers,
        List<String> languages,
        Period noticePeriod,
        String by)
        implements WordedEvent {
    @Override
    public List<EventTag> tags() {
        List<EventTag> tags = new ArrayList<>(List.of(EventTag.of(EventTag.CLIENT, client)));
        if (slug != null) {
            tags.add(EventTag.of(EventTag.SLUG, slug));
        }
        return List.copyOf(tags);
    }
}
