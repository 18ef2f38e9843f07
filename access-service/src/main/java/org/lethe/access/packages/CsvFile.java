package org.lethe.access.packages;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A table for spreadsheets: RFC 4180, UTF-8 with a byte order mark, and no cell that is a formula.
final class CsvFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF"; // by which Excel knows UTF-8
    private static final String LINE_END = "\r\n";
    // OWASP, CSV injection; the full-width ones count as the others where the keyboard is Japanese.
    private static final String BEGINS_A_FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private final EntrySpill spill;
    private final OutputStream out;

    CsvFile(EntrySpill spill, String name, String... columns) throws IOException {
        this.spill = spill;
        this.out = spill.begin(name);
        write(BYTE_ORDER_MARK);
        row(columns);
    }

    /// @param cells null for what was never told
    void row(@Nullable String... cells) throws IOException {
        StringBuilder line = new StringBuilder();
        Separator comma = new Separator(",");
        for (String cell : cells) {
            line.append(comma.next()).append(cell == null ? "" : quoted(harmless(cell)));
        }
        write(line.append(LINE_END).toString());
    }

    EntrySpill spill() {
        return spill;
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String harmless(String cell) {
        return !cell.isEmpty() && BEGINS_A_FORMULA.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    private static String quoted(String cell) {
        return cell.chars().anyMatch(unit -> unit == ',' || unit == '"' || unit == '\r' || unit == '\n')
                ? '"' + cell.replace("\"", "\"\"") + '"'
                : cell;
    }
}
