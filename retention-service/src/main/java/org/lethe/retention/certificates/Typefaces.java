package org.lethe.retention.certificates;

import com.ibm.icu.text.ArabicShaping;
import com.ibm.icu.text.ArabicShapingException;
import com.ibm.icu.text.Bidi;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/// The fonts of one document, from the classpath alone: the same page everywhere, and nobody looks for fonts of the
/// system or keeps a list of them. What the first font lacks is taken from the first that has it; what none has is
/// written as its code point.
final class Typefaces {
    private static final List<String> OTHER_SCRIPTS = List.of(
            "DejaVuSans",
            "NotoSansDevanagari-Regular",
            "NotoSansBengali-Regular",
            "NotoSansGurmukhi-Regular",
            "NotoSansGujarati-Regular",
            "NotoSansOriya-Regular",
            "NotoSansTamil-Regular",
            "NotoSansTelugu-Regular",
            "NotoSansKannada-Regular",
            "NotoSansMalayalam-Regular",
            "NotoSansSinhala-Regular",
            "NotoSansThai-Regular",
            "NotoSansKhmer-Regular",
            "NotoSansMyanmar-Regular",
            "NotoSansEthiopic-Regular",
            "NotoSerifTibetan-Regular",
            "NanumGothic",
            "DroidSansFallbackFull");
    private static final int SHAPING = ArabicShaping.LETTERS_SHAPE | ArabicShaping.TEXT_DIRECTION_LOGICAL;

    static {
        // PDFBox asks this where a font is not embedded, and would read all fonts of the system to answer.
        FontMappers.set(new NoOtherFonts());
    }

    private final PDDocument document;
    private final Map<String, PDType0Font> loaded = new HashMap<>();

    Typefaces(PDDocument document) {
        this.document = document;
    }

    /// How a text is set.
    enum Style {
        PLAIN("DejaVuSans"),
        BOLD("DejaVuSans-Bold"),
        FIXED("DejaVuSansMono");

        private final String font;

        Style(String font) {
            this.font = font;
        }
    }

    /// A piece of a line in one font.
    record Piece(PDType0Font font, String text) {
        /// @return points at a size of one point
        float width() throws IOException {
            return font.getStringWidth(text) / 1000;
        }
    }

    /// A line as it is drawn, from left to right: letters joined, scripts that run to the left turned around.
    List<Piece> pieces(String text, Style style) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder same = new StringBuilder();
        PDType0Font current = null;
        for (int codePoint : visual(text).codePoints().toArray()) {
            Optional<PDType0Font> found = fontOf(codePoint, style);
            PDType0Font font = found.isPresent() ? found.get() : font(style.font);
            if (current != null && !font.equals(current)) {
                pieces.add(new Piece(current, same.toString()));
                same.setLength(0);
            }
            current = font;
            if (found.isPresent()) {
                same.appendCodePoint(codePoint);
            } else {
                same.append(String.format(Locale.ROOT, "[U+%04X]", codePoint));
            }
        }
        if (current != null) {
            pieces.add(new Piece(current, same.toString()));
        }
        return pieces;
    }

    /// @return points
    float width(String text, Style style, float size) throws IOException {
        float width = 0;
        for (Piece piece : pieces(text, style)) {
            width += piece.width() * size;
        }
        return width;
    }

    private static String visual(String text) {
        if (!Bidi.requiresBidi(text.toCharArray(), 0, text.length())) {
            return text;
        }
        try {
            Bidi bidi = new Bidi(new ArabicShaping(SHAPING).shape(text), Bidi.LEVEL_DEFAULT_LTR);
            return bidi.writeReordered(Bidi.DO_MIRRORING | Bidi.KEEP_BASE_COMBINING);
        } catch (ArabicShapingException e) {
            throw new IllegalStateException("letters are shaped into as many as there are", e);
        }
    }

    private Optional<PDType0Font> fontOf(int codePoint, Style style) throws IOException {
        PDType0Font wanted = font(style.font);
        if (has(wanted, codePoint)) {
            return Optional.of(wanted);
        }
        for (String name : OTHER_SCRIPTS) {
            PDType0Font other = font(name);
            if (has(other, codePoint)) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    private static boolean has(PDType0Font font, int codePoint) {
        return font.getCmapLookup().getGlyphId(codePoint) != 0;
    }

    private PDType0Font font(String name) throws IOException {
        PDType0Font known = loaded.get(name);
        if (known != null) {
            return known;
        }
        try (InputStream in = Typefaces.class.getResourceAsStream("fonts/" + name + ".ttf")) {
            if (in == null) {
                throw new IllegalStateException("the font " + name + " is not on the classpath");
            }
            PDType0Font font = PDType0Font.load(document, in, true);
            loaded.put(name, font);
            return font;
        }
    }
}
