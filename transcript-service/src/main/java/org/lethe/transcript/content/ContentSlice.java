package org.lethe.transcript.content;

import org.lethe.contracts.SealedWords;
import org.lethe.keyring.Keyring;
import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class ContentSlice {
    private ContentSlice() {}

    public static Slice on(Foundation foundation) {
        OperatorWords words = new OperatorWords(foundation.part(Keyring.class), foundation.meters());
        return Slice.named("content")
                .offers(SealedWords.class, words)
                .serves(new WordsEndpoint(foundation, words).routes());
    }
}
