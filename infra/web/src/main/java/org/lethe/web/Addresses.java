package org.lethe.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Some IP addresses and nets: `127.0.0.1`, `10.0.0.0/8`, `::1`.
final class Addresses {
    private static final int IPV6_BYTES = 16;
    private static final int IPV6_NET_BYTES = 8; // what one customer has: RFC 6177

    private final List<Net> nets;

    private record Net(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private Addresses(List<Net> nets) {
        this.nets = nets;
    }

    /// @param setting that names them, for its refusal
    /// @throws IllegalArgumentException if one is none
    static Addresses of(String setting, List<String> texts) {
        return new Addresses(texts.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> net(setting, text))
                .toList());
    }

    /// Where a request came from: what the last proxy that is among these was told, else the end of the connection.
    ///
    /// @param forwarded `X-Forwarded-For`, each proxy having added at its end whom it heard from
    InetAddress caller(InetAddress connected, List<String> forwarded) {
        InetAddress caller = connected;
        List<String> heard = List.of(String.join(",", forwarded).split(","));
        for (String from : heard.reversed()) {
            if (!contains(caller)) {
                return caller;
            }
            Optional<InetAddress> before = address(from.strip());
            if (before.isEmpty()) {
                return caller;
            }
            caller = before.get();
        }
        return caller;
    }

    /// An address in figures; never asks a name server.
    private static Optional<InetAddress> address(String text) {
        if (!text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Net net : nets) {
            if (net.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    /// What stands for whoever is there: the address, of IPv6 its net.
    static String neighbourhood(InetAddress address) {
        byte[] bytes = address.getAddress();
        return Arrays.toString(bytes.length == IPV6_BYTES ? Arrays.copyOf(bytes, IPV6_NET_BYTES) : bytes);
    }

    private static Net net(String setting, String text) {
        int slash = text.indexOf('/');
        byte[] bytes = address(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> refused(setting, null))
                .getAddress();
        try {
            int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > bytes.length * 8) {
                throw refused(setting, null);
            }
            return new Net(bytes, bits);
        } catch (NumberFormatException e) {
            throw refused(setting, e);
        }
    }

    private static IllegalArgumentException refused(String setting, @Nullable Exception cause) {
        return new IllegalArgumentException(
                setting + " is IP addresses and nets such as 10.0.0.0/8, with commas", cause);
    }
}
