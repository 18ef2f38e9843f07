package org.lethe.contracts;

import java.util.List;

/// A brand became a client. Comes with its first `RetentionScheduleSet`: a client never exists without a schedule.
@WireName("ClientRegistered")
public record ClientRegistered(ClientId client, String name, String region) implements Event {
    @Override
    public List<EventTag> tags() {
        return List.of(EventTag.of(EventTag.CLIENT, client));
    }
}
