package org.lethe.access.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonCreator.Mode;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.lethe.contracts.RequestType;

/// Which requests an officer has to approve: all of them (`"required"`), or all but those of some types
/// (`{"automatic_for": ["opt_out"]}`).
record Approval(@JsonValue Object json) {
    private static final String REQUIRED = "required";
    private static final String AUTOMATIC_FOR = "automatic_for";
    private static final String ACCEPTED =
            "either \"required\" or {\"automatic_for\": […]} with one at least of access, portability, correction,"
                    + " deletion, restriction, opt_out, objection, complaint";

    @JsonCreator(mode = Mode.DELEGATING)
    Approval {
        typesOf(json);
    }

    static Approval of(List<RequestType> automaticFor) {
        return new Approval(
                automaticFor.isEmpty()
                        ? REQUIRED
                        : Map.of(
                                AUTOMATIC_FOR,
                                automaticFor.stream().map(RequestType::wireName).toList()));
    }

    /// Empty where all have to be approved.
    List<RequestType> automaticFor() {
        return typesOf(json);
    }

    private static List<RequestType> typesOf(Object json) {
        if (json.equals(REQUIRED)) {
            return List.of();
        }
        if (json instanceof Map<?, ?> object
                && object.size() == 1
                && object.get(AUTOMATIC_FOR) instanceof List<?> names
                && !names.isEmpty()) {
            List<RequestType> types = new ArrayList<>();
            for (Object name : names) {
                types.add(Arrays.stream(RequestType.values())
                        .filter(type -> type.wireName().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(ACCEPTED)));
            }
            return types.stream().distinct().sorted().toList();
        }
        throw new IllegalArgumentException(ACCEPTED);
    }
}
