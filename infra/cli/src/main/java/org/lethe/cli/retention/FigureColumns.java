package org.lethe.cli.retention;

import java.util.Arrays;
import java.util.stream.Stream;
import org.lethe.cli.terminal.Table;
import tools.jackson.databind.JsonNode;

/// The columns of what goes and what stays, behind those that say whose it is.
final class FigureColumns {
    private static final String[] COLUMNS = {
        "period", "from", "to", "days", "conversations", "messages", "contents", "bytes", "held"
    };

    private FigureColumns() {}

    static Table table(String... whose) {
        return new Table(
                Stream.concat(Arrays.stream(whose), Arrays.stream(COLUMNS)).toArray(String[]::new));
    }

    /// @param line of a preview or a report
    static void row(Table table, JsonNode line, Object... whose) {
        JsonNode unreadable = line.path("unreadable");
        Stream<Object> figures = Stream.of(
                line.path("period"),
                line.path("from"),
                line.path("to"),
                unreadable.path("days"),
                unreadable.path("conversations"),
                unreadable.path("messages"),
                unreadable.path("contents"),
                unreadable.path("bytes"),
                line.path("held").path("contents"));
        table.row(Stream.concat(Arrays.stream(whose), figures).toArray());
    }
}
