package org.lethe.cli.imports;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Knows the files that people give instead of lines of JSON by how they begin.
final class WrongFile {
    private static final Map<String, String> MAGIC = Map.of(
            "504b0304", "a zip archive, or a spreadsheet; unpack it and give the file that is in it",
            "425a68", "compressed with bzip2; unpack it: bzcat FILE | lethe import -",
            "fd377a585a", "compressed with xz; unpack it: xzcat FILE | lethe import -",
            "28b52ffd", "compressed with zstd; unpack it: zstdcat FILE | lethe import -",
            "377abcaf", "a 7z archive; unpack it and give the file that is in it",
            "25504446", "a PDF",
            "fffe", "text in UTF-16; convert it: iconv -f utf-16 -t utf-8 FILE | lethe import -",
            "feff", "text in UTF-16; convert it: iconv -f utf-16 -t utf-8 FILE | lethe import -");

    // [03.05.26, 10:00:01 AM] or 03/05/2026, 10:00 -
    private static final Pattern WHATSAPP =
            Pattern.compile("\\[?\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4},? \\d{1,2}[:.]\\d{2}.*", Pattern.DOTALL);
    private static final Pattern UNSEEN = Pattern.compile("^[\\uFEFF\\u200E\\u200F\\u202A-\\u202E\\s]+");
    private static final Pattern CELLS =
            Pattern.compile("[^{}]+([,;\\t])[^{}]*\\1[^{}]*|[^{},;\\t]+[,;\\t][^{},;\\t]+");

    private WrongFile() {}

    /// @param head the first bytes, unpacked
    /// @return what it is, in words; empty if it may be lines of JSON
    static Optional<String> kind(byte[] head) {
        String hex = HexFormat.of().formatHex(Arrays.copyOf(head, Math.min(head.length, 8)));
        return MAGIC.entrySet().stream()
                .filter(magic -> hex.startsWith(magic.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> ofText(
                        UNSEEN.matcher(new String(head, StandardCharsets.UTF_8)).replaceFirst("")));
    }

    private static Optional<String> ofText(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        if (WHATSAPP.matcher(line).matches()) {
            return Optional.of("a chat exported from WhatsApp");
        }
        if (line.startsWith("[")) {
            return Optional.of("a JSON array; make its items lines: jq -c '.[]' FILE | lethe import -");
        }
        if (line.equals("{") && text.length() > line.length()) {
            return Optional.of("JSON spread over many lines; make each object one line: jq -c . FILE | lethe import -");
        }
        if (line.startsWith("<")) {
            return Optional.of("XML or HTML");
        }
        return CELLS.matcher(line).matches() ? Optional.of("a table (CSV)") : Optional.empty();
    }
}
