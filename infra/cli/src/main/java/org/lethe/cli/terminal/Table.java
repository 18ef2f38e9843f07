package org.lethe.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Rows for people, each column as wide as its widest cell, numbers to the right.
public final class Table {
    private static final String GAP = "  ";
    private static final String NOTHING = "-";
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|" + NOTHING);
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... columns) {
        this.columns = List.of(columns);
    }

    /// @param cells one for each column; what is null, missing or empty shows as a dash
    public Table row(@Nullable Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(Arrays.stream(cells).map(Table::text).toList());
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public void print(PrintWriter out) {
        print(out, columns);
        rows.forEach(row -> print(out, row));
    }

    private void print(PrintWriter out, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String padding = " ".repeat(width(i) - cells.get(i).length());
            line.append(i == 0 ? "" : GAP);
            line.append(isNumeric(i) ? padding + cells.get(i) : cells.get(i) + padding);
        }
        out.println(line.toString().stripTrailing());
    }

    private int width(int column) {
        int width = columns.get(column).length();
        for (List<String> row : rows) {
            width = Math.max(width, row.get(column).length());
        }
        return width;
    }

    private boolean isNumeric(int column) {
        return rows.stream().allMatch(row -> NUMBER.matcher(row.get(column)).matches());
    }

    /// What somebody else wrote, without what would move the cursor of whoever reads it.
    public static String printable(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }

    private static String text(@Nullable Object cell) {
        String text = switch (cell) {
            case null -> "";
            case JsonNode node -> node.asString("");
            default -> cell.toString();
        };
        return text.isEmpty() ? NOTHING : printable(text);
    }
}
