package org.lethe.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.lethe.cli.api.Api;

class TableTest {
    private static String printed(Table table) {
        StringWriter out = new StringWriter();
        table.print(new PrintWriter(out, true));
        return out.toString();
    }

    @Test
    void putsNumbersToTheRightAndWordsToTheLeft() {
        Table table = new Table("channel", "messages", "reason")
                .row("web", 7, Api.JSON.readTree("{}").path("reason"))
                .row("whatsapp-business", 12_345_678_901L, "new contract")
                .row("sms", null, "");

        assertThat(printed(table).lines())
                .containsExactly(
                        "channel               messages  reason",
                        "web                          7  -",
                        "whatsapp-business  12345678901  new contract",
                        "sms                          -  -");
    }

    @Test
    void takesARowOfItsColumnsOnly() {
        assertThatThrownBy(() -> new Table("one", "two").row("1")).hasMessageContaining("1 cells for 2 columns");
    }
}
