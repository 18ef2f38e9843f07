package org.lethe.transcript.content;

import org.lethe.contracts.ConsumerWords;
import org.lethe.contracts.SealedWords;
import org.lethe.keyring.Keyring;
import org.lethe.service.Foundation;
import org.lethe.service.Slice;

/// This feature in one piece.
public final class ContentSlice {
    private ContentSlice() {}

    public static Slice on(Foundation foundation) {
        Keyring keyring = foundation.part(Keyring.class);
        OperatorWords words = new OperatorWords(keyring, foundation.meters());
        return Slice.named("content")
                .offers(SealedWords.class, words)
                .offers(ConsumerWords.class, new WordsOfRequests(foundation.log(), keyring))
                .serves(new WordsEndpoint(foundation, words).routes());
    }
}
