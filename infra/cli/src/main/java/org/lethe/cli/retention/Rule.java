package org.lethe.cli.retention;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A rule of a schedule as people write it: `messages=P13M`, `messages/web=P400D`. Whether there is such a category and
/// whether the period will do is for the server to say.
public record Rule(String category, @Nullable String channel, String period) {
    private static final Pattern FORM = Pattern.compile("([^/=]+)(?:/([^/=]+))?=([^/=]+)");

    /// Reads one from the command line.
    static final class Reader implements ITypeConverter<Rule> {
        @Override
        public Rule convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is no rule such as messages=P13M or messages/web=P400D");
            }
            return new Rule(matcher.group(1), matcher.group(2), matcher.group(3));
        }
    }

    static Rule of(JsonNode json) {
        return new Rule(
                json.path("category").asString(""),
                json.path("channel").asStringOpt().orElse(null),
                json.path("period").asString(""));
    }

    ObjectNode json() {
        ObjectNode json = Api.JSON.createObjectNode().put("category", category);
        if (channel != null) {
            json.put("channel", channel);
        }
        return json.put("period", period);
    }

    /// What it is about: its category, and its channel where it has one.
    String subject() {
        return channel == null ? category : category + "/" + channel;
    }

    /// Rules on a line, as they are typed.
    public static String line(JsonNode rules) {
        StringBuilder line = new StringBuilder();
        for (JsonNode json : rules) {
            Rule rule = of(json);
            line.append(line.isEmpty() ? "" : " ")
                    .append(rule.subject())
                    .append("=")
                    .append(rule.period());
        }
        return line.toString();
    }

    static ArrayNode json(Iterable<Rule> rules) {
        ArrayNode json = Api.JSON.createArrayNode();
        rules.forEach(rule -> json.add(rule.json()));
        return json;
    }
}
