package org.lethe.cli.retention;

import java.io.PrintWriter;
import org.lethe.cli.terminal.Table;
import tools.jackson.databind.JsonNode;

/// What a run did, or of a dry run would do, for people.
///
/// @param json as the API shows it
record RunReport(JsonNode json) {

    boolean isCompleted() {
        return json.path("state").asString("").equals("completed");
    }

    /// How many clients the run has that the API does not show.
    int notShown() {
        return Math.max(
                0, json.path("clients_in_all").asInt(0) - json.path("clients").size());
    }

    void print(PrintWriter out) {
        out.println((json.path("dry_run").asBoolean(true) ? "Dry run " : "Run ")
                + json.path("run_id").asString() + ", by " + json.path("at").asString() + ": "
                + json.path("state").asString());
        Table buckets = FigureColumns.table("client", "category", "channel");
        Table clients = new Table("client", "state", "schedule", "ordered", "destroyed", "certificate");
        for (JsonNode client : json.path("clients")) {
            for (JsonNode line : client.path("lines")) {
                FigureColumns.row(buckets, line, client.path("client_id"), line.path("category"), line.path("channel"));
            }
            clients.row(
                    client.path("client_id"),
                    client.path("state"),
                    client.path("schedule_version"),
                    client.path("buckets_ordered"),
                    client.path("buckets_destroyed"),
                    client.has("certificate") ? "yes" : "");
        }
        if (!buckets.isEmpty()) {
            out.println();
            buckets.print(out);
        }
        if (!clients.isEmpty() && !json.path("dry_run").asBoolean(true)) {
            out.println();
            clients.print(out);
        }
        if (notShown() > 0) {
            out.println("... and " + notShown() + " more clients");
        }
        out.println();
        out.println(capitalized(json.path("effect").asString("")) + ".");
    }

    private static String capitalized(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
