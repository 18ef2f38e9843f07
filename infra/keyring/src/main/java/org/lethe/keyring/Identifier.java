package org.lethe.keyring;

import java.util.List;
import java.util.Objects;

/// What a person is known by, in its one spelling; two that are spelled alike are equal, however they were given. It
/// prints its kind only.
public final class Identifier {
    /// Kinds of identifiers.
    public enum Kind {
        EMAIL("email"),
        PHONE("phone"),
        EXTERNAL_ID("external_id");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    private static final int MOST_EXTERNAL_ID_CHARACTERS = 256;
    private static final String EXTERNAL_ID_ACCEPTED = "1 to " + MOST_EXTERNAL_ID_CHARACTERS + " characters";

    private final Kind kind;
    private final Spelling spelling;

    /// @throws InvalidIdentifierException if the value is none of its kind
    public Identifier(Kind kind, String given) {
        this.kind = kind;
        this.spelling = switch (kind) {
            case EMAIL -> EmailSpelling.of(given);
            case PHONE -> PhoneSpelling.of(given);
            case EXTERNAL_ID -> Spelling.of(checkedExternalId(given));
        };
    }

    public static Identifier email(String address) {
        return new Identifier(Kind.EMAIL, address);
    }

    public static Identifier phone(String number) {
        return new Identifier(Kind.PHONE, number);
    }

    public static Identifier externalId(String id) {
        return new Identifier(Kind.EXTERNAL_ID, id);
    }

    public Kind kind() {
        return kind;
    }

    /// Normalised: an e-mail in NFC, lower-cased, with its domain in ASCII (UTS 46), a phone number in E.164, an
    /// external id as given.
    public String value() {
        return spelling.value();
    }

    /// Under which spellings to look for it, in this order. All but [#value] are those of the first rules, and count
    /// only where they were written by them.
    List<String> spellings() {
        return spelling.asked();
    }

    private static String checkedExternalId(String given) {
        if (given.isEmpty() || given.length() > MOST_EXTERNAL_ID_CHARACTERS || !Spelling.isUnicode(given)) {
            throw new InvalidIdentifierException(Kind.EXTERNAL_ID, EXTERNAL_ID_ACCEPTED);
        }
        return given;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Identifier identifier && kind == identifier.kind && value().equals(identifier.value());
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, value());
    }

    @Override
    public String toString() {
        return "Identifier[" + kind.wireName() + ", REDACTED]";
    }
}
