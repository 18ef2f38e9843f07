package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiKeyTextTest {

    @Test
    void makesKeysOfThePublishedPattern() {
        for (int i = 0; i < 200; i++) {
            NewApiKey key = ApiKeys.generate();

            assertThat(key.secret()).matches(ApiKeys.PATTERN);
            assertThat(ApiKeyText.isWellFormed(key.secret())).isTrue();
            assertThat(key.sha256()).isEqualTo(ApiKeys.sha256(key.secret())).hasSize(43);
            assertThat(key.toString()).doesNotContain(key.secret());
        }
    }

    @Test
    void knowsAMistypedKeyByItsChecksum() {
        String secret = ApiKeys.generate().secret();

        for (int at = 0; at < secret.length(); at++) {
            char other = secret.charAt(at) == 'x' ? 'y' : 'x';
            String mistyped = secret.substring(0, at) + other + secret.substring(at + 1);
            assertThat(ApiKeyText.isWellFormed(mistyped))
                    .as("changed at %d", at)
                    .isFalse();
        }
        assertThat(ApiKeyText.isWellFormed("")).isFalse();
        assertThat(ApiKeyText.isWellFormed(secret + "x")).isFalse();
    }
}
