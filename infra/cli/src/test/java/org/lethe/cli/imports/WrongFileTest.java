package org.lethe.cli.imports;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrongFileTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "id,from,text | CSV",
                "id;from;text | CSV",
                "\"id\"\t\"text\" | CSV",
                "name,phone | CSV",
                "\uFEFF\u200E[03.05.26, 10:00:01 AM] \u202A+41 44 555 01 00\u202C: \u200Eimage omitted | WhatsApp",
                "03/05/2026, 10:00 - Shop: Hello, Kim, | WhatsApp",
                "[{\"conversation\": \"c-1\"}] | JSON array",
                "[ | JSON array",
                "<?xml version=\"1.0\"?> | XML",
                "%PDF-1.7 | PDF",
                "BZh91AY | bzip2"
            })
    void saysWhatItIs(String head, String kind) {
        assertThat(WrongFile.kind(head.getBytes(UTF_8)).orElse("not known")).contains(kind);
    }

    @Test
    void knowsBytesToo() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("_chat.txt"));
            out.closeEntry();
        }

        assertThat(WrongFile.kind(zip.toByteArray()).orElse("not known")).contains("zip");
        assertThat(WrongFile.kind("{\"a\": 1}".getBytes(UTF_16)).orElse("not known"))
                .contains("UTF-16");
        assertThat(WrongFile.kind("{\n  \"conversation\": 1".getBytes(UTF_8)).orElse("not known"))
                .contains("jq -c .");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "{",
                "{}",
                "{\"conversation\": \"a,b,c\"}\n{}",
                "\n\n{\"conversation\":",
                "no JSON at all",
                "\uFEFF{\"conversation\": \"c-1\", \"channel\": \"web\"}"
            })
    void letsPassWhatMayBeLines(String head) {
        assertThat(WrongFile.kind(head.getBytes(UTF_8))).isEmpty();
    }
}
