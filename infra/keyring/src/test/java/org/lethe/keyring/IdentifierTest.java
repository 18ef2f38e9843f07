package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {
    @Test
    void spellsAnEmailInOneWay() {
        assertThat(Identifier.email("  Jo.Doe@Bücher.Example ").value()).isEqualTo("jo.doe@xn--bcher-kva.example");
        assertThat(Identifier.email("jo.doe@xn--bcher-kva.example"))
                .isEqualTo(Identifier.email("JO.DOE@BÜCHER.example"));
    }

    @Test
    void spellsAPhoneNumberInE164() {
        assertThat(Identifier.phone(" +1 (555) 000-0664").value()).isEqualTo("+15550000664");
        assertThat(Identifier.phone("+49 30 123456").value()).isEqualTo("+4930123456");
    }

    @Test
    void keepsAnExternalIdAsGiven() {
        assertThat(Identifier.externalId(" A-17 ").value()).isEqualTo(" A-17 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"canary", "canary@", "@canary.example", "ca nary@x.example", "canary@-x.example", "canary@x..y"})
    void refusesWhatIsNoEmailWithoutRepeatingIt(String given) {
        assertThatExceptionOfType(InvalidIdentifierException.class)
                .isThrownBy(() -> Identifier.email(given))
                .withMessageContaining("email")
                .withMessageNotContaining("canary")
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0301234567", "+1555", "+", "call me", "+1 555 000 0664 ext. 12"})
    void refusesWhatIsNoInternationalPhoneNumber(String given) {
        assertThatExceptionOfType(InvalidIdentifierException.class)
                .isThrownBy(() -> Identifier.phone(given))
                .withMessageStartingWith("phone")
                .withMessageNotContaining(given.length() > 1 ? given : "nothing to find")
                .withNoCause();
    }

    @Test
    void refusesAnExternalIdThatIsEmptyTooLongOrNoUnicode() {
        for (String given : new String[] {"", "x".repeat(257), "a\ud800"}) {
            assertThatExceptionOfType(InvalidIdentifierException.class).isThrownBy(() -> Identifier.externalId(given));
        }
    }

    @Test
    void neverPrintsItsValue() {
        assertThat(Identifier.email("canary@x.example")).asString().doesNotContain("canary");
    }
}
