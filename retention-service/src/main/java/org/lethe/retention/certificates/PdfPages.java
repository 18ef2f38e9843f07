package org.lethe.retention.certificates;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.jspecify.annotations.Nullable;

/// Text flowing over A4 pages. Lengths are points (1/72 inch); the fonts are those that every reader has, so text is
/// Latin-1.
final class PdfPages implements Closeable {
    private static final float MARGIN = 50;
    private static final float BODY = 9.5f;
    private static final float SMALL = 7;
    private static final float LEADING = 1.35f;
    private static final float LABEL = 90; // width of the names of facts

    private final PDDocument document = new PDDocument();
    private final PDType1Font plain = new PDType1Font(FontName.HELVETICA);
    private final PDType1Font bold = new PDType1Font(FontName.HELVETICA_BOLD);
    private final PDType1Font fixed = new PDType1Font(FontName.COURIER);
    private @Nullable PDPageContentStream content;
    private float y;

    PdfPages(String title) throws IOException {
        document.getDocumentInformation().setTitle(title);
        document.getDocumentInformation().setProducer("Lethe");
        newPage();
    }

    void title(String text) throws IOException {
        line(text, bold, 18, MARGIN);
        y -= 8;
    }

    void heading(String text) throws IOException {
        room(BODY * 6);
        y -= 10;
        line(text, bold, 11.5f, MARGIN);
        y -= 2;
    }

    /// A name, and what it is.
    void fact(String name, String value) throws IOException {
        List<String> lines = wrapped(value, plain, BODY, width() - LABEL);
        room(BODY * LEADING * lines.size());
        float top = y;
        line(name, bold, BODY, MARGIN);
        y = top;
        for (String one : lines) {
            line(one, plain, BODY, MARGIN + LABEL);
        }
    }

    void paragraph(String text) throws IOException {
        for (String one : wrapped(text, plain, BODY, width())) {
            line(one, plain, BODY, MARGIN);
        }
        y -= 4;
    }

    /// A table; its head stands on every page. The last column is set in a fixed width and wraps.
    void table(float[] widths, List<String> head, List<List<String>> rows) throws IOException {
        row(widths, head, true);
        for (List<String> row : rows) {
            if (y - height(widths, row) < MARGIN) {
                newPage();
                row(widths, head, true);
            }
            row(widths, row, false);
        }
        if (rows.isEmpty()) {
            line("none", plain, SMALL, MARGIN);
        }
    }

    private float height(float[] widths, List<String> cells) throws IOException {
        int lines = 1;
        for (int i = 0; i < cells.size(); i++) {
            lines = Math.max(lines, cell(widths, cells, i, false).size());
        }
        return lines * SMALL * LEADING + 3;
    }

    private void row(float[] widths, List<String> cells, boolean head) throws IOException {
        float top = y;
        float lowest = y;
        float x = MARGIN;
        for (int i = 0; i < cells.size(); i++) {
            y = top;
            PDType1Font font = head ? bold : i == cells.size() - 1 ? fixed : plain;
            for (String one : cell(widths, cells, i, head)) {
                line(one, font, SMALL, x);
            }
            lowest = Math.min(lowest, y);
            x += widths[i];
        }
        y = lowest - 3;
        if (head && content != null) {
            content.setLineWidth(0.5f);
            content.moveTo(MARGIN, y);
            content.lineTo(MARGIN + width(), y);
            content.stroke();
            y -= 1;
        }
    }

    private List<String> cell(float[] widths, List<String> cells, int column, boolean head) throws IOException {
        PDType1Font font = head ? bold : column == cells.size() - 1 ? fixed : plain;
        return wrapped(cells.get(column), font, SMALL, widths[column] - 4);
    }

    private void line(String text, PDType1Font font, float size, float x) throws IOException {
        room(size * LEADING);
        y -= size * LEADING;
        PDPageContentStream page = content;
        if (page == null) {
            throw new IllegalStateException("the document is closed");
        }
        page.beginText();
        page.setFont(font, size);
        page.newLineAtOffset(x, y);
        page.showText(text);
        page.endText();
    }

    private void room(float height) throws IOException {
        if (y - height < MARGIN) {
            newPage();
        }
    }

    private void newPage() throws IOException {
        endPage();
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        content = new PDPageContentStream(document, page);
        y = PDRectangle.A4.getHeight() - MARGIN;
        String number = "Page " + document.getNumberOfPages();
        float width = plain.getStringWidth(number) / 1000 * SMALL;
        content.beginText();
        content.setFont(plain, SMALL);
        content.newLineAtOffset(PDRectangle.A4.getWidth() - MARGIN - width, MARGIN / 2);
        content.showText(number);
        content.endText();
    }

    private void endPage() throws IOException {
        if (content != null) {
            content.close();
            content = null;
        }
    }

    private static float width() {
        return PDRectangle.A4.getWidth() - 2 * MARGIN;
    }

    /// Breaks at spaces, and within a word that is wider than the line.
    private static List<String> wrapped(String text, PDType1Font font, float size, float width) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && isWider(line + " " + word, font, size, width)) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ");
            for (int i = 0; i < word.length(); i++) {
                if (!line.isEmpty() && isWider(line.toString() + word.charAt(i), font, size, width)) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(word.charAt(i));
            }
        }
        lines.add(line.toString());
        return lines;
    }

    private static boolean isWider(String text, PDType1Font font, float size, float width) throws IOException {
        return font.getStringWidth(text) / 1000 * size > width;
    }

    void save(OutputStream out) throws IOException {
        endPage();
        document.save(out);
    }

    @Override
    public void close() throws IOException {
        endPage();
        document.close();
    }
}
