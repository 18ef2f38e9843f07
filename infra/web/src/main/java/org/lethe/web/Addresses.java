package org.lethe.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
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

    /// @throws IllegalArgumentException if one is none
    Addresses(List<String> texts) {
        nets = texts.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(Addresses::net)
                .toList();
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

    private static Net net(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) { // never asks a name server
                throw refused(null);
            }
            byte[] bytes = InetAddress.getByName(address).getAddress();
            int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > bytes.length * 8) {
                throw refused(null);
            }
            return new Net(bytes, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw refused(e);
        }
    }

    private static IllegalArgumentException refused(@Nullable Exception cause) {
        return new IllegalArgumentException(
                "lethe.web.trusted-addresses is IP addresses and nets such as 10.0.0.0/8, with commas", cause);
    }
}
