package org.lethe.access.packages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A section of the overview: the first rows there, and all of them on pages of their own where there are more.
final class OverviewList {
    private static final int ROWS_IN_THE_OVERVIEW = 50;
    private static final int ROWS_ON_A_PAGE = 500;

    private final EntrySpill spill;
    private final String title;
    private final String id;
    private final List<String> first = new ArrayList<>();
    private @Nullable PagedRows all;
    private long count;

    /// @param id of the section; pages are called after it
    OverviewList(EntrySpill spill, String title, String id) {
        this.spill = spill;
        this.title = title;
        this.id = id;
    }

    /// @param html an `li`
    void row(String html) throws IOException {
        count++;
        if (count <= ROWS_IN_THE_OVERVIEW) {
            first.add(html);
            return;
        }
        if (all == null) {
            all = new PagedRows(
                    spill, new PagedRows.Series(title, "", "", ROWS_ON_A_PAGE, page -> id + "-" + page + ".html"));
            for (String row : first) {
                all.row(row);
            }
        }
        all.row(html);
    }

    void end() throws IOException {
        if (all != null) {
            all.end();
        }
    }

    EntrySpill spill() {
        return spill;
    }

    String link() {
        return "<li><a href=\"#" + id + "\">" + title + "</a></li>";
    }

    String section() {
        StringBuilder html = new StringBuilder(
                "<section aria-labelledby=\"" + id + "\"><h2 id=\"" + id + "\">" + title + " (" + count + ")</h2>\n");
        if (first.isEmpty()) {
            return html.append("<p>None.</p></section>\n").toString();
        }
        html.append("<ol class=\"rows\">\n");
        first.forEach(html::append);
        html.append("</ol>");
        if (all != null) {
            html.append("<p><a href=\"" + id + "-1.html\">All " + count + "</a></p>");
        }
        return html.append("</section>\n").toString();
    }
}
