package org.lethe.transcript.amendments;

import java.util.Arrays;
import java.util.List;
import org.lethe.service.subjects.MessageAmendments.Span;
import org.lethe.web.InvalidBodyException;

/// Takes pieces out of a text. How long they were is not to be seen.
final class Spans {
    static final String MARK = "█████";

    private Spans() {}

    /// @param spans may overlap and stand in any order
    /// @throws InvalidBodyException if one is empty or not within the text
    static String without(String text, List<Span> spans) {
        int[] codePoints = text.codePoints().toArray();
        boolean[] gone = new boolean[codePoints.length];
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            if (span.from() < 0 || span.to() > codePoints.length || span.from() >= span.to()) {
                throw new InvalidBodyException(
                        "/spans/" + i,
                        "code points of the text as it is shown: from less than to, from 0 on, to at most its length");
            }
            Arrays.fill(gone, span.from(), span.to(), true);
        }
        StringBuilder left = new StringBuilder(text.length());
        for (int i = 0; i < codePoints.length; i++) {
            if (!gone[i]) {
                left.appendCodePoint(codePoints[i]);
            } else if (i == 0 || !gone[i - 1]) {
                left.append(MARK);
            }
        }
        return left.toString();
    }
}
