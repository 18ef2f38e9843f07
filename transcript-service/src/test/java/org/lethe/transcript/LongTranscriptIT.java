package org.lethe.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lethe.service.ServiceServer.Reply;
import org.lethe.transcript.TranscriptServer.Brand;
import tools.jackson.databind.JsonNode;

/// However long a transcript is, it says the same: at once, as text and as a page, and page by page.
class LongTranscriptIT {
    private static final int MESSAGES = 100; // more than are opened together
    private static final Instant FIRST = Instant.parse("2026-11-20T08:00:00Z");
    private static TranscriptServer server;
    private static Brand brand;
    private static String token;
    private static String conversation;
    private static List<String> inOrder;

    @BeforeAll
    static void start() {
        server = new TranscriptServer();
        brand = server.brand("Long");
        token = brand.all();
        conversation = brand.conversation(token, "kim@example.com");
        List<Integer> said =
                new ArrayList<>(IntStream.range(0, MESSAGES).boxed().toList());
        Collections.shuffle(said, new Random(7));
        for (int number : said) {
            server.post(
                            conversation + "/messages",
                            token,
                            "{\"from\":\"consumer\",\"text\":\"number " + number + "\",\"sent_at\":\""
                                    + FIRST.plusSeconds(number / 2) + "\"}")
                    .is(201);
        }
        // In order of time; of two at the same time, the one that came first.
        inOrder = said.stream()
                .sorted((one, other) -> one / 2 - other / 2)
                .map(number -> "number " + number)
                .toList();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply read(String path, String... headers) {
        List<String> all = new ArrayList<>(List.of("Lethe-Purpose", "test"));
        all.addAll(List.of(headers));
        return server.get(path, token, all.toArray(String[]::new));
    }

    private static List<String> texts(Reply reply) {
        return reply.json()
                .required("messages")
                .valueStream()
                .map(message -> message.required("text").asString())
                .toList();
    }

    @Test
    void isWholeAndInOrderOfTime() {
        Reply json = read(conversation + "/transcript").is(200);
        Reply text = read(conversation + "/transcript", "Accept", "text/plain").is(200);
        Reply html = read(conversation + "/transcript", "Accept", "text/html").is(200);

        assertThat(texts(json)).isEqualTo(inOrder);
        assertThat(json.json().has("next")).isFalse();
        assertThat(json.json().required("conversation_id").asString()).isEqualTo(conversation.replaceAll(".*/", ""));
        assertThat(text.body().lines().filter(line -> line.startsWith("[")).map(line -> line.replaceAll(".*: ", "")))
                .isEqualTo(inOrder);
        assertThat(html.body()
                        .lines()
                        .filter(line -> line.startsWith("<li"))
                        .map(line -> line.replaceAll(".*<p[^>]*>|</p>.*", "")))
                .isEqualTo(inOrder);
        assertThat(html.body()).endsWith("</html>\n");
    }

    @Test
    void comesPageByPageForWhoWantsIt() {
        for (int limit : new int[] {7, 33, 100, 200}) {
            // when
            List<String> texts = new ArrayList<>();
            long before = readings();
            int pages = 0;
            String next = conversation + "/transcript?limit=" + limit;
            while (next != null) {
                Reply page = read(next).is(200);
                pages++;
                texts.addAll(texts(page));
                JsonNode following = page.json().get("next");
                assertThat(page.header("Link").isEmpty()).isEqualTo(following == null);
                next = following == null ? null : local(following.asString());
            }

            // then
            assertThat(texts).as("limit %d", limit).isEqualTo(inOrder);
            assertThat(pages).isEqualTo((MESSAGES + limit - 1) / limit);
            assertThat(readings() - before).as("each page is on record").isEqualTo(pages);
        }
    }

    @Test
    void aPreferredPageSizeIsALimit() {
        Reply page =
                read(conversation + "/transcript", "Prefer", "maxpagesize=10").is(200);

        assertThat(texts(page)).isEqualTo(inOrder.subList(0, 10));
        assertThat(page.header("Preference-Applied")).isEqualTo("maxpagesize=10");
        assertThat(page.text("next")).contains("cursor=");
    }

    @Test
    void aLimitThatIsNoneIsRefused() {
        read(conversation + "/transcript?limit=0").refused(400, "invalid-parameter");
        read(conversation + "/transcript?cursor=nonsense").refused(400, "invalid-parameter");
    }

    @Test
    void whatIsErasedIsNotReadHoweverLongItWas() {
        String gone = brand.conversation(token, "gone@example.com");
        for (int i = 0; i < 40; i++) {
            server.post(gone + "/messages", token, "{\"from\":\"consumer\",\"text\":\"gone\"}")
                    .is(201);
        }
        assertThat(texts(read(gone + "/transcript").is(200))).hasSize(40);

        server.post(gone + "/erase", token, "{\"reason\":\"asked\"}").is(200);

        read(gone + "/transcript").refused(410, "content-erased");
    }

    private static long readings() {
        return Long.parseLong(server.rows("SELECT count(*) FROM event_log.event WHERE type = 'TranscriptRead'")
                .getFirst());
    }

    private static String local(String url) {
        URI uri = URI.create(url);
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }
}
