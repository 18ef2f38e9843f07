package org.lethe.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/// Somebody with raw sockets and bad manners, at an address of their own on this machine.
final class Attacker implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int LITTLE = 4 * 1024; // bytes that it takes unread
    private static final Pattern SLUG = Pattern.compile("\"type\":\"[^\"]*/problems/([a-z-]+)\"");

    private final URI api;
    private final InetAddress from;
    private final List<Socket> open = new ArrayList<>();

    Attacker(URI api, String from) throws IOException {
        this.api = api;
        this.from = InetAddress.getByName(from);
    }

    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(LITTLE);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(api.getHost(), api.getPort()), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        open.add(socket);
        return socket;
    }

    /// Opens a connection, sends this and nothing more.
    Socket begin(String text) throws IOException {
        return begin(text.getBytes(ISO_8859_1));
    }

    Socket begin(byte[]... bytes) throws IOException {
        Socket socket = connect();
        try {
            for (byte[] some : bytes) {
                socket.getOutputStream().write(some);
            }
        } catch (SocketException e) {
            // it may be closed before all is sent; what came of it is in the answer
        }
        return socket;
    }

    /// What comes of sending this.
    String gets(String text) throws IOException {
        return answer(begin(text));
    }

    String gets(byte[]... bytes) throws IOException {
        return answer(begin(bytes));
    }

    /// Waits for the end of the connection: the status and the problem's name, as in `413 body-too-large`, or `closed`.
    static String answer(Socket socket) throws IOException {
        return told(all(socket));
    }

    static String all(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[64 * 1024];
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                all.write(some, 0, read);
            }
        } catch (SocketException e) {
            // reset: that is an end too
        }
        return all.toString(ISO_8859_1);
    }

    static String told(String answer) {
        if (!answer.startsWith("HTTP/1.1 ")) {
            return answer.isEmpty() ? "closed" : "no HTTP";
        }
        Matcher slug = SLUG.matcher(answer);
        return answer.substring(9, 12) + (slug.find() ? " " + slug.group(1) : "");
    }

    /// The head of a request that ends the connection.
    static String head(String line, String... headers) {
        return line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + lines(headers) + "\r\n";
    }

    static String lines(String... headers) {
        StringBuilder lines = new StringBuilder();
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        return lines.toString();
    }

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /// So many times the same, compressed: a few hundred KB for a hundred MB.
    static byte[] gzipped(String begin, String filler, int times, String end) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes(begin));
            byte[] some = bytes(filler);
            for (int i = 0; i < times; i++) {
                gzip.write(some);
            }
            gzip.write(bytes(end));
        }
        return out.toByteArray();
    }

    /// Lets go of all its connections.
    @Override
    public void close() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }
}
