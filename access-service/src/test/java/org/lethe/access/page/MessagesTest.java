package org.lethe.access.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\d)");

    private final Messages messages = Messages.bundled();

    @Test
    void eachLanguageHasEachTextWithTheSameParameters() {
        assertThat(messages.languages()).hasSizeGreaterThan(1).allSatisfy(language -> {
            assertThat(messages.keys(language)).isEqualTo(messages.keys(Messages.ENGLISH));
            for (String key : messages.keys(language)) {
                assertThat(parameters(language, key))
                        .as(key + " in " + language)
                        .isEqualTo(parameters(Locale.ENGLISH, key));
            }
        });
    }

    private TreeSet<String> parameters(Locale language, String key) {
        TreeSet<String> found = new TreeSet<>();
        PARAMETER.matcher(messages.text(language, key)).results().forEach(result -> found.add(result.group(1)));
        return found;
    }

    /// MessageFormat would swallow it, and what stands behind it.
    @Test
    void noTextHasAnApostropheOfMachines() {
        for (Locale language : messages.languages()) {
            assertThat(messages.keys(language))
                    .isNotEmpty()
                    .allSatisfy(key -> assertThat(messages.text(language, key)).doesNotContain("'"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|en,de|en",
                "de|en,de|de",
                "de-AT|en,de|de",
                "fr,de;q=0.5|en,de|de",
                "fr|de,en|de",
                "en;q=0.1,de;q=0.9|en,de|de",
                "de|en|en",
                "de|fr|en",
                "en|pt-BR,de|de",
                "not a language!|de|de",
                "de|de-CH|de",
                "*|de,en|de"
            })
    void speaksWhatBothSpeakAndTheBrowserLikesBest(String accepted, String spoken, String language) {
        assertThat(messages.choose(accepted, List.of(spoken.split(","))).toLanguageTag())
                .isEqualTo(language);
    }

    @Test
    void countsInWords() {
        assertThat(messages.text(Locale.ENGLISH, "errors.code", 1)).contains("try once more");
        assertThat(messages.text(Locale.ENGLISH, "errors.code", 2)).contains("try 2 times more");
        assertThat(messages.text(Locale.GERMAN, "notice.toomany", 5L)).contains("in 5 Minuten");
    }

    @Test
    void aTextThatIsMissingIsAFault() {
        assertThatThrownBy(() -> messages.text(Locale.ENGLISH, "no.such"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no.such");
    }
}
