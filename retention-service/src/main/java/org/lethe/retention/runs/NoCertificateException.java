package org.lethe.retention.runs;

import org.lethe.web.ProblemException;

/// The run destroyed nothing, or nothing yet.
final class NoCertificateException extends ProblemException {
    NoCertificateException() {
        super(RunProblems.NO_CERTIFICATE, "the run is not complete, or it destroyed nothing");
    }
}
