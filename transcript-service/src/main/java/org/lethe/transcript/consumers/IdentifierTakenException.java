package org.lethe.transcript.consumers;

import java.util.List;
import java.util.Set;
import org.lethe.keyring.Identifier;
import org.lethe.web.FieldError;
import org.lethe.web.ProblemException;

/// Identifiers lead to somebody else already.
final class IdentifierTakenException extends ProblemException {
    private final transient List<FieldError> errors;

    IdentifierTakenException(Set<Identifier> taken) {
        super(ConsumersEndpoint.IDENTIFIER_TAKEN, "an identifier leads to another consumer; nothing was changed");
        this.errors = taken.stream()
                .map(identifier -> new FieldError(
                        "/" + identifier.kind().wireName(), "an identifier that leads to nobody or to this consumer"))
                .toList();
    }

    @Override
    public List<FieldError> errors() {
        return errors;
    }
}
