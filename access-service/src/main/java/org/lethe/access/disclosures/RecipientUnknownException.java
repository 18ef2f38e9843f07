package org.lethe.access.disclosures;

import java.util.List;
import org.lethe.web.FieldError;
import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// Something is to be disclosed to nobody that the client registered.
final class RecipientUnknownException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
            "recipient-unknown",
            422,
            "This client has no such recipient",
            "Register the recipient first (`POST …/recipients`). Nothing was recorded.");
    private static final long serialVersionUID = 1;

    RecipientUnknownException() {
        super(TYPE, "this client has no such recipient; nothing was recorded");
    }

    @Override
    public List<FieldError> errors() {
        return List.of(new FieldError("/recipient_id", "the id of a recipient of this client"));
    }
}
