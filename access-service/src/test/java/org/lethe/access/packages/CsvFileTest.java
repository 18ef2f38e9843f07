package org.lethe.access.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lethe.contracts.Author;
import org.lethe.service.subjects.Held;

/// The tables of a package.
class CsvFileTest {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=HYPERLINK(\"https://example.org\")",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                "\uFF1D1",
                "\uFF0B1",
                "\uFF0D1",
                "\uFF20a"
            })
    void aCellIsNoFormula(String text) throws Exception {
        PackageFixture fixture = new PackageFixture().conversation().said(Author.CONSUMER, text, text);

        List<String> message =
                Csv.rows(fixture.files(folder).get("messages.csv")).get(1);

        assertThat(message.get(5)).isEqualTo("'" + text);
        assertThat(message.get(10)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "say \"yes\"", "one\r\ntwo", "a;b", "\"", "שלום", "a\uD83D\uDC4B", " = 1", "it's"})
    void otherTextIsReadAsItWas(String text) throws Exception {
        PackageFixture fixture = new PackageFixture().conversation().said(Author.AGENT, "Ann", text);

        assertThat(Csv.rows(fixture.files(folder).get("messages.csv")))
                .containsExactly(
                        List.of(
                                "conversation_id",
                                "channel",
                                "message_id",
                                "sent_at",
                                "from",
                                "author",
                                "corrected_at",
                                "redacted_at",
                                "disagreement",
                                "fate",
                                "text"),
                        List.of(
                                fixture.conversationId().toString(),
                                "web",
                                "m-1",
                                "2026-11-20T10:00:00Z",
                                "agent",
                                "Ann",
                                "",
                                "",
                                "",
                                "present",
                                text));
    }

    @Test
    void isForSpreadsheets() throws Exception {
        PackageFixture fixture = new PackageFixture();

        assertThat(fixture.files(folder).get("visits.csv"))
                .isEqualTo(BYTE_ORDER_MARK
                        + "conversation_id,observed_at,ip_address,user_agent,page,referrer,location,fate\r\n");
    }

    @Test
    void whatIsGoneSaysSoAndIsNeverEmpty() throws Exception {
        PackageFixture fixture = new PackageFixture()
                .contact(Held.Fate.ERASED, null, null)
                .conversation()
                .visit(Held.Fate.EXPIRED, null)
                .gone(Held.Fate.EXPIRED)
                .gone(Held.Fate.DENIED);
        var files = fixture.files(folder);

        assertThat(Csv.rows(files.get("contact.csv")).get(1))
                .isEqualTo(Arrays.asList(
                        "2026-11-20T10:00:00Z", "web", "(erased)", "(erased)", "(erased)", "(erased)", "erased"));
        assertThat(Csv.rows(files.get("visits.csv")).get(1)).contains("(expired on its retention date)", "expired");
        assertThat(Csv.rows(files.get("messages.csv")).get(1)).endsWith("expired", "(expired on its retention date)");
        assertThat(Csv.rows(files.get("messages.csv")).get(2)).endsWith("denied", "(not given out)");
    }

    @Test
    void disclosuresAreATableToo() throws Exception {
        PackageFixture fixture = new PackageFixture().disclosure("=Partner", "delivery, of parcels");

        assertThat(Csv.rows(fixture.files(folder).get("disclosures.csv")).get(1))
                .containsExactly(
                        "2026-11-20T10:00:00Z",
                        "'=Partner",
                        "consent",
                        "delivery, of parcels",
                        "messages, contact",
                        "eu",
                        "");
    }
}
