package org.lethe.service.subjects;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.RequestId;

/// What is held of consumers, for a service that answers their requests. Every reading stands in the log, with its
/// purpose, before the first word is given out.
public interface DataSubjects {

    /// By what somebody may be known to a client, as it was given. It prints nothing of it.
    record Identifiers(
            @Nullable String email,
            @Nullable String phone,
            @Nullable String externalId) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    /// For what and by whom it is read.
    ///
    /// @param purpose as in `Lethe-Purpose`; it stands in the log in clear
    /// @param request that it is for: what is kept for it alone is read too
    /// @param by an API key's id
    record Reason(String purpose, @Nullable RequestId request, String by) {}

    /// Whom these lead to, the strongest first; nothing is linked by asking.
    ///
    /// @param pointer where they stand in a body, for its refusal
    /// @throws org.lethe.web.InvalidBodyException if one is malformed
    Optional<ConsumerId> find(ClientId client, Identifiers identifiers, String pointer);

    /// Whether the client knows somebody of this id, erased or not.
    boolean isKnown(ClientId client, ConsumerId consumer);

    /// Contact data as it was told, oldest first; what is destroyed is not among it.
    List<Held.Contact> contacts(ClientId client, ConsumerId consumer);

    /// Everything, piece by piece, in bounded memory.
    ///
    /// @throws org.lethe.web.NotFoundException if the client knows no such consumer
    void read(ClientId client, ConsumerId consumer, Reason reason, Consumer<Held> pieces);
}
