package org.lethe.cli.requests;

import java.io.PrintWriter;
import org.lethe.cli.terminal.Table;
import tools.jackson.databind.JsonNode;

/// A request in words, as far as an answer of the API tells it.
final class RequestText {
    private static final String[] DATES = {"received_at", "acknowledge_by", "operational_due_at", "notice_by", "due_at"
    };

    private RequestText() {}

    /// State, rule, and what is due when.
    static Table dates(JsonNode request) {
        Table table = new Table("what", "is");
        row(table, request, "type");
        row(table, request, "state");
        row(table, request, "rule");
        row(table, request, "assignee");
        for (String date : DATES) {
            row(table, request, date);
        }
        return table;
    }

    /// All of it: the dates, the parts, what happened.
    static void print(PrintWriter out, JsonNode request) {
        Table table = dates(request);
        row(table, request, "duplicate_of");
        JsonNode packed = request.path("package");
        if (packed.isObject()) {
            table.row("package", packed.path("bytes").asString("") + " bytes")
                    .row("package expires at", packed.path("expires_at"))
                    .row("package sha256", packed.path("sha256"));
        }
        table.print(out);
        Table parts = new Table("part", "state", "reason");
        request.path("parts").forEach(part -> parts.row(part.path("name"), part.path("state"), part.path("reason")));
        print(out, parts);
        Table history = new Table("at", "event", "by", "words");
        request.path("history")
                .forEach(one -> history.row(one.path("at"), one.path("event"), one.path("by"), one.path("text")));
        print(out, history);
    }

    private static void print(PrintWriter out, Table table) {
        if (!table.isEmpty()) {
            out.println();
            table.print(out);
        }
    }

    private static void row(Table table, JsonNode request, String field) {
        request.path(field).asStringOpt().ifPresent(value -> table.row(field.replace('_', ' '), value));
    }
}
