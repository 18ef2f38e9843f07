package org.lethe.cli.requests;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.lethe.cli.terminal.Table;
import tools.jackson.databind.JsonNode;

/// Privacy settings in words, as an answer of the API tells them.
final class PrivacySettingsText {
    private PrivacySettingsText() {}

    static Table table(JsonNode settings) {
        Table table = new Table("setting", "is");
        values(settings).forEach(table::row);
        return table;
    }

    static Table change(JsonNode before, JsonNode after) {
        Map<String, String> then = values(after);
        Table table = new Table("setting", "today", "then");
        values(before).forEach((setting, today) -> table.row(setting, today, then.get(setting)));
        return table;
    }

    private static Map<String, String> values(JsonNode settings) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("slug", text(settings.path("slug")));
        values.put("default rule", text(settings.path("default_rule")));
        values.put("zone", text(settings.path("zone")));
        JsonNode approval = settings.path("approval");
        values.put(
                "approval",
                approval.isObject() ? "automatic for " + list(approval.path("automatic_for")) : text(approval));
        values.put("redact others", settings.path("redact_others").asBoolean(true) ? "yes" : "no");
        values.put("languages", list(settings.path("languages")));
        values.put("notice period", text(settings.path("notice_period")));
        JsonNode brand = settings.path("brand");
        values.put("brand name", text(brand.path("name")));
        values.put("brand colour", text(brand.path("colour")));
        String logo = text(brand.path("logo"));
        values.put(
                "brand logo", logo.isEmpty() ? "" : logo.replaceFirst(";.*", "").replaceFirst("data:", ""));
        return values;
    }

    private static String text(JsonNode value) {
        return value.asString("");
    }

    private static String list(JsonNode values) {
        return values.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
    }
}
