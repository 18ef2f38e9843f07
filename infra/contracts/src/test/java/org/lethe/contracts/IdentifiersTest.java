package org.lethe.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
    private static final List<Function<String, ?>> PARSERS = List.of(
            ApiKeyId::parse,
            ClientId::parse,
            ConsumerId::parse,
            ConversationId::parse,
            EventId::parse,
            MessageId::parse);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "019a000000007000800000000000000a",
                "{019a0000-0000-7000-8000-00000000000}",
                "019a0000-0000-7000-8000-00000000000g",
                "019a0000-0000-7000-8000-0000000000011"
            })
    void takeCanonicalUuidsOnly(String text) {
        PARSERS.forEach(parser -> assertThatIllegalArgumentException().isThrownBy(() -> parser.apply(text)));
    }

    @Test
    void comeBackFromTheirText() {
        String text = "019a0000-0000-7000-8000-00000000000a";

        PARSERS.forEach(parser -> assertThat(parser.apply(text)).hasToString(text));
    }

    @Test
    void newOnesAreTimeOrderedAndDistinct() {
        for (Supplier<?> source : List.<Supplier<?>>of(
                ApiKeyId::random, ClientId::random, ConsumerId::random, ConversationId::random, EventId::random)) {
            String first = source.get().toString();
            String second = source.get().toString();

            assertThat(first.charAt(14)).isEqualTo('7');
            assertThat(second).isGreaterThan(first);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Web", "-web", "1web", "web/sms", "web\n", "a23456789012345678901234567890123"})
    void channelsAreShortLowerCaseNames(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Channel(name));
    }

    @Test
    void aBucketIsADayInUtc() {
        Bucket bucket = Bucket.of(Category.MESSAGES, new Channel("web"), Instant.parse("2026-11-20T23:59:59.999999Z"));

        assertThat(bucket.wireName()).isEqualTo("messages/web/2026-11-20");
    }

    @Test
    void codesOfKeyKindsNeverChange() {
        assertThat(Arrays.stream(KeyKind.values()).map(kind -> kind.code() + " " + kind))
                .containsExactly("1 CONSUMER", "2 BUCKET", "3 CONVERSATION", "4 HOLD", "5 CLIENT", "6 BLIND_INDEX");
        for (KeyKind kind : KeyKind.values()) {
            assertThat(KeyKind.ofCode(kind.code())).isEqualTo(kind);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> KeyKind.ofCode(7));
    }
}
