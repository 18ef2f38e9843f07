package org.lethe.transcript.clients;

import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// The client left; nothing new is taken for it.
public final class ClientOffboardedException extends ProblemException {
    public static final ProblemType TYPE = new ProblemType(
            "client-offboarded",
            409,
            "The client has left",
            "The client was off-boarded. What is kept can be read until it goes by the client's schedule; nothing new is"
                    + " taken.");

    ClientOffboardedException() {
        super(TYPE, "the client was off-boarded; nothing new is taken for it");
    }
}
