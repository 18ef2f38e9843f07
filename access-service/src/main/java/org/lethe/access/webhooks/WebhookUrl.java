package org.lethe.access.webhooks;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lethe.web.InvalidBodyException;

/// Where something is posted. Names are looked up when it is, not here.
record WebhookUrl(URI uri) {
    static final int MAX = 2_000;
    private static final String POINTER = "/url";
    private static final String DOTTED = "(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}";
    private static final String NUMBER = "[0-9]+|0[xX][0-9a-fA-F]*"; // of an IPv4 address in some spelling

    /// @throws InvalidBodyException if nothing may be sent there
    static WebhookUrl check(String text, WebhookSettings settings) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw refused("an absolute URL such as https://hooks.example.com/lethe");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(scheme.equals("http") && settings.allowPrivateTargets())) {
            throw refused("an absolute URL that begins with https://");
        }
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null || uri.getPort() == 0) {
            throw refused("a URL with a host, and without a user or a fragment");
        }
        checkHost(host, settings);
        return new WebhookUrl(uri);
    }

    private static void checkHost(String host, WebhookSettings settings) {
        boolean six = host.startsWith("[");
        String last = host.substring(host.lastIndexOf('.', host.length() - 2) + 1);
        if (!six && !host.matches(DOTTED)) {
            if (last.replaceFirst("\\.$", "").matches(NUMBER)) {
                throw refused("a name, or an IPv4 address of four numbers such as 192.0.2.1");
            }
            return;
        }
        InetAddress address = literal(host);
        if (address == null || !settings.allowPrivateTargets() && !PublicAddresses.isPublic(address)) {
            throw refused("a URL that leads to a public address");
        }
    }

    private static @Nullable InetAddress literal(String host) {
        try {
            return InetAddress.ofLiteral(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static InvalidBodyException refused(String accepted) {
        return new InvalidBodyException(POINTER, accepted);
    }

    /// The host without the brackets of IPv6.
    String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /// Looks a name up.
    @FunctionalInterface
    interface Names {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    /// The address to connect to: the first of all that the name leads to, if each of them is public.
    ///
    /// @throws UnknownHostException if nobody knows the name
    /// @throws RefusedAddressException if one of them is not
    InetAddress address(Names names, WebhookSettings settings) throws UnknownHostException {
        InetAddress[] all = names.lookUp(host());
        if (all.length == 0) {
            throw new UnknownHostException();
        }
        for (InetAddress one : all) {
            if (!settings.allowPrivateTargets() && !PublicAddresses.isPublic(one)) {
                throw new RefusedAddressException();
            }
        }
        return all[0];
    }

    /// A name leads to an address that is not public.
    static final class RefusedAddressException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
