package org.lethe.keyring;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What a person is known by, in its one spelling. It prints its kind only.
///
/// @param value normalised on the way in: an e-mail trimmed and lower-cased with its domain in ASCII (IDNA), a phone
/// number in E.164, an external id as given
public record Identifier(Kind kind, String value) {
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

    private static final int MOST_EMAIL_CHARACTERS = 254; // RFC 3696, erratum 1690
    private static final int MOST_EXTERNAL_ID_CHARACTERS = 256;
    private static final String EMAIL_ACCEPTED = "local@domain, at most " + MOST_EMAIL_CHARACTERS + " characters";
    private static final String PHONE_ACCEPTED = "an international number that starts with +, without an extension";
    private static final String EXTERNAL_ID_ACCEPTED = "1 to " + MOST_EXTERNAL_ID_CHARACTERS + " characters";

    /// @throws InvalidIdentifierException if the value is none of its kind
    public Identifier {
        value = switch (kind) {
            case EMAIL -> normalEmail(value);
            case PHONE -> normalPhone(value);
            case EXTERNAL_ID -> checkedExternalId(value);
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

    private static String normalEmail(String given) {
        String address = given.strip().toLowerCase(Locale.ROOT);
        int at = address.lastIndexOf('@');
        boolean plain = address.codePoints().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
        if (at < 1 || !plain || !isUnicode(address)) {
            throw new InvalidIdentifierException(Kind.EMAIL, EMAIL_ACCEPTED);
        }
        String normal = address.substring(0, at + 1) + asciiDomain(address.substring(at + 1));
        if (normal.length() > MOST_EMAIL_CHARACTERS) {
            throw new InvalidIdentifierException(Kind.EMAIL, EMAIL_ACCEPTED);
        }
        return normal;
    }

    // The cause is left out on purpose: its message quotes the value.
    @SuppressWarnings("UnusedException")
    private static String asciiDomain(String domain) {
        try {
            String ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            if (ascii.isEmpty() || ascii.startsWith(".") || ascii.endsWith(".")) {
                throw new InvalidIdentifierException(Kind.EMAIL, EMAIL_ACCEPTED);
            }
            return ascii;
        } catch (InvalidIdentifierException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidIdentifierException(Kind.EMAIL, EMAIL_ACCEPTED);
        }
    }

    // The cause is left out on purpose: its message may quote the value. An extension would be lost in E.164, and two
    // people at one switchboard would be one.
    @SuppressWarnings("UnusedException")
    private static String normalPhone(String given) {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        String trimmed = given.strip();
        try {
            PhoneNumber number = numbers.parse(trimmed, null);
            if (!trimmed.startsWith("+") || number.hasExtension() || !numbers.isPossibleNumber(number)) {
                throw new InvalidIdentifierException(Kind.PHONE, PHONE_ACCEPTED);
            }
            return numbers.format(number, PhoneNumberUtil.PhoneNumberFormat.E164);
        } catch (NumberParseException e) {
            throw new InvalidIdentifierException(Kind.PHONE, PHONE_ACCEPTED);
        }
    }

    private static String checkedExternalId(String given) {
        if (given.isEmpty() || given.length() > MOST_EXTERNAL_ID_CHARACTERS || !isUnicode(given)) {
            throw new InvalidIdentifierException(Kind.EXTERNAL_ID, EXTERNAL_ID_ACCEPTED);
        }
        return given;
    }

    // Half a surrogate pair turns into a question mark in UTF-8, and two values would be one.
    private static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    @Override
    public String toString() {
        return "Identifier[" + kind.wireName() + ", REDACTED]";
    }
}
