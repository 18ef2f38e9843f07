package org.lethe.service.confidential;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lethe.service.confidential.ScratchFile.RECORD_BYTES;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScratchFileTest {
    private static final int TAG_BYTES = 16;
    private static final String CANARY = "where is my order?";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, RECORD_BYTES - 1, RECORD_BYTES, RECORD_BYTES + 1, 3 * RECORD_BYTES, 1_000_000})
    void givesBackWhatWasWritten(int size) throws IOException {
        byte[] content = content(size);
        try (ScratchFile file = ScratchFile.in(folder)) {
            write(file, content);

            assertThat(read(file)).isEqualTo(content);
            assertThat(read(file)).isEqualTo(content);
        }
    }

    @Test
    void readsAByteAtATime() throws IOException {
        byte[] content = content(RECORD_BYTES + 3);
        try (ScratchFile file = ScratchFile.in(folder)) {
            try (OutputStream out = file.output()) {
                for (byte octet : content) {
                    out.write(octet);
                }
            }

            try (InputStream in = file.input()) {
                for (byte octet : content) {
                    assertThat(in.read()).isEqualTo(octet & 0xFF);
                }
                assertThat(in.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void noWordIsOnTheDisk() throws IOException {
        Path path = folder.resolve("seen");
        try (ScratchFile file = at(path)) {
            write(file, CANARY.repeat(10_000).getBytes(UTF_8));

            assertThat(new String(Files.readAllBytes(path), US_ASCII)).doesNotContain("order");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void hasNoNameEvenWhileItIsOpen() throws IOException {
        try (ScratchFile file = ScratchFile.in(folder)) {
            write(file, content(10));

            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void isGoneOnceClosed() throws IOException {
        ScratchFile.in(folder).close();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAChangedByte() throws IOException {
        for (int place : new int[] {0, RECORD_BYTES + TAG_BYTES - 1, RECORD_BYTES + TAG_BYTES + 5}) {
            refuses(bytes -> {
                bytes[place] ^= 1;
                return bytes;
            });
        }
    }

    @Test
    void refusesAnEndThatIsMissing() throws IOException {
        refuses(bytes -> Arrays.copyOf(bytes, RECORD_BYTES + TAG_BYTES));
        refuses(bytes -> new byte[0]);
    }

    @Test
    void refusesRecordsInAnotherOrder() throws IOException {
        int record = RECORD_BYTES + TAG_BYTES;
        refuses(bytes -> {
            byte[] first = Arrays.copyOf(bytes, record);
            System.arraycopy(bytes, record, bytes, 0, record);
            System.arraycopy(first, 0, bytes, record, record);
            return bytes;
        });
    }

    @Test
    void refusesToBeReadBeforeItIsFinished() throws IOException {
        try (ScratchFile file = ScratchFile.in(folder)) {
            file.output().write(content(2 * RECORD_BYTES));

            assertThatIOException().isThrownBy(() -> read(file));
        }
    }

    @Test
    void isWrittenOnce() throws IOException {
        try (ScratchFile file = ScratchFile.in(folder)) {
            write(file, content(10));

            assertThatThrownBy(file::output).isInstanceOf(IllegalStateException.class);
        }
    }

    private interface Change {
        byte[] of(byte[] bytes);
    }

    private void refuses(Change change) throws IOException {
        Path path = folder.resolve("changed");
        try (ScratchFile file = at(path)) {
            write(file, content(3 * RECORD_BYTES));
            Files.write(path, change.of(Files.readAllBytes(path)), StandardOpenOption.TRUNCATE_EXISTING);

            assertThatIOException().isThrownBy(() -> read(file));
        }
    }

    /// A file that can be looked at.
    private static ScratchFile at(Path path) throws IOException {
        return new ScratchFile(FileChannel.open(
                path,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING));
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    private static void write(ScratchFile file, byte[] content) throws IOException {
        try (OutputStream out = file.output()) {
            out.write(content);
        }
    }

    private static byte[] read(ScratchFile file) throws IOException {
        try (InputStream in = file.input()) {
            return in.readAllBytes();
        }
    }
}
