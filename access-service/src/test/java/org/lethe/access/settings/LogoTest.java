package org.lethe.access.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogoTest {
    /// One transparent pixel.
    static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    @Test
    void takesAPictureInBase64AndAsADataUrl() {
        assertThat(Logo.dataUrl(PNG)).contains("data:image/png;base64," + PNG);
        assertThat(Logo.dataUrl("data:image/png;base64," + PNG)).contains("data:image/png;base64," + PNG);
    }

    @Test
    void goesByTheFirstBytesAndNotByWhatItIsCalled() {
        assertThat(Logo.dataUrl("data:image/svg+xml;base64," + PNG)).contains("data:image/png;base64," + PNG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
                "GIF89a",
                "https://example.com/logo.png",
                ""
            })
    void refusesWhatIsNoPictureOfAKnownKind(String text) {
        assertThat(Logo.dataUrl(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
        assertThat(Logo.dataUrl(text)).isEmpty();
    }

    @Test
    void refusesMoreBytesThanAPageShouldCarry() {
        byte[] most = Arrays.copyOf(Base64.getDecoder().decode(PNG), Logo.MAX_BYTES);
        byte[] more = Arrays.copyOf(most, Logo.MAX_BYTES + 1);

        String url = Logo.dataUrl(Base64.getEncoder().encodeToString(most)).orElseThrow();

        assertThat(url.length()).isLessThanOrEqualTo(Logo.MAX_CHARACTERS);
        assertThat(Logo.dataUrl(Base64.getEncoder().encodeToString(more))).isEmpty();
    }
}
