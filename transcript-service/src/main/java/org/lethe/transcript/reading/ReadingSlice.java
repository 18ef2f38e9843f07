package org.lethe.transcript.reading;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;
import org.lethe.service.subjects.DataSubjects;

/// This feature in one piece.
public final class ReadingSlice {
    private ReadingSlice() {}

    public static Slice on(Foundation foundation) {
        return Slice.named("reading")
                .decides(ReadTranscript.class, ReadTranscript::decide)
                .offers(DataSubjects.class, new HeldOfConsumers(foundation))
                .serves(new TranscriptEndpoint(foundation).routes());
    }
}
