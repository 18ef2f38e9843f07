package org.lethe.cli.requests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import org.lethe.cli.terminal.Consent;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.RefusedException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lethe privacy-settings set`: changes what is named and leaves the rest, shows what changes, and asks. Settings that
/// somebody else set meanwhile are not overwritten.
@Command(
        name = "set",
        header = {
            "Set privacy settings of a client; what is not named stays. Shows what changes, and asks.",
            "",
            "Examples:",
            "  lethe privacy-settings set --client Acme --slug acme --default-rule gdpr --zone Europe/Berlin",
            "  lethe privacy-settings set --client Acme --brand-name \"The Acme Shop\" --brand-colour \"#0a7cff\""
                    + " --brand-logo logo.png",
            "  lethe privacy-settings set --client Acme --automatic-for opt_out --automatic-for access --yes",
            "  lethe privacy-settings set --client Acme --approval-required",
            ""
        })
final class SetPrivacySettingsCommand implements Callable<Integer> {
    private static final int PRECONDITION_FAILED = 412;
    private static final List<String> FIELDS =
            List.of("slug", "default_rule", "zone", "approval", "redact_others", "languages", "brand", "notice_period");

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClientOptions options;

    @Option(names = "--slug", paramLabel = "NAME", description = "Names the client's page: /p/NAME. Stays its own.")
    private @Nullable String slug;

    @Option(names = "--default-rule", paramLabel = "RULE", description = "For requests that name none, such as gdpr.")
    private @Nullable String defaultRule;

    @Option(names = "--zone", paramLabel = "ZONE", description = "Whose days count, such as Europe/Berlin.")
    private @Nullable String zone;

    @ArgGroup
    private @Nullable Approval approval;

    @Option(
            names = "--redact-others",
            negatable = true,
            description = "Whether agents stand in packages without their names.")
    private @Nullable Boolean redactOthers;

    @Option(names = "--language", paramLabel = "CODE", description = "One that its people answer in; the first leads.")
    private @Nullable List<String> languages;

    @Option(names = "--brand-name", paramLabel = "NAME", description = "As consumers know it.")
    private @Nullable String name;

    @Option(names = "--brand-colour", paramLabel = "#RRGGBB", description = "Its colour.")
    private @Nullable String colour;

    @Option(names = "--brand-logo", paramLabel = "FILE", description = "PNG, JPEG or WebP of at most 16,384 bytes.")
    private @Nullable Path logo;

    @Option(names = "--notice-period", paramLabel = "PERIOD", description = "Before a change is effective, as P30D.")
    private @Nullable String noticePeriod;

    @Mixin
    private Consent consent;

    @Mixin
    private Output output;

    private static final class Approval {
        @Option(names = "--approval-required", description = "An officer approves every request.")
        private boolean required;

        @Option(
                names = "--automatic-for",
                paramLabel = "TYPE",
                description =
                        "Approved by itself once it is clear who asks, such as opt_out; of all types that are named.")
        private @Nullable List<String> automaticFor;

        Object json() {
            return required || automaticFor == null ? "required" : Map.of("automatic_for", automaticFor);
        }
    }

    @Override
    public Integer call() {
        ObjectNode changes = changes();
        if (changes.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "what is to be set? Name one setting at least");
        }
        try (ClientApi client = options.connect()) {
            Api.Answer present = client.api()
                    .get(client.path(PrivacySettingsCommand.PATH))
                    .orRefuse("the privacy settings in force can't be looked at");
            String etag = present.etag();
            if (etag == null) {
                throw new RefusedException("the privacy settings in force came without an ETag");
            }
            ObjectNode wanted = wanted(present.json(), changes);
            output.say(out -> {
                out.println(client.title());
                PrivacySettingsText.change(present.json(), wanted).print(out);
            });
            consent.require(output, "Set these privacy settings?");
            Api.Answer answer = client.api().put(client.path(PrivacySettingsCommand.PATH), wanted, etag);
            if (answer.status() == PRECONDITION_FAILED) {
                throw new RefusedException(
                        "somebody set others meanwhile, and they stand; run this again to see what" + " would change");
            }
            JsonNode set = answer.orRefuse("the privacy settings were not set").json();
            output.result(set, out -> {
                out.println(client.title() + ": version " + set.path("version").asInt());
                PrivacySettingsText.table(set).print(out);
            });
        }
        return 0;
    }

    private ObjectNode changes() {
        ObjectNode changes = Api.JSON.createObjectNode();
        put(changes, "slug", slug);
        put(changes, "default_rule", defaultRule);
        put(changes, "zone", zone);
        put(changes, "notice_period", noticePeriod);
        if (approval != null) {
            changes.set("approval", Api.JSON.valueToTree(approval.json()));
        }
        if (redactOthers != null) {
            changes.put("redact_others", redactOthers);
        }
        if (languages != null) {
            ArrayNode all = changes.putArray("languages");
            languages.forEach(all::add);
        }
        ObjectNode brand = Api.JSON.createObjectNode();
        put(brand, "name", name);
        put(brand, "colour", colour);
        put(brand, "logo", logo == null ? null : base64(logo));
        if (!brand.isEmpty()) {
            changes.set("brand", brand);
        }
        return changes;
    }

    private static void put(ObjectNode json, String field, @Nullable String value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    private static String base64(Path file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new RefusedException("the logo can't be read from " + file, e);
        }
    }

    /// What stands, with what is to be changed.
    private static ObjectNode wanted(JsonNode present, ObjectNode changes) {
        ObjectNode wanted = Api.JSON.createObjectNode();
        for (String field : FIELDS) {
            JsonNode changed = changes.path(field);
            JsonNode before = present.path(field);
            if (field.equals("brand") && changed.isObject() && before.isObject()) {
                ((ObjectNode) before).setAll((ObjectNode) changed);
                changed = before;
            }
            JsonNode then = changed.isMissingNode() ? before : changed;
            if (!then.isMissingNode()) {
                wanted.set(field, then);
            }
        }
        return wanted;
    }
}
