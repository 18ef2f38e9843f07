package org.lethe.access.packages;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.lethe.service.confidential.CertificateEnvelope;
import org.lethe.service.signing.SigningKey;

/// Writes everything held of one consumer as one file.
public final class PackageWriter {
    private final SigningKey key;
    private final Path folder;

    /// @param key that signs the vCons
    /// @param folder for temporary files, which are encrypted; it needs about five times the size of the content
    public PackageWriter(SigningKey key, Path folder) {
        this.key = key;
        this.folder = folder;
    }

    /// Reads all pieces, then writes; if reading fails nothing was written. `out` stays open. What was written before
    /// a failure in between is of no use.
    ///
    /// @param source asked once
    /// @throws IOException if `out` or the scratch folder refuses
    public WrittenPackage write(PackageFacts facts, Pieces source, Delivery delivery, OutputStream out)
            throws IOException {
        Written written = new Written(out);
        try (Scratch scratch = new Scratch(folder)) {
            PackageParts parts = new PackageParts(facts, key, scratch);
            parts.read(source);
            Copying copying = new Copying(facts, parts, scratch);
            switch (delivery) {
                case Delivery.Plain _ -> copying.to(null, written);
                case Delivery.Passphrase passphrase -> copying.to(passphrase.characters(), written);
                case Delivery.Certificate certificate -> {
                    try (OutputStream envelope = CertificateEnvelope.sealTo(certificate.certificate(), written)) {
                        copying.to(null, envelope);
                    }
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException("a package can't be written", e);
        }
        written.flush();
        return written.asPackage();
    }

    /// All that was made goes into one ZIP.
    private record Copying(PackageFacts facts, PackageParts parts, Scratch scratch) {
        void to(char @Nullable [] passphrase, OutputStream out) throws IOException {
            EntrySpill manifest = scratch.spill();
            try (PackageZip zip = new PackageZip(facts.preparedAt(), passphrase, out)) {
                Manifest.write(facts, manifest, files -> parts.copyTo(zip, files));
                manifest.copyTo(zip, (_, _, _) -> {});
            }
        }
    }
}
