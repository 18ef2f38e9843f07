package org.lethe.keyring;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.Normalizer2;
import java.net.IDN;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Spells e-mail addresses: composed (NFC), lower-cased, without what nobody sees, the domain in ASCII by UTS 46,
/// non-transitional. By the first rules (IDNA 2003) a domain with ß was the one with ss, which is somebody else's. The
/// local part is the mailbox's own business otherwise: two that differ stay two.
final class EmailSpelling {
    private static final int MOST_CHARACTERS = 254; // RFC 3696, erratum 1690
    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
    private static final Normalizer2 NFD = Normalizer2.getNFDInstance();
    private static final IDNA UTS46 = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.NONTRANSITIONAL_TO_UNICODE
            | IDNA.USE_STD3_RULES
            | IDNA.CHECK_BIDI
            | IDNA.CHECK_CONTEXTJ);
    // Hosts that are in use have hyphens there (UTS 46, CheckHyphens).
    private static final Set<IDNA.Error> LET_PASS = EnumSet.of(IDNA.Error.HYPHEN_3_4);
    private static final Pattern DOT = Pattern.compile("[.\u3002\uFF0E\uFF61]"); // UTS 46, 4.5
    private static final Pattern JOINERS = Pattern.compile("[\u200C\u200D]");
    private static final Pattern PERCENT = Pattern.compile("%\\p{XDigit}{2}");
    private static final String MAILTO = "mailto:";
    private static final String UNQUOTED_NEVER = "()<>[]:;@\\,\""; // RFC 5322, 3.2.3, but for the dot

    private EmailSpelling() {}

    /// @throws InvalidIdentifierException if it is no address
    static Spelling of(String given) {
        if (!Spelling.isUnicode(given)) {
            throw refusal();
        }
        String address = bare(given);
        int at = address.lastIndexOf('@');
        String local = local(address.substring(0, Math.max(at, 0)));
        if (!isLocal(local)) {
            throw refusal();
        }
        String domain = ascii(address.substring(at + 1)).orElseThrow(EmailSpelling::refusal);
        String value = local + "@" + domain;
        if (value.length() > MOST_CHARACTERS) {
            throw refusal();
        }
        return Spelling.of(value, former(given).orElse(value), List.of(NFD.normalize(local) + "@" + domain));
    }

    private static InvalidIdentifierException refusal() {
        return new InvalidIdentifierException(
                Identifier.Kind.EMAIL, "local@domain, at most " + MOST_CHARACTERS + " characters");
    }

    /// Without what addresses are wrapped in where people copy them from. Joiners stay: in a domain they may count.
    private static String bare(String given) {
        String address = stripped(given);
        while (true) {
            if (address.regionMatches(true, 0, MAILTO, 0, MAILTO.length())) {
                address = stripped(ofUri(address.substring(MAILTO.length())));
            } else if (address.startsWith("<") && address.endsWith(">")) {
                address = stripped(address.substring(1, address.length() - 1));
            } else {
                return address;
            }
        }
    }

    private static String stripped(String text) {
        if (Spelling.isAscii(text)) {
            return text.strip();
        }
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> Character.isSpaceChar(point) ? ' ' : point)
                .filter(point -> isJoiner(point) || !Spelling.isIgnorable(point))
                .forEach(visible::appendCodePoint);
        return visible.toString().strip();
    }

    private static boolean isJoiner(int point) {
        return point == 0x200C || point == 0x200D;
    }

    /// The address in a mailto URI (RFC 6068): percent-encoded, with header fields behind it.
    private static String ofUri(String uri) {
        int fields = uri.indexOf('?');
        String address = fields < 0 ? uri : uri.substring(0, fields);
        boolean encoded = PERCENT.matcher(address).find()
                && PERCENT.matcher(address).replaceAll("").indexOf('%') < 0;
        return encoded ? URLDecoder.decode(address.replace("+", "%2B"), StandardCharsets.UTF_8) : address;
    }

    private static String local(String given) {
        return NFC.normalize(NFC.normalize(Spelling.visible(given)).toLowerCase(Locale.ROOT));
    }

    private static boolean isLocal(String local) {
        boolean quoted = local.length() > 2 && local.startsWith("\"") && local.endsWith("\"");
        return !local.isEmpty()
                && local.codePoints()
                        .noneMatch(point -> Character.isWhitespace(point)
                                || Character.isSpaceChar(point)
                                || Character.isISOControl(point)
                                || !quoted && UNQUOTED_NEVER.indexOf(point) >= 0);
    }

    /// A joiner counts where the script asks for it (RFC 5892, appendix A) and is not seen elsewhere.
    private static Optional<String> ascii(String domain) {
        if (!JOINERS.matcher(domain).find()) {
            return asciiOf(domain).filter(ascii -> !ascii.endsWith("."));
        }
        String joined = Arrays.stream(DOT.split(domain, -1))
                .map(label -> asciiOf(label).isPresent()
                        ? label
                        : JOINERS.matcher(label).replaceAll(""))
                .collect(Collectors.joining("."));
        return asciiOf(joined).filter(ascii -> !ascii.endsWith("."));
    }

    private static Optional<String> asciiOf(String domain) {
        IDNA.Info info = new IDNA.Info();
        StringBuilder ascii = UTS46.nameToASCII(domain, new StringBuilder(), info);
        return LET_PASS.containsAll(info.getErrors())
                ? Optional.of(ascii.toString().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /// What the first rules made of it: trimmed, lower-cased, the domain by IDNA 2003; empty if they refused it.
    @SuppressWarnings("UnusedException") // its message quotes the address
    private static Optional<String> former(String given) {
        String address = given.strip().toLowerCase(Locale.ROOT);
        int at = address.lastIndexOf('@');
        if (at < 1 || address.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            return Optional.empty();
        }
        try {
            return Optional.of(address.substring(0, at + 1)
                    + IDN.toASCII(address.substring(at + 1), IDN.USE_STD3_ASCII_RULES)
                            .toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
