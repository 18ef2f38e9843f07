package org.lethe.cli.retention;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.Progress;
import org.lethe.cli.terminal.RefusedException;
import org.lethe.cli.terminal.Table;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What rules would make unreadable, beside what today's make.
///
/// @param json as the API tells it
record Preview(JsonNode json) {
    private static final String FAILED = "the preview can't be had";

    /// @param at by when; null for now
    static Preview of(ClientApi client, JsonNode rules, @Nullable String at, Output output) {
        ObjectNode question = Api.JSON.createObjectNode();
        question.set("rules", rules);
        if (at != null) {
            question.put("at", at);
        }
        AtomicReference<@Nullable JsonNode> summary = new AtomicReference<>();
        try (Progress progress = output.progress("Counting")) {
            client.api().postForLines(client.path("/retention-preview"), question, FAILED, line -> {
                JsonNode done = line.path("progress");
                if (!done.isMissingNode()) {
                    progress.at(done.path("done").asLong(), done.path("of").asLong());
                }
                if (line.has("summary")) {
                    summary.set(line.path("summary"));
                }
            });
        }
        JsonNode whole = summary.get();
        if (whole == null) {
            throw new RefusedException(FAILED + ": the answer ended before its summary");
        }
        return new Preview(whole);
    }

    void print(PrintWriter out) {
        Table table = FigureColumns.table("category", "channel", "rules");
        JsonNode proposed = json.path("proposed");
        JsonNode today = json.path("today");
        for (int i = 0; i < proposed.size(); i++) {
            JsonNode line = proposed.path(i);
            FigureColumns.row(
                    table,
                    line,
                    line.path("category").asString(),
                    line.path("channel").asString(),
                    "proposed");
            FigureColumns.row(table, today.path(i), "", "", "today");
        }
        FigureColumns.row(table, json.path("in_all"), "in all", "", "proposed");
        FigureColumns.row(table, json.path("in_all_today"), "", "", "today");
        if (!proposed.isEmpty()) {
            table.print(out);
        }
        out.println("By " + json.path("at").asString() + ": "
                + json.path("effect").asString() + ". By today's rules: "
                + json.path("in_all_today").path("effect").asString() + ".");
    }
}
