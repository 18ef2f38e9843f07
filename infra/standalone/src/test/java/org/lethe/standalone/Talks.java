package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.ConsumerId;
import org.lethe.contracts.ConversationId;
import org.lethe.contracts.ConversationOpened;
import org.lethe.contracts.EventTag;
import org.lethe.eventlog.Criteria;
import tools.jackson.databind.json.JsonMapper;

/// New consumers of one client of its own: messages of two days in the first conversation, one in the other. The client
/// keeps all for so long that no run of retention comes in between.
final class Talks {
    private static final int IMPORTED_AT_ONCE = 25;
    private static final LocalDate FIRST_DAY = LocalDate.parse("2015-01-01");
    private static final Criteria.Types OPENED = Criteria.types(ConversationOpened.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Running running;
    private final RunningFixture api;
    private final ClientId client;
    private final Deque<Talk> imported = new ArrayDeque<>();
    private LocalDate day = FIRST_DAY;

    Talks(Running running, RunningFixture api) {
        this.running = running;
        this.api = api;
        this.client = ClientId.parse(RunningFixture.field(
                api.post("/v1/clients", RunningFixture.CLIENT.replace("P1M", "P500Y")), "client_id"));
    }

    private LocalDate nextDay() {
        LocalDate next = day;
        day = day.plusDays(Talk.DAYS);
        return next;
    }

    /// It has a visit in each conversation, and may go on.
    Talk live() {
        LocalDate first = nextDay();
        String opening = "{\"channel\":\"web\",\"consumer\":" + consumer(first) + ",\"opened_at\":\"" + Talk.noon(first)
                + "\",\"visit\":{\"ip_address\":\"192.0.2.1\"}}";
        List<ConversationId> conversations = Stream.of(Talk.FIRST, Talk.SECOND)
                .map(_ -> RunningFixture.field(
                        api.post("/v1/clients/" + client + "/conversations", opening), "conversation_id"))
                .map(ConversationId::parse)
                .toList();
        Talk talk = talk(first, conversations);
        assertThat(List.of(
                        talk.say(api, Talk.FIRST, "one", first),
                        talk.say(api, Talk.FIRST, "two", first.plusDays(1)),
                        talk.say(api, Talk.SECOND, "other", first)))
                .allSatisfy(said -> assertThat(said.statusCode()).isEqualTo(201));
        return talk;
    }

    /// It is over, and costs little.
    Talk imported() {
        if (imported.isEmpty()) {
            importSome();
        }
        return imported.remove();
    }

    private void importSome() {
        List<LocalDate> days =
                Stream.generate(this::nextDay).limit(IMPORTED_AT_ONCE).toList();
        StringBuilder lines = new StringBuilder();
        for (LocalDate first : days) {
            lines.append(line(first, "a", said("one", first) + "," + said("two", first.plusDays(1))));
            lines.append(line(first, "b", said("other", first)));
        }
        List<ConversationId> conversations = api.importLines("/v1/clients/" + client, lines.toString())
                .body()
                .lines()
                .map(JSON::readTree)
                .filter(result -> result.has("conversation_id"))
                .map(result ->
                        ConversationId.parse(result.path("conversation_id").asString()))
                .toList();
        assertThat(conversations).hasSize(2 * days.size());
        for (int i = 0; i < days.size(); i++) {
            imported.add(talk(days.get(i), conversations.subList(2 * i, 2 * i + 2)));
        }
    }

    private static String line(LocalDate first, String name, String messages) {
        return "{\"conversation\":\"" + first + name + "\",\"channel\":\"web\",\"consumer\":" + consumer(first)
                + ",\"messages\":[" + messages + "]}\n";
    }

    private static String said(String text, LocalDate day) {
        return "{\"from\":\"consumer\",\"text\":\"" + text + "\",\"at\":\"" + Talk.noon(day) + "\"}";
    }

    private static String consumer(LocalDate first) {
        return "{\"email\":\"kim-" + first + "@example.com\"}";
    }

    private Talk talk(LocalDate first, List<ConversationId> conversations) {
        List<ConsumerId> consumers = conversations.stream()
                .flatMap(conversation ->
                        running.eventLog().lookUp(Criteria.of(EventTag.CONVERSATION, conversation, OPENED)).stream())
                .map(opened -> ((ConversationOpened) opened.event()).consumer())
                .distinct()
                .toList();
        assertThat(consumers).hasSize(1);
        return new Talk(client, consumers.getFirst(), conversations, first);
    }
}
