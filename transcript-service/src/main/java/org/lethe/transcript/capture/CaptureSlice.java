package org.lethe.transcript.capture;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class CaptureSlice {
    private CaptureSlice() {}

    public static Slice on(Foundation foundation) {
        RecordMessageHandler recording = new RecordMessageHandler();
        return Slice.named("capture")
                .decides(RecordMessage.class, recording::decide)
                .serves(new MessagesEndpoint(foundation).routes());
    }
}
