package org.lethe.access.packages;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.lethe.web.StrictJson;

/// `data.ndjson`: every piece, one a line.
final class PiecesAsJson implements PackagePart {
    private static final String NAME = "data.ndjson";

    private final EntrySpill spill;
    private final OutputStream lines;

    PiecesAsJson(Scratch scratch) throws IOException {
        this.spill = scratch.spill();
        this.lines = spill.begin(NAME);
    }

    @Override
    public void piece(Placed placed) throws IOException {
        lines.write(StrictJson.write(placed.piece()));
        lines.write('\n');
    }

    @Override
    public void end() {}

    @Override
    public List<EntrySpill> spills() {
        return List.of(spill);
    }
}
