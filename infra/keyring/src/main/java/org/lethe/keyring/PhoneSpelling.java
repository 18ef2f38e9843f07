package org.lethe.keyring;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Spells phone numbers: in E.164, without what nobody sees. Where one telephone has two numbers in use, as networks
/// and messengers write it, it has one of them here.
final class PhoneSpelling {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final Pattern SCHEME = Pattern.compile("(?i)(tel|whatsapp):");
    private static final int FULLWIDTH_PLUS = 0xFF0B;

    /// Mobile numbers were called with a 1 behind +52 until 2019, and WhatsApp keeps it.
    private static final Pattern MEXICO = Pattern.compile("\\+521(\\d{10})");

    /// Mobile numbers are called with a 9 behind +54 from abroad. The ten digits are nobody else's without it.
    private static final Pattern ARGENTINA = Pattern.compile("\\+549(\\d{10})");

    private static final Pattern ARGENTINA_WITHOUT = Pattern.compile("\\+54(\\d{10})");

    /// Mobile numbers got a 9 in front between 2012 and 2016, and WhatsApp keeps older ones as they were.
    private static final Pattern BRAZIL = Pattern.compile("\\+55(\\d\\d)(\\d{8})");

    private static final Pattern BRAZIL_WITH = Pattern.compile("\\+55(\\d\\d)9(\\d{8})");

    private PhoneSpelling() {}

    /// @throws InvalidIdentifierException if it is no international number
    static Spelling of(String given) {
        String value = parsed(bare(given))
                .map(PhoneSpelling::one)
                .filter(PhoneSpelling::isPossible)
                .orElseThrow(() -> new InvalidIdentifierException(
                        Identifier.Kind.PHONE, "an international number that starts with +, without an extension"));
        String former = parsed(given.strip()).filter(PhoneSpelling::isPossible).orElse(value);
        return Spelling.of(value, former, other(value));
    }

    private static String bare(String given) {
        StringBuilder number = new StringBuilder(given.length());
        Spelling.visible(given)
                .codePoints()
                .map(point -> Character.isSpaceChar(point) ? ' ' : point == FULLWIDTH_PLUS ? '+' : point)
                .forEach(number::appendCodePoint);
        String bare = number.toString().strip();
        Matcher scheme = SCHEME.matcher(bare);
        return scheme.lookingAt() ? bare.substring(scheme.end()).strip() : bare;
    }

    /// In E.164. An extension would be lost there, and two people at one switchboard would be one.
    @SuppressWarnings("UnusedException") // its message may quote the number
    private static Optional<String> parsed(String number) {
        try {
            PhoneNumber parsed = NUMBERS.parse(number, null);
            return number.startsWith("+") && !parsed.hasExtension()
                    ? Optional.of(NUMBERS.format(parsed, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /// The number that stands for both of a pair.
    private static String one(String e164) {
        Matcher mexico = MEXICO.matcher(e164);
        if (mexico.matches()) {
            return "+52" + mexico.group(1);
        }
        Matcher argentina = ARGENTINA.matcher(e164);
        if (argentina.matches()) {
            return "+54" + argentina.group(1);
        }
        Matcher brazil = BRAZIL.matcher(e164);
        if (brazil.matches()) {
            String with = "+55" + brazil.group(1) + "9" + brazil.group(2);
            return isPair(e164, with) ? with : e164;
        }
        return e164;
    }

    /// The number of the pair that is not written now, but may have been.
    private static List<String> other(String value) {
        Matcher argentina = ARGENTINA_WITHOUT.matcher(value);
        if (argentina.matches()) {
            return List.of("+549" + argentina.group(1));
        }
        Matcher brazil = BRAZIL_WITH.matcher(value);
        if (brazil.matches()) {
            String without = "+55" + brazil.group(1) + brazil.group(2);
            return isPair(without, value) ? List.of(without) : List.of();
        }
        return List.of();
    }

    /// Landlines, and mobile numbers that never got the 9, are numbers of their own.
    private static boolean isPair(String without, String with) {
        return type(without) == PhoneNumberType.UNKNOWN && type(with) == PhoneNumberType.MOBILE;
    }

    private static PhoneNumberType type(String e164) {
        return NUMBERS.getNumberType(number(e164));
    }

    private static boolean isPossible(String e164) {
        return NUMBERS.isPossibleNumber(number(e164));
    }

    private static PhoneNumber number(String e164) {
        try {
            return NUMBERS.parse(e164, null);
        } catch (NumberParseException e) {
            return new PhoneNumber(); // possible and known nowhere
        }
    }
}
