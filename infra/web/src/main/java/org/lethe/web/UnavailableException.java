package org.lethe.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that the request needs does not answer, such as a stopped database. Trying again later may help.
public final class UnavailableException extends ProblemException {
    /// @param detail what is unavailable, in words for the caller
    public UnavailableException(String detail, @Nullable Throwable cause) {
        super(WebProblems.UNAVAILABLE, detail, cause);
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Retry-After", "2"); // seconds
    }
}
