package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class IdempotencyKeyTest {
    private static final String API_KEY = ApiKeys.generate().secret();
    private static final Route ROUTE = new Routes()
            .post("/v1/things", Terms.roles(Role.WRITER), _ -> Answer.noContent())
            .all()
            .getFirst();

    @Test
    void opensWhatItSealed() {
        byte[] answer = "an answer".getBytes(StandardCharsets.UTF_8);
        IdempotencyKey key = IdempotencyKey.of(API_KEY, ROUTE, "\"k1\"");

        byte[] sealed = key.seal(answer);

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("an answer");
        assertThat(IdempotencyKey.of(API_KEY, ROUTE, "k1").open(sealed)).isEqualTo(answer);
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> key.open(changed)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void belongsToOneCaller() {
        IdempotencyKey mine = IdempotencyKey.of(API_KEY, ROUTE, "k1");
        IdempotencyKey theirs = IdempotencyKey.of(ApiKeys.generate().secret(), ROUTE, "k1");

        assertThat(mine.rowName()).isNotEqualTo(theirs.rowName());
        assertThat(mine.fingerprint("POST", "/", new byte[0]))
                .isNotEqualTo(theirs.fingerprint("POST", "/", new byte[0]));
        assertThatThrownBy(() -> theirs.open(mine.seal(new byte[1]))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void takesVisibleAsciiOnly() {
        for (String refused : new String[] {"", "\"\"", "a b", "ä", "a\tb", "a\"b", "x".repeat(256)}) {
            assertThatThrownBy(() -> IdempotencyKey.of(API_KEY, ROUTE, refused))
                    .isInstanceOf(InvalidHeaderException.class);
        }
        assertThat(IdempotencyKey.of(API_KEY, ROUTE, "x".repeat(255))).isNotNull();
    }
}
