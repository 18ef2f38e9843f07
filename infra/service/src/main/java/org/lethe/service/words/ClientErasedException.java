package org.lethe.service.words;

import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// The keys of a client that left are destroyed: nothing is sealed for it any more.
public final class ClientErasedException extends ProblemException {
    private static final ProblemType TYPE = new ProblemType(
            "content-erased",
            410,
            "The content was erased",
            "The keys of this client are destroyed; nothing can be read or added.");

    ClientErasedException() {
        super(TYPE, "the client's keys were destroyed; nothing is added any more");
    }
}
