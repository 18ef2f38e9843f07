package org.lethe.access.packages;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lethe.service.confidential.ScratchFile;

/// The scratch files of one package; closing removes them all.
final class Scratch implements Closeable {
    private final Path folder;
    private final List<ScratchFile> files = new ArrayList<>();

    Scratch(Path folder) {
        this.folder = folder;
    }

    EntrySpill spill() throws IOException {
        ScratchFile file = ScratchFile.in(folder);
        files.add(file);
        return new EntrySpill(file);
    }

    @Override
    public void close() throws IOException {
        IOException failed = null;
        for (ScratchFile file : files) {
            try {
                file.close();
            } catch (IOException e) { // the others are removed all the same
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
