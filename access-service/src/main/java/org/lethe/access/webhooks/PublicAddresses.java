package org.lethe.access.webhooks;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/// Addresses that anybody on the internet means the same by. All others lead into somebody's own house: loopback,
/// private nets, link-local with the metadata of clouds, carriers' nets, multicast, and what is reserved.
///
/// @see "IANA special-purpose address registries, RFC 6890"
final class PublicAddresses {
    private static final List<Net> NOT_PUBLIC = List.of(
            net(0, 0, 0, 0, 8),
            net(10, 0, 0, 0, 8),
            net(100, 64, 0, 0, 10), // carriers' NAT, RFC 6598
            net(127, 0, 0, 0, 8),
            net(168, 63, 129, 16, 32), // public, and the metadata of a cloud all the same
            net(169, 254, 0, 0, 16),
            net(172, 16, 0, 0, 12),
            net(192, 0, 0, 0, 24),
            net(192, 0, 2, 0, 24), // documentation, as 198.51.100 and 203.0.113
            net(192, 88, 99, 0, 24), // 6to4 relays, RFC 7526
            net(192, 168, 0, 0, 16),
            net(198, 18, 0, 0, 15), // benchmarks, RFC 2544
            net(198, 51, 100, 0, 24),
            net(203, 0, 113, 0, 24),
            net(224, 0, 0, 0, 4),
            net(240, 0, 0, 0, 4));

    private record Net(int address, int bits) {
        boolean contains(int other) {
            return (address ^ other) >>> 32 - bits == 0;
        }
    }

    private PublicAddresses() {}

    private static Net net(int a, int b, int c, int d, int bits) {
        return new Net(a << 24 | b << 16 | c << 8 | d, bits);
    }

    static boolean isPublic(InetAddress address) {
        return switch (address) {
            case Inet4Address four -> isPublic(four.getAddress());
            case Inet6Address six -> isPublicSix(six.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic(byte[] four) {
        int address = four(four, 0);
        return NOT_PUBLIC.stream().noneMatch(net -> net.contains(address));
    }

    /// Global unicast is 2000::/3 and nothing else; in it lie nets that stand for others' IPv4 addresses, for
    /// documentation and for protocols.
    private static boolean isPublicSix(byte[] six) {
        int first = four(six, 0);
        boolean global = first >>> 29 == 0x1; // 2000::/3
        boolean protocols = first >>> 9 == 0x20010000 >>> 9; // 2001::/23, Teredo among them
        boolean documentation = first == 0x20010db8 || first >>> 12 == 0x3fff0000 >>> 12; // 2001:db8::/32, 3fff::/20
        boolean sixToFour = first >>> 16 == 0x2002; // 2002::/16
        return global && !protocols && !documentation && !sixToFour;
    }

    private static int four(byte[] bytes, int from) {
        return (bytes[from] & 0xff) << 24
                | (bytes[from + 1] & 0xff) << 16
                | (bytes[from + 2] & 0xff) << 8
                | bytes[from + 3] & 0xff;
    }
}
