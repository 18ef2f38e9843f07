package org.lethe.access.packages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ConversationId;
import org.lethe.service.signing.SigningKey;
import org.lethe.service.subjects.Held;

/// All files of a package while it is made.
final class PackageParts {
    private final List<PackagePart> parts = new ArrayList<>(); // in the order in which the ZIP has them
    private final OtherPeople others = new OtherPeople();
    private final boolean redactOthers;

    private Held.@Nullable Conversation conversation;
    private int conversations;
    private int messages;

    PackageParts(PackageFacts facts, SigningKey key, Scratch scratch) throws IOException {
        this.redactOthers = facts.redactOthers();
        if (facts.type() == PackageFacts.Type.ACCESS) {
            parts.add(new PeoplesPages(facts, scratch));
        }
        parts.add(new Tables(facts, scratch));
        parts.add(new PiecesAsJson(scratch));
        parts.add(new Vcons(facts, key, scratch));
    }

    void read(Pieces source) throws IOException {
        source.forEach(this::piece);
        for (PackagePart part : parts) {
            part.end();
        }
    }

    void copyTo(PackageZip zip, EntrySpill.Copied copied) throws IOException {
        for (PackagePart part : parts) {
            for (EntrySpill spill : part.spills()) {
                spill.copyTo(zip, copied);
            }
        }
    }

    private void piece(Held held) {
        Placed placed = placed(WellFormed.piece(redactOthers ? others.without(held) : held));
        try {
            for (PackagePart part : parts) {
                part.piece(placed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Placed placed(Held piece) {
        switch (piece) {
            case Held.Contact _ -> {}
            case Held.Conversation begun -> {
                conversation = begun;
                conversations++;
                messages = 0;
            }
            case Held.Visit visit -> checkOrder(visit.conversationId());
            case Held.Message message -> {
                checkOrder(message.conversationId());
                messages++;
            }
        }
        return new Placed(piece, conversation, conversations, messages);
    }

    private void checkOrder(ConversationId of) {
        if (conversation == null || !conversation.conversationId().equals(of)) {
            throw new IllegalStateException("a piece did not follow the conversation it belongs to");
        }
    }
}
