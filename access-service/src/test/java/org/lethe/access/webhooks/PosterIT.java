package org.lethe.access.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Posting for itself: to whom, and what it puts up with.
class PosterIT {
    private static final WebhookSettings STRICT = WebhookSettings.defaults();
    private static final WebhookSettings TRIAL = new WebhookSettings(true);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private Receiver receiver;

    @BeforeEach
    void receive() {
        receiver = new Receiver();
    }

    @AfterEach
    void receiveNoMore() {
        receiver.close();
    }

    private static Attempt post(Poster poster, String url) {
        return poster.post(WebhookUrl.check(url, TRIAL), Map.of("webhook-id", "msg_1"), BODY);
    }

    @Test
    void postsToTheAddressOfTheNameUnderTheName() {
        Poster poster = new Poster(TRIAL, host -> new InetAddress[] {HERE}, null, PATIENCE);

        Attempt attempt = post(poster, "http://hooks.example:" + receiver.port() + "/a?b=c");

        assertThat(attempt).isEqualTo(new Attempt(204, null));
        assertThat(receiver.all).singleElement().satisfies(received -> {
            assertThat(received.host()).isEqualTo("hooks.example:" + receiver.port());
            assertThat(received.body()).isEqualTo("{}");
        });
    }

    @Test
    void postsNothingInsideWhateverTheNameIs() {
        Poster poster = new Poster(STRICT, host -> new InetAddress[] {HERE}, null, PATIENCE);

        Attempt attempt = post(poster, "http://hooks.example:" + receiver.port() + "/");

        assertThat(attempt).isEqualTo(Attempt.failed(DeliveryFault.ADDRESS_REFUSED));
        assertThat(receiver.all).isEmpty();
    }

    /// As the JDK looks up what a URL may hold; none of these asks a name server.
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost"})
    void postsNothingToThisMachineHoweverItIsSpelled(String host) {
        Poster poster = new Poster(STRICT);

        Attempt attempt = post(poster, "http://" + host + ":" + receiver.port() + "/");

        assertThat(attempt).isEqualTo(Attempt.failed(DeliveryFault.ADDRESS_REFUSED));
        assertThat(receiver.all).isEmpty();
    }

    @Test
    void aNameThatLeadsElsewhereTheSecondTimeLeadsToWhatWasChecked() {
        AtomicInteger lookedUp = new AtomicInteger();
        Poster poster = new Poster(
                TRIAL,
                host -> new InetAddress[] {lookedUp.incrementAndGet() == 1 ? HERE : InetAddress.ofLiteral("192.0.2.1")},
                null,
                PATIENCE);

        assertThat(post(poster, "http://hooks.example:" + receiver.port() + "/").delivered())
                .isTrue();
        assertThat(lookedUp).hasValue(1);
    }

    @Test
    void doesNotWaitForWhoNeverAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, HERE)) {
            Poster poster = new Poster(TRIAL, InetAddress::getAllByName, null, Duration.ofMillis(300));

            assertThat(post(poster, "http://127.0.0.1:" + silent.getLocalPort() + "/"))
                    .isEqualTo(Attempt.failed(DeliveryFault.TIMEOUT));
        }
    }

    @Test
    void doesNotWaitForWhoAnswersByDrops() {
        CountDownLatch free = new CountDownLatch(1);
        receiver.answering = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('a');
            exchange.getResponseBody().flush();
            await(free);
        };
        Poster poster = new Poster(TRIAL, InetAddress::getAllByName, null, Duration.ofMillis(500));

        assertThat(post(poster, receiver.url())).isEqualTo(Attempt.failed(DeliveryFault.TIMEOUT));
        free.countDown();
    }

    @Test
    void readsNoMoreThanItMustOfAnAnswerWithoutEnd() {
        AtomicInteger kilobytes = new AtomicInteger();
        receiver.answering = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] kilobyte = new byte[1024];
            while (kilobytes.get() < 1_000_000) { // a gigabyte
                exchange.getResponseBody().write(kilobyte);
                kilobytes.incrementAndGet();
            }
        };
        Poster poster = new Poster(TRIAL, InetAddress::getAllByName, null, PATIENCE);

        assertThat(post(poster, receiver.url())).isEqualTo(new Attempt(200, null));
        assertThat(kilobytes.get()).isLessThan(100_000); // what the system's buffers take
    }

    @Test
    void saysThatNobodyIsThere() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, HERE)) {
            free = socket.getLocalPort();
        }

        assertThat(post(new Poster(TRIAL), "http://127.0.0.1:" + free + "/"))
                .isEqualTo(Attempt.failed(DeliveryFault.UNREACHABLE));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theCertificateHasToBeOfTheNameWhichIsSaidInTheHandshake(@TempDir Path folder) throws Exception {
        // given
        KeyStore keys = certificate(folder, "hooks.example");
        List<String> said = new CopyOnWriteArrayList<>();
        HttpsServer server = https(keys, said);
        try {
            Poster trusting = new Poster(TRIAL, host -> new InetAddress[] {HERE}, trusting(keys), PATIENCE);
            Poster strange = new Poster(TRIAL, host -> new InetAddress[] {HERE}, null, PATIENCE);
            int port = server.getAddress().getPort();

            // when, then
            assertThat(post(trusting, "https://hooks.example:" + port + "/")).isEqualTo(new Attempt(204, null));
            assertThat(said).containsExactly("hooks.example");
            assertThat(post(trusting, "https://other.example:" + port + "/"))
                    .as("a certificate of another name")
                    .isEqualTo(Attempt.failed(DeliveryFault.TLS));
            assertThat(post(trusting, "https://127.0.0.1:" + port + "/"))
                    .as("a certificate of a name and not of the address")
                    .isEqualTo(Attempt.failed(DeliveryFault.TLS));
            assertThat(post(strange, "https://hooks.example:" + port + "/"))
                    .as("a certificate that nobody vouches for")
                    .isEqualTo(Attempt.failed(DeliveryFault.TLS));
        } finally {
            server.stop(0);
        }
    }

    private static KeyStore certificate(Path folder, String name) throws Exception {
        Path file = folder.resolve("keys.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:" + name,
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String printed = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(printed).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "changeit".toCharArray());
        }
        return keys;
    }

    private static SslContext trusting(KeyStore keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("one", keys.getCertificate("key"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return SslContextBuilder.forClient().trustManager(factory).build();
    }

    private static HttpsServer https(KeyStore keys, List<String> said) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(HERE, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                if (((com.sun.net.httpserver.HttpsExchange) exchange).getSSLSession()
                        instanceof ExtendedSSLSession session) {
                    session.getRequestedServerNames()
                            .forEach(name -> said.add(new String(name.getEncoded(), StandardCharsets.US_ASCII)));
                }
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
        return server;
    }
}
