package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.transcript.TranscriptServer.Brand;
import tools.jackson.databind.JsonNode;

/// Nobody touches, or learns of, what is another client's; every operation of the document is tried.
class TenantsIT {
    private static final JsonNode DOCUMENT = TranscriptServer.JSON.readTree(TranscriptServer.document());
    private static TranscriptServer server;
    private static Brand ours;
    private static Brand theirs;
    private static String ourToken;
    private static String theirToken;
    private static Map<String, String> theirIds;

    private record Operation(String method, String path, JsonNode description) {
        String with(String client, Map<String, String> ids) {
            String filled = path.replace("{client}", client);
            for (Map.Entry<String, String> id : ids.entrySet()) {
                filled = filled.replace("{" + id.getKey() + "}", id.getValue());
            }
            return filled;
        }

        String body() {
            if (!description.has("requestBody")) {
                return null;
            }
            JsonNode content = description.at("/requestBody/content");
            if (content.has("application/x-ndjson")) {
                return "{\"conversation\":\"c\",\"channel\":\"web\",\"consumer\":{},\"messages\":[]}";
            }
            String reference = content.at("/application~1json/schema/$ref").asString();
            JsonNode example = DOCUMENT.at(reference.substring(1)).required("example");
            return example.toString();
        }
    }

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
        ours = server.brand("Ours");
        theirs = server.brand("Theirs");
        ourToken = ours.all();
        theirToken = theirs.all();
        String conversation = theirs.conversation(theirToken, "them@example.com");
        server.post(
                        conversation + "/messages",
                        theirToken,
                        "{\"message_id\":\"m-1\",\"from\":\"consumer\",\"text\":\"secret\"}")
                .is(201);
        theirIds = Map.of(
                "conversation",
                conversation.substring(conversation.lastIndexOf('/') + 1),
                "message",
                "m-1",
                "consumer",
                server.get(conversation, theirToken).is(200).text("consumer_id"),
                "api_key",
                server.get(theirs.path + "/api-keys", theirToken)
                        .is(200)
                        .json()
                        .at("/items/0/api_key_id")
                        .asString());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        DOCUMENT.required("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> !operation.getKey().equals("parameters"))
                        .filter(operation -> path.getKey().contains("{client}"))
                        .forEach(operation -> operations.add(new Operation(
                                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()))));
        return operations;
    }

    private static Reply call(Operation operation, String path, String token) {
        String body = operation.body();
        List<String> headers = new ArrayList<>();
        if (path.endsWith("/transcript")) {
            headers.addAll(List.of("Lethe-Purpose", "test"));
        }
        if (path.endsWith("/transcripts")) {
            headers.addAll(List.of("Content-Type", "application/x-ndjson"));
        }
        return server.send(operation.method(), path, token, body, headers.toArray(String[]::new));
    }

    @Test
    void anotherClientsPathAnswersNotFoundEverywhere() {
        long before = server.log.headPosition();
        assertThat(operations())
                .hasSizeGreaterThan(15)
                .allSatisfy(operation -> call(operation, operation.with(theirs.id, theirIds), ourToken)
                        .refused(404, "not-found"));
        assertThat(server.log.headPosition()).as("nothing was recorded").isEqualTo(before);
    }

    @Test
    void anotherClientsIdsAnswerNotFoundUnderOurPath() {
        long before = server.log.headPosition();
        assertThat(operations().stream().filter(operation -> operation.path().split("\\{").length > 2))
                .hasSizeGreaterThan(6)
                .allSatisfy(operation -> call(operation, operation.with(ours.id, theirIds), ourToken)
                        .refused(404, "not-found"));
        assertThat(server.log.headPosition()).isEqualTo(before);
    }

    @Test
    void aClientThatIsNotThereLooksTheSame() {
        String nobody = "019a8f00-0000-7000-8000-000000000001";
        for (String client : List.of(nobody, "00000000-0000-0000-0000-000000000000", "not-a-uuid")) {
            assertThat(operations())
                    .isNotEmpty()
                    .allSatisfy(operation -> call(operation, operation.with(client, theirIds), ourToken)
                            .refused(404, "not-found"));
        }
    }

    @Test
    void anotherClientsConsumersAreNotFoundByLookupOrFilter() {
        server.post(ours.path + "/consumers/lookup", ourToken, "{\"email\":\"them@example.com\"}")
                .refused(404, "not-found");
        assertThat(server.get(ours.path + "/conversations?consumer_id=" + theirIds.get("consumer"), ourToken)
                        .is(200)
                        .json()
                        .required("items")
                        .size())
                .isZero();
    }

    @Test
    void theSamePersonIsSomebodyElseForEachClient() {
        String here = server.post(ours.path + "/consumers", ourToken, "{\"email\":\"them@example.com\"}")
                .is(201)
                .text("consumer_id");

        assertThat(here).isNotEqualTo(theirIds.get("consumer"));
    }

    @Test
    void everyOperationWantsAKeyAndARole() {
        // given keys that lack what an operation needs
        assertThat(operations()).isNotEmpty().allSatisfy(operation -> {
            List<String> roles = new ArrayList<>();
            operation.description().required("x-roles").forEach(role -> roles.add(role.asString()));
            String other =
                    List.of("auditor", "retention-operator", "writer", "reader", "privacy-officer", "client-admin")
                            .stream()
                            .filter(role -> !roles.contains(role))
                            .findFirst()
                            .orElse(null);

            // then
            call(operation, operation.with(theirs.id, theirIds), null).refused(401, "unauthenticated");
            call(operation, operation.with(theirs.id, theirIds), "lth_wrong").refused(401, "unauthenticated");
            if (other != null) {
                call(operation, operation.with(theirs.id, theirIds), theirs.key(other))
                        .refused(403, "forbidden");
            }
        });
    }
}
