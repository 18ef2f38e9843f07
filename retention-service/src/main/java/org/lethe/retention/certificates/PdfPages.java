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
import org.jspecify.annotations.Nullable;
import org.lethe.retention.certificates.Typefaces.Style;

/// Text flowing over A4 pages, in any script. Lengths are points (1/72 inch); the fonts are embedded.
final class PdfPages implements Closeable {
    private static final float MARGIN = 50;
    private static final float BODY = 9.5f;
    private static final float SMALL = 7;
    private static final float LEADING = 1.35f;
    private static final float LABEL = 90; // width of the names of facts

    private final PDDocument document = new PDDocument();
    private final Typefaces typefaces = new Typefaces(document);
    private @Nullable PDPageContentStream content;
    private float y;

    PdfPages(String title) throws IOException {
        document.getDocumentInformation().setTitle(title);
        document.getDocumentInformation().setProducer("Lethe");
        newPage();
    }

    void title(String text) throws IOException {
        line(text, Style.BOLD, 18, MARGIN);
        y -= 8;
    }

    void heading(String text) throws IOException {
        room(BODY * 6);
        y -= 10;
        line(text, Style.BOLD, 11.5f, MARGIN);
        y -= 2;
    }

    /// A name, and what it is.
    void fact(String name, String value) throws IOException {
        List<String> lines = wrapped(value, Style.PLAIN, BODY, width() - LABEL);
        room(BODY * LEADING * lines.size());
        float top = y;
        line(name, Style.BOLD, BODY, MARGIN);
        y = top;
        for (String one : lines) {
            line(one, Style.PLAIN, BODY, MARGIN + LABEL);
        }
    }

    void paragraph(String text) throws IOException {
        for (String one : wrapped(text, Style.PLAIN, BODY, width())) {
            line(one, Style.PLAIN, BODY, MARGIN);
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
            line("none", Style.PLAIN, SMALL, MARGIN);
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
            Style font = head ? Style.BOLD : i == cells.size() - 1 ? Style.FIXED : Style.PLAIN;
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
        Style font = head ? Style.BOLD : column == cells.size() - 1 ? Style.FIXED : Style.PLAIN;
        return wrapped(cells.get(column), font, SMALL, widths[column] - 4);
    }

    private void line(String text, Style font, float size, float x) throws IOException {
        room(size * LEADING);
        y -= size * LEADING;
        PDPageContentStream page = content;
        if (page == null) {
            throw new IllegalStateException("the document is closed");
        }
        draw(page, text, font, size, x, y);
    }

    private void draw(PDPageContentStream page, String text, Style font, float size, float x, float baseline)
            throws IOException {
        page.beginText();
        page.newLineAtOffset(x, baseline);
        for (Typefaces.Piece piece : typefaces.pieces(text, font)) {
            page.setFont(piece.font(), size);
            page.showText(piece.text());
        }
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
        float width = typefaces.width(number, Style.PLAIN, SMALL);
        draw(content, number, Style.PLAIN, SMALL, PDRectangle.A4.getWidth() - MARGIN - width, MARGIN / 2);
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
    private List<String> wrapped(String text, Style font, float size, float width) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && isWider(line + " " + word, font, size, width)) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ");
            if (!isWider(line + word, font, size, width)) {
                line.append(word);
                continue;
            }
            for (int codePoint : word.codePoints().toArray()) {
                if (!line.isEmpty() && isWider(line + Character.toString(codePoint), font, size, width)) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.appendCodePoint(codePoint);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    private boolean isWider(String text, Style font, float size, float width) throws IOException {
        return typefaces.width(text, font, size) > width;
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
