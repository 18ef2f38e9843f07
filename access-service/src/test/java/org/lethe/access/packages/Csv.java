package org.lethe.access.packages;

import java.util.ArrayList;
import java.util.List;

/// Reads RFC 4180 by its grammar, for tests.
final class Csv {
    private Csv() {}

    static List<List<String>> rows(String csv) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = csv.startsWith("\uFEFF") ? 1 : 0; i < csv.length(); i++) {
            char unit = csv.charAt(i);
            if (quoted) {
                if (unit != '"') {
                    cell.append(unit);
                } else if (i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                    cell.append(unit);
                    i++;
                } else {
                    quoted = false;
                }
            } else if (unit == '"' && cell.isEmpty()) {
                quoted = true;
            } else if (unit == ',' || unit == '\r') {
                row.add(cell.toString());
                cell.setLength(0);
                if (unit == '\r') {
                    rows.add(List.copyOf(row));
                    row.clear();
                    if (csv.charAt(++i) != '\n') {
                        throw new IllegalArgumentException("a line ends with CR LF");
                    }
                }
            } else {
                cell.append(unit);
            }
        }
        if (quoted || !row.isEmpty() || !cell.isEmpty()) {
            throw new IllegalArgumentException("the last line has no end");
        }
        return rows;
    }
}
