package org.lethe.cli.requests;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.ClientApi;
import org.lethe.cli.api.ClientOptions;
import org.lethe.cli.terminal.Consent;
import org.lethe.cli.terminal.Moment;
import org.lethe.cli.terminal.Output;
import org.lethe.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `lethe request`: what consumers ask for, and how it is answered.
@Command(
        name = "request",
        header = {
            "Requests of consumers: to see, correct, restrict or delete what is held of them, and when an answer is due.",
            "",
            "Examples:",
            "  lethe request list --client Acme --due-before 2026-12-01T00:00:00Z",
            "  lethe request create --client Acme --type access --via mail --consumer-email kim@example.com",
            "  lethe request verify 019a8f00-0000-7000-8000-000000000006 --client Acme --code",
            "  lethe request approve 019a8f00-0000-7000-8000-000000000006 --client Acme",
            "  lethe request package 019a8f00-0000-7000-8000-000000000006 --client Acme --out kim.zip",
            ""
        },
        subcommands = {
            CreateRequestCommand.class,
            VerifyRequestCommand.class,
            ConfirmRequestCommand.class,
            RequestPackageCommand.class,
            RequestReceiptCommand.class
        })
public final class RequestCommand implements Runnable {
    static final String PATH = "/requests";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            header = {
                "List a client's requests.",
                "",
                "Examples:",
                "  lethe request list --client Acme",
                "  lethe request list --client Acme --state in_progress --type access --assignee kim",
                "  lethe request list --client Acme --due-before 2026-12-01T00:00:00Z --json",
                ""
            })
    int list(
            @Mixin ClientOptions options,
            @Option(names = "--state", paramLabel = "STATE", description = "In this state, such as referred.") @Nullable
                    String state,
            @Option(names = "--type", paramLabel = "TYPE", description = "Of this type, such as access.") @Nullable
                    String type,
            @Option(
                            names = "--due-before",
                            paramLabel = "INSTANT",
                            converter = Moment.class,
                            description = "Due before this time, such as 2026-12-01T00:00:00Z.")
                    @Nullable
                    Instant dueBefore,
            @Option(names = "--assignee", paramLabel = "WHO", description = "Assigned to them.") @Nullable
                    String assignee,
            @Mixin Output output) {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        wanted.put("state", state);
        wanted.put("type", type);
        wanted.put("due_before", dueBefore);
        wanted.put("assignee", assignee);
        try (ClientApi client = options.connect()) {
            List<JsonNode> requests =
                    client.api().all(client.path(PATH + "?limit=200" + query(wanted)), "the requests can't be listed");
            output.result(Map.of("items", requests), out -> {
                Table table = new Table("request", "type", "state", "rule", "received at", "due at", "assignee");
                for (JsonNode one : requests) {
                    table.row(
                            one.path("request_id"),
                            one.path("type"),
                            one.path("state"),
                            one.path("rule"),
                            one.path("received_at"),
                            one.path("due_at"),
                            one.path("assignee"));
                }
                if (requests.isEmpty()) {
                    out.println(client.title() + " has no such requests.");
                } else {
                    table.print(out);
                }
            });
        }
        return 0;
    }

    private static String query(Map<String, @Nullable Object> wanted) {
        return wanted.entrySet().stream()
                .filter(one -> one.getValue() != null)
                .map(one -> "&" + one.getKey() + "=" + URLEncoder.encode(one.getValue() + "", StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }

    @Command(
            name = "show",
            header = {
                "Show a request: its state, what is due when, its parts, and everything that happened.",
                "",
                "Examples:",
                "  lethe request show 019a8f00-0000-7000-8000-000000000006 --client Acme",
                "  lethe request show 019a8f00-0000-7000-8000-000000000006 --client Acme --json",
                ""
            })
    int show(@Mixin OneRequest request, @Mixin Output output) {
        try (ClientApi client = request.connect()) {
            JsonNode shown = request.look(client);
            output.result(shown, out -> {
                out.println("Request " + request.id() + " of " + client.title());
                RequestText.print(out, shown);
            });
        }
        return 0;
    }

    @Command(
            name = "approve",
            header = {
                "Approve a request, so that it is carried out. Of a deletion it asks first: nothing brings back what goes.",
                "",
                "Examples:",
                "  lethe request approve 019a8f00-0000-7000-8000-000000000006 --client Acme",
                "  lethe request approve 019a8f00-0000-7000-8000-000000000006 --client Acme --note \"known by phone\" --yes",
                ""
            })
    int approve(
            @Mixin OneRequest request,
            @Option(names = "--note", paramLabel = "WORDS", description = "For those who read it later. Kept sealed.")
                    @Nullable
                    String note,
            @Option(
                            names = "--disagreement",
                            description =
                                    "Of a correction of one message: put it beside the message, not in its place.")
                    boolean disagreement,
            @Mixin Consent consent,
            @Mixin Output output) {
        try (ClientApi client = request.connect()) {
            JsonNode known = request.look(client);
            if (known.path("type").asString("").equals("deletion")) {
                consent.requireTyped(
                        output,
                        known.has("conversation_id")
                                ? "This redacts a message of the conversation "
                                        + known.path("conversation_id").asString() + " of " + client.title()
                                        + " for ever."
                                : "This forgets the consumer of the request " + request.id() + " of " + client.title()
                                        + " for ever.",
                        request.id().toString());
            }
            Map<String, Object> body = new LinkedHashMap<>();
            if (note != null) {
                body.put("note", note);
            }
            if (disagreement) {
                body.put("as", "disagreement");
            }
            request.take(client, output, "approve", body, "was not approved");
        }
        return 0;
    }

    @Command(
            name = "deny",
            header = {
                "Deny a request. The consumer is told the reason, and how to appeal.",
                "",
                "Examples:",
                "  lethe request deny 019a8f00-0000-7000-8000-000000000006 --client Acme --reason no_match",
                "  lethe request deny 019a8f00-0000-7000-8000-000000000006 --client Acme --reason other --text \"never sold\"",
                ""
            })
    int deny(
            @Mixin OneRequest request,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "REASON",
                            description = "suspected_fraud, insufficient_verification, no_match, claim_not_covered,"
                                    + " outside_jurisdiction, legal_hold, too_many_requests or other (with --text).")
                    String reason,
            @Option(names = "--text", paramLabel = "WORDS", description = "What is said besides. Kept sealed.")
                    @Nullable
                    String text,
            @Mixin Output output) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("reason", reason));
        if (text != null) {
            body.put("text", text);
        }
        return take(request, output, "deny", body, "was not denied");
    }

    @Command(
            name = "complete",
            header = {
                "Say that what people had to do is done: of a correction, an objection or a complaint that was approved.",
                "",
                "Examples:",
                "  lethe request complete 019a8f00-0000-7000-8000-000000000006 --client Acme --note \"letter sent\"",
                ""
            })
    int complete(
            @Mixin OneRequest request,
            @Option(names = "--note", paramLabel = "WORDS", description = "For those who read it later. Kept sealed.")
                    @Nullable
                    String note,
            @Mixin Output output) {
        return take(request, output, "complete", note == null ? Map.of() : Map.of("note", note), "was not completed");
    }

    @Command(
            name = "appeal",
            header = {
                "Put a denied request before the client once more, as the consumer wants.",
                "",
                "Examples:",
                "  lethe request appeal 019a8f00-0000-7000-8000-000000000006 --client Acme --text \"it is my address\"",
                ""
            })
    int appeal(
            @Mixin OneRequest request,
            @Option(
                            names = "--text",
                            required = true,
                            paramLabel = "WORDS",
                            description = "What the consumer says to it. Kept sealed.")
                    String text,
            @Mixin Output output) {
        return take(request, output, "appeal", Map.of("text", text), "was not appealed");
    }

    @Command(
            name = "escalate",
            header = {
                "Put on record that the consumer took a request elsewhere: to dispute resolution, then to a panel.",
                "",
                "Examples:",
                "  lethe request escalate 019a8f00-0000-7000-8000-000000000006 --client Acme --to dispute_resolution",
                "  lethe request escalate 019a8f00-0000-7000-8000-000000000006 --client Acme --to panel",
                ""
            })
    int escalate(
            @Mixin OneRequest request,
            @Option(names = "--to", required = true, paramLabel = "WHOM", description = "dispute_resolution or panel.")
                    String to,
            @Mixin Output output) {
        return take(request, output, "escalate", Map.of("to", to), "was not escalated");
    }

    @Command(
            name = "extend",
            header = {
                "Extend a request, once and only until its notice is due. The consumer is told, and why.",
                "",
                "Examples:",
                "  lethe request extend 019a8f00-0000-7000-8000-000000000006 --client Acme --reason \"many conversations\"",
                ""
            })
    int extend(
            @Mixin OneRequest request,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "WORDS",
                            description = "Why. The consumer reads it.")
                    String reason,
            @Mixin Output output) {
        return take(request, output, "extend", Map.of("reason", reason), "was not extended");
    }

    @Command(
            name = "pause",
            header = {
                "Stop the clock of a request while an answer of the consumer is awaited, where its rule allows that.",
                "",
                "Examples:",
                "  lethe request pause 019a8f00-0000-7000-8000-000000000006 --client Acme --reason identity_in_doubt",
                ""
            })
    int pause(
            @Mixin OneRequest request,
            @Option(
                            names = "--reason",
                            required = true,
                            paramLabel = "REASON",
                            description = "identity_in_doubt (gdpr) or clarification (uk-gdpr).")
                    String reason,
            @Mixin Output output) {
        return take(request, output, "pause", Map.of("reason", reason), "was not paused");
    }

    @Command(
            name = "resume",
            header = {
                "Let the clock of a request run again: the answer has come.",
                "",
                "Examples:",
                "  lethe request resume 019a8f00-0000-7000-8000-000000000006 --client Acme",
                ""
            })
    int resume(@Mixin OneRequest request, @Mixin Output output) {
        return take(request, output, "resume", Map.of(), "was not resumed");
    }

    @Command(
            name = "revoke",
            header = {
                "Take a request back, as the consumer wants. It ends without an answer.",
                "",
                "Examples:",
                "  lethe request revoke 019a8f00-0000-7000-8000-000000000006 --client Acme",
                "  lethe request revoke 019a8f00-0000-7000-8000-000000000006 --client Acme --yes",
                ""
            })
    int revoke(@Mixin OneRequest request, @Mixin Consent consent, @Mixin Output output) {
        try (ClientApi client = request.connect()) {
            consent.require(
                    output,
                    "Take back the request " + request.id() + " of " + client.title()
                            + "? It ends without an answer; the consumer would have to ask again.");
            request.take(client, output, "revoke", Map.of(), "was not taken back");
        }
        return 0;
    }

    @Command(
            name = "assign",
            header = {
                "Say who looks after a request.",
                "",
                "Examples:",
                "  lethe request assign 019a8f00-0000-7000-8000-000000000006 --client Acme --to privacy-team",
                ""
            })
    int assign(
            @Mixin OneRequest request,
            @Option(names = "--to", required = true, paramLabel = "WHO", description = "Who does.") String to,
            @Mixin Output output) {
        return take(request, output, "assign", Map.of("to", to), "was not assigned");
    }

    @Command(
            name = "note",
            header = {
                "Add a note to a request, for those who read it later. The consumer doesn't.",
                "",
                "Examples:",
                "  lethe request note 019a8f00-0000-7000-8000-000000000006 --client Acme --text \"called back, no answer\"",
                ""
            })
    int note(
            @Mixin OneRequest request,
            @Option(names = "--text", required = true, paramLabel = "WORDS", description = "The note. Kept sealed.")
                    String text,
            @Mixin Output output) {
        return take(request, output, "notes", Map.of("text", text), "got no note");
    }

    private static int take(
            OneRequest request, Output output, String step, Map<String, Object> body, String otherwise) {
        try (ClientApi client = request.connect()) {
            request.take(client, output, step, body, otherwise);
        }
        return 0;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "what of it? list, show, create, verify, confirm, approve, deny, complete, extend, pause, resume, appeal,"
                        + " escalate, revoke, assign, note, package or receipt");
    }
}
