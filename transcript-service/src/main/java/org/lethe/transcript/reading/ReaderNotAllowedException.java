package org.lethe.transcript.reading;

import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// An API key wants to read for a legal hold, and nobody allowed it to.
public final class ReaderNotAllowedException extends ProblemException {
    public static final ProblemType TYPE = new ProblemType(
            "not-a-reader-of-the-hold",
            403,
            "This API key may not read for this legal hold",
            "What a hold keeps is read by keys of the role `legal`, each allowed for each hold by somebody else: PUT /v1/clients/{client}/legal-holds/{hold}/readers/{api_key}.");

    ReaderNotAllowedException() {
        super(TYPE, "this needs the role legal, and somebody who allowed this key to read for this hold");
    }
}
