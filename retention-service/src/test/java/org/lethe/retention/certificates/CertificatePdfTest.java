package org.lethe.retention.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatePdfTest {
    private static final byte[] CERTIFICATE = """
            {"certificate": {"client_id": "c-1", "run_id": "r-1", "asked_by": "k-1", "asked_at": "2026-11-20T10:00:00Z",
              "at": "2026-11-20T10:00:00Z", "schedule_version": 1, "orders": [], "buckets": [], "client_keys": [],
              "held": [], "totals": {"buckets": 0, "messages": 0, "contents": 0, "client_keys": 0, "held_buckets": 0}},
             "signature": {"algorithm": "Ed25519", "public_key": "AA==", "sha256": "00", "value": "AA=="}}
            """.getBytes(UTF_8);

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Łódzka Przędza \u2013 ĞÜŞ",
                "Ελληνικά",
                "Москва",
                "東京 株式会社",
                "서울",
                "กรุงเทพ",
                "ქართული",
                "Հայերեն",
                "አማርኛ"
            })
    void namesTheClientInItsScript(String name) throws IOException {
        assertThat(text(CertificatePdf.of(name, CERTIFICATE))).contains(name);
    }

    @Test
    void turnsAroundWhatRunsToTheLeft() throws IOException {
        String drawn = text(CertificatePdf.of("שלום", CERTIFICATE));

        assertThat(drawn).containsAnyOf("שלום", "םולש");
    }

    @Test
    void joinsArabicLetters() throws IOException {
        PDDocument document = new PDDocument();
        String drawn = new Typefaces(document)
                .pieces("متجر", Typefaces.Style.PLAIN)
                .getFirst()
                .text();
        document.close();

        assertThat(drawn.codePoints())
                .isNotEmpty()
                .allMatch(one -> one >= 0xFE70 && one <= 0xFEFF); // presentation forms
        assertThat(drawn.codePointAt(drawn.length() - 1))
                .as("meem, at the beginning, stands right")
                .isEqualTo(0xFEE3);
    }

    @Test
    void writesWhatNoFontHasAsItsCodePoint() throws IOException {
        assertThat(text(CertificatePdf.of("Shop \uD83D\uDED2 \uDB80\uDC00", CERTIFICATE)))
                .contains("Shop [U+1F6D2] [U+F0000]");
    }

    @Test
    void carriesAllItsFontsAndLeavesNothingInTheHome() throws IOException {
        Path cache = Path.of(System.getProperty("user.home"), ".pdfbox.cache");
        boolean before = Files.exists(cache);

        try (PDDocument document = Loader.loadPDF(CertificatePdf.of("Łódź 東京", CERTIFICATE))) {
            int fonts = 0;
            for (PDPage page : document.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    assertThat(page.getResources().getFont(name).isEmbedded())
                            .as(name.getName())
                            .isTrue();
                    fonts++;
                }
            }
            assertThat(fonts).isGreaterThan(2);
        }
        assertThat(Files.exists(cache)).isEqualTo(before);
    }
}
