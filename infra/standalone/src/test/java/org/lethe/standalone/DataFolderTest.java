package org.lethe.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path parent;

    @Test
    void refusesAFolderOfANewerVersion() throws IOException {
        Files.writeString(parent.resolve("lethe.version"), "2\n");

        assertThatThrownBy(() -> DataFolder.open(parent))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("made by a newer Lethe");
    }

    @Test
    void refusesAFolderThatHoldsSomethingElse() throws IOException {
        Files.writeString(parent.resolve("thesis.tex"), "");

        assertThatThrownBy(() -> DataFolder.open(parent))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("holds something else");
        assertThat(parent.resolve("lethe.version")).doesNotExist();
    }

    @Test
    void canBeTakenAgainWhenItWasLetGoOf() throws IOException {
        DataFolder.open(parent).close();
        DataFolder.open(parent).close();
    }
}
