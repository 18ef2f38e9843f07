package org.lethe.access.notices;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.lethe.web.FieldError;
import org.lethe.web.ProblemException;
import org.lethe.web.ProblemType;

/// A policy is to be effective before it may.
final class EffectiveTooEarlyException extends ProblemException {
    static final ProblemType TYPE = new ProblemType(
                    "policy-effective-too-early",
                    422,
                    "The policy can not be effective that early",
                    "`earliest` is the first moment that is possible, and `limited_by` says why: `notice_period`, since"
                            + " what is material is announced by being published, and effective after the client's notice"
                            + " period; `publication`, since only the first policy of an audience may have been in force"
                            + " before; `earlier_policy`, since dates do not run backwards. Leave `effective_from` out to"
                            + " get the earliest. Nothing was published.")
            .with("earliest", Instant.class)
            .with("limited_by", EarliestLimit.class);
    private static final long serialVersionUID = 1;

    /// Why not earlier.
    enum EarliestLimit {
        @JsonProperty("notice_period")
        NOTICE_PERIOD,
        @JsonProperty("publication")
        PUBLICATION,
        @JsonProperty("earlier_policy")
        EARLIER_POLICY;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Instant earliest;
    private final EarliestLimit limit;

    EffectiveTooEarlyException(Instant earliest, EarliestLimit limit) {
        super(TYPE, "the earliest is " + earliest + " (" + limit.wireName() + "); nothing was published");
        this.earliest = earliest;
        this.limit = limit;
    }

    @Override
    public List<FieldError> errors() {
        return List.of(new FieldError("/effective_from", "a time from " + earliest + " on, or nothing for that one"));
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("earliest", earliest.toString(), "limited_by", limit.wireName());
    }
}
