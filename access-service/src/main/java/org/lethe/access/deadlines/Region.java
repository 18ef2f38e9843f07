package org.lethe.access.deadlines;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Pattern;

/// Whose holidays apply: a country by ISO 3166-1 (`ie`), or a part of it by ISO 3166-2 (`gb-sct`, `us-ca`), in lower
/// case.
public record Region(String code) {
    private static final Pattern ISO = Pattern.compile("[a-z]{2}(-[a-z0-9]{1,3})?");

    public Region {
        if (!ISO.matcher(code).matches()) {
            throw new UnknownRegionException("a region is a code such as ie or us-ca, not " + code);
        }
    }

    /// @param code in any case
    /// @throws UnknownRegionException if it is no such code
    @JsonCreator
    public static Region of(String code) {
        return new Region(code.toLowerCase(Locale.ROOT));
    }

    String country() {
        return code.substring(0, 2);
    }

    /// @return what stands behind the country; empty for all of it
    String subdivision() {
        return code.length() > 2 ? code.substring(3) : "";
    }

    @JsonValue
    @Override
    public String toString() {
        return code;
    }
}
