package org.lethe.access.settings;

import java.util.List;
import org.lethe.web.FieldError;
import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// Another client has a page of this name, or had one.
final class SlugTakenException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
            "slug-taken",
            409,
            "Another client has this slug",
            "The name of a client's page is unique, and stays with its client when that takes another. Nothing was set.");
    private static final long serialVersionUID = 1;

    SlugTakenException() {
        super(TYPE, "this slug is taken; nothing was set");
    }

    @Override
    public List<FieldError> errors() {
        return List.of(new FieldError("/slug", "a name that no other client has or had"));
    }
}
