package org.lethe.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.StringUtils;

/// What a form of a page was filled in with (`application/x-www-form-urlencoded`). It prints nothing of it.
public final class FormBody {
    private static final int MOST_FIELDS = 100;
    private static final String ACCEPTED = "a form in UTF-8, without NUL, of at most " + MOST_FIELDS + " fields";

    private final Map<String, List<String>> fields;

    private FormBody(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /// @throws InvalidBodyException if it is anything else
    static FormBody of(byte[] body) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int count = 0;
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            if (++count > MOST_FIELDS) {
                throw refused();
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            fields.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return new FormBody(fields);
    }

    private static String decoded(String text) {
        String value;
        try {
            value = StringUtils.uriDecode(text.replace('+', ' '), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
        if (value.indexOf('\0') >= 0 || value.indexOf('\uFFFD') >= 0) {
            throw refused();
        }
        return value;
    }

    private static InvalidBodyException refused() {
        return new InvalidBodyException("", ACCEPTED);
    }

    /// What was typed, without white space around it; empty where nothing was.
    public Optional<String> text(String field) {
        return all(field).stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /// All that was chosen, in the order of the form.
    public List<String> all(String field) {
        return fields.getOrDefault(field, List.of());
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
