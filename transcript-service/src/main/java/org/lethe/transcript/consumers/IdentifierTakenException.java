package org.lethe.transcript.consumers;

import java.util.List;
import java.util.Set;
import org.lethe.keyring.Identifier;
import org.lethe.web.FieldError;
import org.lethe.web.ProblemException;

/// Identifiers lead to somebody else already.
final class IdentifierTakenException extends ProblemException {
    private final transient List<FieldError> errors;

    /// @param pointer where in the body the contact stands
    IdentifierTakenException(String pointer, Set<Identifier> taken) {
        super(ConsumersEndpoint.IDENTIFIER_TAKEN, "an identifier leads to another consumer; nothing was changed");
        this.errors = taken.stream()
                .map(identifier -> new FieldError(
                        pointer + "/" + identifier.kind().wireName(),
                        "an identifier that leads to nobody yet or to the consumer that is meant"))
                .toList();
    }

    @Override
    public List<FieldError> errors() {
        return errors;
    }
}
