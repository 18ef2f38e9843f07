package org.lethe.access.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlugTest {
    @ParameterizedTest
    @ValueSource(strings = {"acme", "a1b", "acme-shop", "3com", "a-b-c", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void takesWhatStandsWellInAnAddress(String slug) {
        assertThat(Slug.isFit(slug)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ab",
                "-acme",
                "acme-",
                "acme--shop",
                "Acme",
                "ac me",
                "acme/shop",
                "äcme",
                "acme.shop",
                "admin",
                "requests",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void refusesTheRestAndTheWordsOfTheHouse(String slug) {
        assertThat(Slug.isFit(slug)).isFalse();
    }
}
