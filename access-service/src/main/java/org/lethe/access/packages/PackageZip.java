package org.lethe.access.packages;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.regex.Pattern;
import net.lingala.zip4j.io.outputstream.ZipOutputStream;
import net.lingala.zip4j.model.ZipParameters;
import net.lingala.zip4j.model.enums.AesKeyStrength;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.jspecify.annotations.Nullable;

/// One ZIP, file after file.
final class PackageZip implements Closeable {
    private static final Pattern NAME = Pattern.compile("(?:[a-z]+/)?[a-z0-9][a-z0-9-]*(?:\\.[a-z]+)+");
    private static final int BUFFER_BYTES = 1 << 16;

    private final ZipOutputStream zip;
    private final boolean encrypted;
    private final Instant modifiedAt;

    /// @param passphrase none for a ZIP that anybody opens
    /// @param out stays open
    PackageZip(Instant modifiedAt, char @Nullable [] passphrase, OutputStream out) throws IOException {
        this.zip = new ZipOutputStream(new Written(out), passphrase);
        this.encrypted = passphrase != null;
        this.modifiedAt = modifiedAt;
    }

    /// @return size and hash of the content
    /// @throws IllegalArgumentException if the name is none that we give
    WrittenPackage add(String name, InputStream content) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no file of a package is called like this");
        }
        ZipParameters parameters = new ZipParameters();
        parameters.setFileNameInZip(name);
        parameters.setLastModifiedFileTime(modifiedAt.toEpochMilli());
        if (encrypted) {
            parameters.setEncryptFiles(true);
            parameters.setEncryptionMethod(EncryptionMethod.AES);
            parameters.setAesKeyStrength(AesKeyStrength.KEY_STRENGTH_256);
        }
        zip.putNextEntry(parameters);
        Written written = new Written(zip);
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            written.write(buffer, 0, read);
        }
        zip.closeEntry();
        return written.asPackage();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
