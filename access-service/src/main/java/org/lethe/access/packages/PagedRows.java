package org.lethe.access.packages;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Rows on as many pages as they need, each with links to the one before and the one after.
final class PagedRows {
    private final EntrySpill spill;
    private final Series series;
    private @Nullable OutputStream page;
    private int pages;
    private int rowsOnPage;

    /// @param title of all pages; from the second on the page's number follows
    /// @param up from a page to the top of the package
    /// @param about HTML that the first page begins with
    /// @param name of a page, counted from 1, as seen from the top of the package
    record Series(String title, String up, String about, int rowsOnAPage, IntFunction<String> name) {}

    PagedRows(EntrySpill spill, Series series) {
        this.spill = spill;
        this.series = series;
    }

    /// @param html an `li`
    void row(String html) throws IOException {
        if (page == null || rowsOnPage == series.rowsOnAPage()) {
            turn();
        }
        write(html);
        rowsOnPage++;
    }

    /// There is a page even if no row came.
    void end() throws IOException {
        if (page == null) {
            turn();
        }
        write("</ol>" + links(false) + Html.END);
    }

    private void turn() throws IOException {
        if (page != null) {
            write("</ol>" + links(true) + Html.END);
        }
        pages++;
        rowsOnPage = 0;
        page = spill.begin(series.name().apply(pages));
        String title = pages == 1 ? series.title() : series.title() + ", page " + pages;
        write(Html.head(title, series.up(), ""));
        write(pages == 1 ? series.about() : links(false));
        write("<ol class=\"rows\">\n");
    }

    private String links(boolean isMoreToCome) {
        String before =
                pages == 1 ? "" : "<a rel=\"prev\" href=\"" + link(pages - 1) + "\">Page " + (pages - 1) + "</a>";
        String after =
                isMoreToCome ? "<a rel=\"next\" href=\"" + link(pages + 1) + "\">Page " + (pages + 1) + "</a>" : "";
        return before.isEmpty() && after.isEmpty()
                ? ""
                : "<nav class=\"pages\" aria-label=\"Pages\">" + before + after + "</nav>\n";
    }

    private String link(int number) {
        return series.up() + series.name().apply(number);
    }

    private void write(String html) throws IOException {
        if (page != null) {
            page.write(html.getBytes(StandardCharsets.UTF_8));
        }
    }
}
