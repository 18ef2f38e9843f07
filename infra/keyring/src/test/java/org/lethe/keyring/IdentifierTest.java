package org.lethe.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ibm.icu.text.Normalizer2;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {
    private static final List<String> PIECES = List.of(
            "a",
            "K",
            "ß",
            "ẞ",
            "σ",
            "ς",
            "Σ",
            "İ",
            "ı",
            "é",
            "e\u0301",
            "q\u0323\u0307",
            "q\u0307\u0323",
            "Å",
            "\u212B",
            "ﬁ",
            "ａ",
            "\uAC00",
            "\u1100\u1161",
            "\u1160",
            "क",
            "\u094D",
            "\u200C",
            "\u200D",
            "\u00AD",
            "\uFEFF",
            "\u202E",
            "\u2066",
            "\uFE0F",
            "\u034F",
            "א",
            "1",
            "+",
            ".",
            "。",
            "-",
            "_",
            "'",
            "<",
            ">",
            "mailto:",
            "%C3%A9",
            "\u00A0",
            " ",
            "🦊",
            "@");

    @Test
    void spellsAnEmailInOneWay() {
        assertThat(Identifier.email("  Jo.Doe@Bücher.Example ").value()).isEqualTo("jo.doe@xn--bcher-kva.example");
        assertThat(Identifier.email("jo.doe@xn--bcher-kva.example"))
                .isEqualTo(Identifier.email("JO.DOE@BÜCHER.example"));
    }

    /// UTS 46, 4.2.3: the four characters that IDNA 2003 turned into others, or into nothing.
    @ParameterizedTest
    @CsvSource({
        "faß.example, xn--fa-hia.example, fass.example",
        "βόλος.example, xn--nxasmm1c.example, xn--nxasmq6b.example",
        "ශ්‍රී.example, xn--10cl1a0b660p.example, xn--10cl1a0b.example",
        "نامه‌ای.example, xn--mgba3gch31f060k.example, xn--mgba3gch31f.example"
    })
    void leavesADomainToWhomeverItBelongs(String unicode, String own, String another) {
        assertThat(Identifier.email("kim@" + unicode))
                .isEqualTo(Identifier.email("kim@" + own))
                .isNotEqualTo(Identifier.email("kim@" + another));
        assertThat(Identifier.email("kim@" + unicode).value()).isEqualTo("kim@" + own);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFFjosé@x.example",
                "jose\u0301@x.example",
                "mailto:jos%C3%A9@x.example",
                "<mailto:José@X.example>",
                "MAILTO:josé@x.example?subject=Hi",
                "\u2068josé\u2069@x.example\u200E",
                "jo\u00ADs\u200Bé@x\u200D.example",
                "\u00A0josé@ｘ。example\u3000"
            })
    void oneMailboxIsOnePerson(String given) {
        assertThat(Identifier.email(given).value()).isEqualTo("josé@x.example");
    }

    @Test
    void twoMailboxesStayTwo() {
        assertThat(List.of(
                        "jo@x.example",
                        "j.o@x.example",
                        "jo+shop@x.example",
                        "ｊo@x.example",
                        "ß@x.example",
                        "ss@x.example",
                        "ı@x.example",
                        "i@x.example"))
                .extracting(given -> Identifier.email(given).value())
                .doesNotHaveDuplicates();
    }

    @Test
    void letsHostsPassThatAreInUse() {
        assertThat(Identifier.email("a@r3---sn-4g5.example").value()).isEqualTo("a@r3---sn-4g5.example");
    }

    /// Seeds are in the name of what fails.
    @Test
    void spellingTwiceIsSpellingOnceAndEquivalentTextIsOnePerson() {
        int accepted = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            String given = address(new Random(seed));
            String spelled;
            try {
                spelled = Identifier.email(given).value();
            } catch (InvalidIdentifierException e) {
                continue;
            }
            accepted++;
            assertThat(Identifier.email(spelled).value()).as("seed %d", seed).isEqualTo(spelled);
            for (Normalizer2 form : List.of(Normalizer2.getNFCInstance(), Normalizer2.getNFDInstance())) {
                assertThat(Identifier.email(form.normalize(given)).value())
                        .as("seed %d", seed)
                        .isEqualTo(spelled);
            }
        }
        assertThat(accepted).isGreaterThan(1_000);
    }

    private static String address(Random random) {
        StringBuilder address = new StringBuilder();
        for (int side = 0; side < 2; side++) {
            int pieces = 1 + random.nextInt(4);
            for (int i = 0; i < pieces; i++) {
                address.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            address.append(side == 0 ? "@" : ".example");
        }
        return address.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "+52 1 55 1234 5678, +525512345678", // Mexico
        "+54 9 11 2345-6789, +541123456789", // Argentina
        "+55 11 8123-4567, +5511981234567", // Brazil
        "+55 11 98123-4567, +5511981234567"
    })
    void aTelephoneWithTwoNumbersIsOnePerson(String given, String spelled) {
        assertThat(Identifier.phone(given).value()).isEqualTo(spelled);
        assertThat(Identifier.phone(spelled).value()).isEqualTo(spelled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+55 11 3123-4567", "+55 11 7812-3456", "+52 55 1234 5678", "+54 11 4234-5678"})
    void aNumberOfItsOwnStaysWhatItIs(String given) {
        assertThat(Identifier.phone(given).value()).isEqualTo(given.replaceAll("[ -]", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tel:+1-555-000-0664",
                "whatsapp:+15550000664",
                "\u202A+1 (555) 000-0664\u202C",
                "\u2066\u200E+1\u00A0555\u00A0000\u00A00664\u2069",
                "\uFEFF+1\u2060 555 000 06\u200B64",
                "＋１５５５００００６６４"
            })
    void marksAroundANumberMakeNoSecondPerson(String given) {
        assertThat(Identifier.phone(given).value()).isEqualTo("+15550000664");
    }

    /// What was written before is found under how it was written, first of all.
    @Test
    void asksForFormerSpellingsToo() {
        assertThat(Identifier.email("kim@faß.example").spellings())
                .containsExactly("kim@fass.example", "kim@xn--fa-hia.example");
        assertThat(Identifier.email("jose\u0301@x.example").spellings())
                .containsExactly("jose\u0301@x.example", "josé@x.example");
        assertThat(Identifier.email("josé@x.example").spellings())
                .containsExactly("josé@x.example", "jose\u0301@x.example");
        assertThat(Identifier.email("mailto:kim@x.example").spellings())
                .containsExactly("mailto:kim@x.example", "kim@x.example");
        assertThat(Identifier.phone("+551181234567").spellings()).containsExactly("+551181234567", "+5511981234567");
        assertThat(Identifier.phone("+5511981234567").spellings()).containsExactly("+5511981234567", "+551181234567");
        assertThat(Identifier.phone("+541123456789").spellings()).containsExactly("+541123456789", "+5491123456789");
        assertThat(Identifier.email("kim@x.example").spellings()).containsExactly("kim@x.example");
        assertThat(Identifier.externalId("ß").spellings()).containsExactly("ß");
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
            strings = {
                "canary",
                "canary@",
                "@canary.example",
                "ca nary@x.example",
                "canary@-x.example",
                "canary@x..y",
                "canary@x.example.",
                "canary@canary@x.example",
                "sip:canary@x.example",
                "canary,jo@x.example",
                "Kim <canary@x.example>",
                "canary@x_y.example",
                "\u200B@canary.example",
                "canary\ud800@x.example",
                "mailto:canary%40x.example%"
            })
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
