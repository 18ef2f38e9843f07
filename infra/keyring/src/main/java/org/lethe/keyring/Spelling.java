package org.lethe.keyring;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// How an identifier is spelled, and how else it may stand in an index that was written before.
///
/// @param value the one spelling: spelled again, it stays as it is
/// @param asked the spellings under which to look, in order; `value` is one of them, the others count only in rows that
/// the first rules wrote
record Spelling(String value, List<String> asked) {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    /// @param former what the first rules made of what was given: whom that led to, it leads to still
    /// @param alike other spellings of the same person
    static Spelling of(String value, String former, List<String> alike) {
        return new Spelling(
                value,
                Stream.concat(Stream.of(former, value), alike.stream())
                        .distinct()
                        .toList());
    }

    static Spelling of(String value) {
        return new Spelling(value, List.of(value));
    }

    /// What nobody sees makes no second person: marks of direction, joiners, soft hyphens, byte order marks.
    static String visible(String text) {
        if (isAscii(text)) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().filter(point -> !isIgnorable(point)).forEach(visible::appendCodePoint);
        return visible.toString();
    }

    static boolean isIgnorable(int point) {
        return point == BYTE_ORDER_MARK || UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
    }

    /// Most are; all of it is seen, and composed.
    static boolean isAscii(String text) {
        return text.chars().allMatch(unit -> unit < 0x80);
    }

    /// Half a surrogate pair turns into a question mark in UTF-8, and two values would be one.
    static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
