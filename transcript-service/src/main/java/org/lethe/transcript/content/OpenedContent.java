package org.lethe.transcript.content;

import org.jspecify.annotations.Nullable;
import org.lethe.keyring.Opening;

/// What stood in an envelope, as the record that it was made of.
public final class OpenedContent {
    private OpenedContent() {}

    public static <T> T read(Opening.Opened opened, Class<T> type) {
        return Content.JSON.readValue(opened.text().bytes(), type);
    }

    /// @return null where it can't be opened any more
    public static <T> @Nullable T readIfThere(Opening opening, Class<T> type) {
        return opening instanceof Opening.Opened opened ? read(opened, type) : null;
    }
}
