package org.lethe.access.requests;

import org.lethe.web.ProblemType;

/// The problem types of requests that have no exception of their own.
final class RequestProblems {
    static final ProblemType WRONG_CODE = new ProblemType(
                    "wrong-code",
                    422,
                    "This is not the code",
                    "`tries_left` says how often another can be tried. With none left, or after ten minutes, ask for a new"
                            + " code.")
            .with("tries_left", int.class);
    static final ProblemType TOO_MANY_CODES = new ProblemType(
            "too-many-codes",
            429,
            "Too many codes were asked for",
            "At most three codes an hour are sent for one request.");
    static final ProblemType NO_CODES = new ProblemType(
            "no-codes",
            409,
            "No codes can be sent",
            "This installation has no way to send one-time codes: its operator sets `lethe.mail.host`. Attest instead"
                    + " that you know who asks.");
    static final ProblemType PACKAGE_GONE = new ProblemType(
            "package-gone",
            410,
            "The package can't be collected",
            "A package is collected once, within 30 days of its being ready. It was collected, or its time is over; ask for"
                    + " a new one by a new request.");
    static final ProblemType WORDS_GONE = new ProblemType(
            "words-gone",
            410,
            "What the requester gave is gone",
            "How a package was to be locked, or what was to be opted out of, can't be read any more: it expired by the"
                    + " client's schedule, or the consumer was erased. Receive a new request.");
    static final ProblemType MESSAGE_UNKNOWN = new ProblemType(
            "message-unknown",
            409,
            "The message is not there",
            "The request names a message that is not there, can't be read any more, or is not of the one who asks. Deny it with `no_match`, or"
                    + " have it asked anew with the right one.");
    static final ProblemType NO_PACKAGE = new ProblemType(
            "no-package", 404, "There is no package", "Only an approved request for access or portability has one.");
    static final ProblemType NO_RECEIPT = new ProblemType(
            "no-receipt", 404, "There is no receipt yet", "A request has a receipt when it is fulfilled or denied.");

    private RequestProblems() {}
}
