package org.lethe.access.page;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lethe.access.requests.SelfService.Ask;
import org.lethe.contracts.RequestType;
import org.lethe.web.FieldError;
import org.lethe.web.FormBody;

/// A request as it was filled in, and what is wrong with it: by field, in the order of the form, the key of a message.
///
/// @param ask what it comes to; only where nothing is wrong
record AskForm(RequestType type, Ask ask, Map<String, String> wrong) {
    static final List<String> CHANNELS = List.of("email", "sms");
    static final List<String> USES = List.of("sale", "partners", "aggregates", "profiling");

    private static final int ADDRESS = 320;
    static final int TEXT = 10_000;
    private static final int LEAST_PASSPHRASE = 12; // a ZIP stretches it by 1,000 rounds only
    private static final int MOST_PASSPHRASE = 200;
    private static final String EMAIL = "[^@\\s]+@[^@\\s]+\\.[^@\\s]+";

    static AskForm of(RequestType type, FormBody form) {
        Optional<String> email = form.text("email");
        Optional<String> phone = form.text("phone");
        Optional<String> externalId = form.text("external_id");
        Map<String, String> wrong = new LinkedHashMap<>();
        if (email.isEmpty() && phone.isEmpty() && externalId.isEmpty()) {
            wrong.put("who", "errors.who");
        }
        email.filter(given -> given.length() > ADDRESS || !given.matches(EMAIL))
                .ifPresent(_ -> wrong.put("email", "errors.email"));
        phone.filter(given -> given.length() > ADDRESS).ifPresent(_ -> wrong.put("phone", "errors.phone"));
        externalId
                .filter(given -> given.length() > ADDRESS)
                .ifPresent(_ -> wrong.put("external_id", "errors.external_id"));
        String passphrase = null;
        String text = null;
        List<String> channels = List.of();
        List<String> uses = List.of();
        switch (type) {
            case ACCESS, PORTABILITY -> {
                passphrase = form.text("passphrase").orElse("");
                if (passphrase.length() < LEAST_PASSPHRASE || passphrase.length() > MOST_PASSPHRASE) {
                    wrong.put("passphrase", "errors.passphrase");
                }
            }
            case CORRECTION, OBJECTION, COMPLAINT -> {
                text = form.text("text").orElse("");
                if (text.isEmpty() || text.length() > TEXT) {
                    wrong.put("text", "errors.text");
                }
            }
            case OPT_OUT -> {
                channels = chosen(form, "channels", CHANNELS);
                uses = chosen(form, "uses", USES);
                if (channels.isEmpty() && uses.isEmpty()) {
                    wrong.put("choices", "errors.choices");
                }
            }
            case DELETION, RESTRICTION -> {}
        }
        return new AskForm(
                type,
                new Ask(
                        type,
                        email.orElse(null),
                        phone.orElse(null),
                        externalId.orElse(null),
                        passphrase,
                        text,
                        channels,
                        uses),
                wrong);
    }

    private static List<String> chosen(FormBody form, String field, List<String> possible) {
        return possible.stream().filter(form.all(field)::contains).toList();
    }

    /// The same with what the requests found wrong.
    AskForm refused(List<FieldError> errors) {
        Map<String, String> more = new LinkedHashMap<>(wrong);
        for (FieldError error : errors) {
            String field = error.pointer().substring(error.pointer().lastIndexOf('/') + 1);
            switch (field) {
                case "email", "phone", "external_id", "passphrase", "text" -> more.put(field, "errors." + field);
                case "channels", "uses" -> more.put("choices", "errors.choices");
                default -> more.put("who", "errors.who");
            }
        }
        return new AskForm(type, ask, more);
    }

    /// What stands for the requester where it is counted how often they ask: each thing that they gave, spelt alike.
    List<String> addresses() {
        return Stream.of(
                        spelt("email", ask.email()),
                        spelt("phone", digits(ask.phone())),
                        spelt("external_id", ask.externalId()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> spelt(String kind, @Nullable String given) {
        return Optional.ofNullable(given)
                .map(text -> kind + "/"
                        + Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT));
    }

    private static @Nullable String digits(@Nullable String phone) {
        return phone == null ? null : phone.replaceAll("[^0-9]", "").replaceFirst("^0+", "");
    }

    /// What was filled in, to be shown again; a passphrase is not.
    Map<String, Object> given() {
        Map<String, Object> given = new LinkedHashMap<>();
        put(given, "email", ask.email());
        put(given, "phone", ask.phone());
        put(given, "external_id", ask.externalId());
        put(given, "text", ask.text());
        List<String> chosen = new ArrayList<>(ask.channels());
        chosen.addAll(ask.uses());
        given.put("chosen", chosen);
        return given;
    }

    private static void put(Map<String, Object> given, String field, @Nullable String text) {
        if (text != null) {
            given.put(field, text);
        }
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
