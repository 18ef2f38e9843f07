package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lethe.contracts.Author;
import org.lethe.contracts.Channel;
import org.lethe.contracts.ClientId;

class StrictJsonTest {
    private static final String CANARY = "canary-7f3a";

    record Rule(String category, Period period, @Nullable Channel channel) {}

    record Sample(
            String name,
            Author spokenBy,
            @Nullable Integer count,
            @Nullable Boolean flag,
            @Nullable Instant sentAt,
            @Nullable ClientId client,
            @Nullable Channel channel,
            @Nullable List<Rule> rules) {}

    @Test
    void readsACompleteRecord() {
        // given
        String json = """
                {"name": "Grüße 👋", "spoken_by": "agent", "count": 3, "sent_at": "2026-01-31T12:00:00+01:00",
                 "client": "00000000-0000-0000-0000-000000000000", "channel": "web",
                 "rules": [{"category": "chat", "period": "P13M"}]}""";

        // when
        Sample sample = read(json);

        // then
        assertThat(sample)
                .isEqualTo(new Sample(
                        "Grüße 👋",
                        Author.AGENT,
                        3,
                        null,
                        Instant.parse("2026-01-31T11:00:00Z"),
                        ClientId.PLATFORM,
                        new Channel("web"),
                        List.of(new Rule("chat", Period.ofMonths(13), null))));
    }

    @Test
    void writesSnakeCaseWithoutWhatIsAbsent() {
        Sample sample = new Sample("a", Author.BOT, null, null, Instant.EPOCH, null, null, null);

        assertThat(new String(StrictJson.write(sample), StandardCharsets.UTF_8))
                .isEqualTo("{\"name\":\"a\",\"spoken_by\":\"bot\",\"sent_at\":\"1970-01-01T00:00:00Z\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'spoken_by':'bot'} | /name | required",
                "{'name':null,'spoken_by':'bot'} | /name | required, and not null",
                "{'name':5,'spoken_by':'bot'} | /name | a string in quotes, without NUL or lone surrogates",
                "{'name':'a\\u0000','spoken_by':'bot'} | /name | a string in quotes, without NUL or lone surrogates",
                "{'name':'a\\ud800','spoken_by':'bot'} | /name | a string in quotes, without NUL or lone surrogates",
                "{'name':'a','spoken_by':'canary-7f3a'} | /spoken_by | one of consumer, agent, bot, system",
                "{'name':'a','spoken_by':1} | /spoken_by | one of consumer, agent, bot, system",
                "{'name':'a','spoken_by':''} | /spoken_by | one of consumer, agent, bot, system",
                "{'name':'a','spoken_by':'bot','count':'canary-7f3a'} | /count | a whole number in range",
                "{'name':'a','spoken_by':'bot','count':'5'} | /count | a whole number in range",
                "{'name':'a','spoken_by':'bot','count':1.5} | /count | a whole number in range",
                "{'name':'a','spoken_by':'bot','count':99999999999} | /count | a whole number in range",
                "{'name':'a','spoken_by':'bot','flag':'true'} | /flag | true or false",
                "{'name':'a','spoken_by':'bot','flag':1} | /flag | true or false",
                "{'name':'a','spoken_by':'bot','sent_at':'canary-7f3a'} | /sent_at | an RFC 3339 time such as 2026-01-31T12:00:00Z",
                "{'name':'a','spoken_by':'bot','sent_at':5} | /sent_at | an RFC 3339 time such as 2026-01-31T12:00:00Z",
                "{'name':'a','spoken_by':'bot','client':'canary-7f3a'} | /client | a UUID of 36 characters",
                "{'name':'a','spoken_by':'bot','client':'zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz'} | /client | a UUID of 36 characters",
                "{'name':'a','spoken_by':'bot','channel':'CANARY-7f3a!'} | /channel | a channel is [a-z][a-z0-9-]{0,31}",
                "{'name':'a','spoken_by':'bot','rules':'canary-7f3a'} | /rules | a list",
                "{'name':'a','spoken_by':'bot','rules':[null]} | /rules/0 | required, and not null",
                "{'name':'a','spoken_by':'bot','rules':[{'category':'c'}]} | /rules/0/period | required",
                "{'name':'a','spoken_by':'bot','rules':[{'category':'c','period':'canary-7f3a'}]} | /rules/0/period | an ISO 8601 period such as P13M",
                "{'name':'a','spoken_by':'bot','rules':[{'category':'c','period':'P1M','x':1}]} | /rules/0/x | unknown field; accepted: category, channel, period",
                "{'name':'a','spoken_by':'bot','rules':['canary-7f3a']} | /rules/0 | an object",
                "{'name':'a','spoken_by':'bot'}{'name':'b','spoken_by':'bot'} | '' | one JSON value; another one follows it",
            })
    void pointsAtWhatItRefuses(String json, String pointer, String detail) {
        // when
        InvalidBodyException refusal = refusal(json.replace('\'', '"'));

        // then
        assertThat(refusal.errors()).containsExactly(new FieldError(pointer, detail));
        assertThat(refusal).hasNoCause();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'canary-7f3a'",
                "{'name':'canary-7f3a',}",
                "{'name':canary-7f3a}",
                "{'name':'a','spoken_by':'bot'} {'canary-7f3a':1}",
                "{'name':'a','spoken_by':'bot'} canary-7f3a",
                "{'name':'a','name':'canary-7f3a','spoken_by':'bot'}",
                "{'name':'a','spoken_by':'bot','canary-7f3a@example.com':1}",
                "[]",
                "null",
                "'canary-7f3a'",
                "{'name':'a','spoken_by':'bot','count':1e999999999}",
            })
    void repeatsNothingOfWhatItRefuses(String json) {
        InvalidBodyException refusal = refusal(json.replace('\'', '"'));

        assertThat(refusal.errors()).hasSize(1);
        assertThat(refusal.errors().toString() + refusal.getMessage()).doesNotContain(CANARY);
    }

    @Test
    void refusesDeepNesting() {
        String json = "{\"name\":\"a\",\"spoken_by\":\"bot\",\"rules\":" + "[".repeat(100_000);

        assertThat(refusal(json).errors()).hasSize(1);
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        byte[][] refused = {
            {(byte) 0xC0, (byte) 0x80}, // overlong NUL
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, // a surrogate
            {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80}, // past U+10FFFF
            {(byte) 0xE2, (byte) 0x82}, // cut short
            {(byte) 0xFF},
            {0},
        };
        for (byte[] bytes : refused) {
            assertThat(Utf8.isText(bytes)).isFalse();
        }
        assertThat(Utf8.isText("12345678 äöü € 👋 abcdefgh".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(Utf8.isText("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE))).isFalse();
    }

    private static Sample read(String json) {
        return StrictJson.read(json.getBytes(StandardCharsets.UTF_8), Sample.class);
    }

    private static InvalidBodyException refusal(String json) {
        InvalidBodyException refusal = catchThrowableOfType(InvalidBodyException.class, () -> read(json));
        assertThat(refusal).as(json).isNotNull();
        return refusal;
    }
}
