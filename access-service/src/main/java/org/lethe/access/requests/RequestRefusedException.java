package org.lethe.access.requests;

import java.util.Map;
import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// Refused for one of [RequestProblems].
final class RequestRefusedException extends ProblemException {
    private static final long serialVersionUID = 1;

    private final transient Map<String, Object> members;

    RequestRefusedException(ProblemType type, String detail) {
        this(type, detail, Map.of());
    }

    RequestRefusedException(ProblemType type, String detail, Map<String, Object> members) {
        super(type, detail);
        this.members = members;
    }

    @Override
    public Map<String, Object> members() {
        return members;
    }
}
