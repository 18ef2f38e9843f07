package org.lethe.transcript.reading;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class ReadingSlice {
    private ReadingSlice() {}

    public static Slice on(Foundation foundation) {
        return Slice.named("reading")
                .decides(ReadTranscript.class, ReadTranscript::decide)
                .serves(new TranscriptEndpoint(foundation).routes());
    }
}
