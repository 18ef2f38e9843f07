package org.lethe.web;

/// The client left: nothing new is taken for it, and its own keys change nothing any more.
public final class ClientOffboardedException extends ProblemException {
    public ClientOffboardedException() {
        super(WebProblems.CLIENT_OFFBOARDED, "the client was off-boarded; its keys read, and change nothing any more");
    }
}
