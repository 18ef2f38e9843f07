package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormBodyTest {
    private static FormBody form(String body) {
        return FormBody.of(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsWhatABrowserSends() {
        FormBody form = form("a=1+2&b=%C3%BC%26&c=&use=sale&use=partners&d");

        assertThat(form.text("a")).contains("1 2");
        assertThat(form.text("b")).contains("\u00fc&");
        assertThat(form.text("c")).isEmpty();
        assertThat(form.text("d")).isEmpty();
        assertThat(form.text("e")).isEmpty();
        assertThat(form.all("use")).containsExactly("sale", "partners");
        assertThat(form("").text("a")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%zz", "a=%00", "a=%C3", "a=%ED%A0%80"})
    void refusesWhatIsNoText(String body) {
        assertThatThrownBy(() -> form(body)).isInstanceOf(InvalidBodyException.class);
    }

    @Test
    void refusesMoreFieldsThanAnyFormHas() {
        assertThat(form("a&".repeat(100)).all("a")).hasSize(100);
        assertThatThrownBy(() -> form("a&".repeat(101))).isInstanceOf(InvalidBodyException.class);
    }

    @Test
    void printsNothingOfIt() {
        assertThat(form("a=secret")).hasToString("[REDACTED]");
    }
}
