package org.lethe.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void saysTenLinesAtMostWhereNothingMayMove() {
        List<String> said = new ArrayList<>();
        try (Progress progress = new Progress("Counting", null, said::add)) {
            progress.at(0, 0);
            for (int done = 0; done <= 1_000; done++) {
                progress.at(done, 1_000);
                progress.at(done, 1_000);
            }
        }

        assertThat(said).hasSize(10).startsWith("Counting: 100 of 1000").endsWith("Counting: 1000 of 1000");
    }
}
