package org.lethe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private final Addresses proxies = Addresses.of("lethe.web.proxies", List.of("10.0.0.0/8", " ::1 "));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1|203.0.113.9|192.0.2.1", // no proxy of ours: not believed
                "10.0.0.1|203.0.113.9|203.0.113.9",
                "10.0.0.1|198.51.100.1, 203.0.113.9|203.0.113.9", // what stands before may be made up
                "10.0.0.1|198.51.100.1, 203.0.113.9, 10.0.0.2|203.0.113.9",
                "::1|2001:db8::7|2001:db8::7",
                "10.0.0.1|unknown|10.0.0.1",
                "10.0.0.1|203.0.113.9:4711|10.0.0.1",
                "10.0.0.1|example.com|10.0.0.1",
                "10.0.0.1|''|10.0.0.1"
            })
    void findsWhereARequestCameFrom(String connected, String forwarded, String caller) throws Exception {
        assertThat(proxies.caller(InetAddress.getByName(connected), List.of(forwarded)))
                .isEqualTo(InetAddress.getByName(caller));
    }

    @Test
    void readsSeveralHeadersAsOne() throws Exception {
        assertThat(proxies.caller(InetAddress.getByName("10.0.0.1"), List.of("198.51.100.1", "203.0.113.9, 10.0.0.2")))
                .isEqualTo(InetAddress.getByName("203.0.113.9"));
        assertThat(proxies.caller(InetAddress.getByName("10.0.0.1"), List.of()))
                .isEqualTo(InetAddress.getByName("10.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "10.0.0.0/33", "10.0.0.0/x", "fe80::1%eth0"})
    void refusesWhatIsNoAddressAndNamesTheSetting(String text) {
        assertThatThrownBy(() -> Addresses.of("lethe.web.proxies", List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("lethe.web.proxies is ");
    }
}
