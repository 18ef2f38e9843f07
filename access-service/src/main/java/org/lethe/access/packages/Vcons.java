package org.lethe.access.packages;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lethe.service.signing.JsonWebSignature;
import org.lethe.service.signing.SigningKey;
import org.lethe.service.subjects.Held;

/// One signed vCon for each conversation. Ed25519 wants all that it signs in memory, so a long conversation is told in
/// several, each complete in itself.
final class Vcons implements PackagePart {
    static final int MOST_BYTES = 1 << 21; // of a vCon, before it is signed; one message more may go beyond
    private static final String CONTENT_TYPE = "vcon+json";

    private final PackageFacts facts;
    private final SigningKey key;
    private final EntrySpill spill;

    private @Nullable Vcon vcon;

    Vcons(PackageFacts facts, SigningKey key, Scratch scratch) throws IOException {
        this.facts = facts;
        this.key = key;
        this.spill = scratch.spill();
    }

    @Override
    public void piece(Placed placed) throws IOException {
        switch (placed.piece()) {
            case Held.Contact _ -> {}
            case Held.Conversation begun -> {
                end();
                vcon = new Vcon(facts, begun, 1);
            }
            case Held.Visit visit -> roomy(placed).add(visit);
            case Held.Message message -> roomy(placed).add(message);
        }
    }

    @Override
    public void end() throws IOException {
        if (vcon != null) {
            write(vcon);
            vcon = null;
        }
    }

    @Override
    public List<EntrySpill> spills() {
        return List.of(spill);
    }

    private Vcon roomy(Placed placed) throws IOException {
        Vcon current = vcon;
        if (current != null && current.bytes() < MOST_BYTES) {
            return current;
        }
        int part = 1;
        if (current != null) {
            write(current);
            part = current.part() + 1;
        }
        Vcon next = new Vcon(facts, placed.conversationOrRefuse(), part);
        vcon = next;
        return next;
    }

    private void write(Vcon finished) throws IOException {
        byte[] payload = finished.json();
        try (OutputStream out = spill.begin(finished.fileName())) {
            out.write(JsonWebSignature.of(payload, CONTENT_TYPE, Map.of("uuid", finished.uuid()), key));
        }
    }
}
