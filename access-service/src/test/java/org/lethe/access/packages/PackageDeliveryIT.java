package org.lethe.access.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lethe.contracts.Author;
import org.lethe.service.confidential.CertificateEnvelope;
import org.lethe.service.subjects.Held;

/// Packages are opened by the programs that people have.
class PackageDeliveryIT {
    private static final String PASSPHRASE = "pässword 漢字 is long";
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    @TempDir
    private Path scratch;

    private record Ended(int exit, String said) {}

    @Test
    void sevenZipOpensOneWithItsPassphraseOnly() throws Exception {
        Path zip = withPassphrase();

        Ended right = run("7zz", "x", "-y", "-p" + PASSPHRASE, "-oright", zip.toString());
        Ended wrong = run("7zz", "t", "-pwrong", zip.toString());
        Ended listed = run("7zz", "l", "-slt", zip.toString());

        assertThat(right.exit()).as(right.said()).isZero();
        assertThat(contents("right")).isEqualTo(stable(PackageFixture.unzipped(plain())));
        assertThat(wrong.exit()).as(wrong.said()).isNotZero();
        assertThat(listed.said()).contains("Method = AES-256 Deflate");
    }

    @Test
    void bsdtarOpensOneWithItsPassphraseOnly() throws Exception {
        Path zip = withPassphrase();
        Files.createDirectory(folder.resolve("right"));
        Files.createDirectory(folder.resolve("wrong"));

        Ended right = run("bsdtar", "-x", "--passphrase", PASSPHRASE, "-C", "right", "-f", zip.toString());
        Ended wrong = run("bsdtar", "-x", "--passphrase", "wrong", "-C", "wrong", "-f", zip.toString());

        assertThat(right.exit()).as(right.said()).isZero();
        assertThat(contents("right")).isEqualTo(stable(PackageFixture.unzipped(plain())));
        assertThat(wrong.exit()).as(wrong.said()).isNotZero();
    }

    @Test
    void anyProgramOpensOneWithoutAPassphrase() throws Exception {
        Path zip = Files.write(folder.resolve("package.zip"), plain());

        Ended unpacked = run("bsdtar", "-x", "-f", zip.toString());
        Ended tested = run("7zz", "t", zip.toString());

        assertThat(unpacked.exit()).as(unpacked.said()).isZero();
        assertThat(folder.resolve("index.html")).exists();
        assertThat(tested.exit()).as(tested.said()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:3072", "ec -pkeyopt ec_paramgen_curve:P-256"})
    void opensslOpensOneToACertificate(String kind) throws Exception {
        newCertificate("holder", kind);
        newCertificate("other", kind);
        Files.write(folder.resolve("package.cms"), toCertificate());

        Ended right = decrypt("holder", "package.cms", "right.zip");
        Ended wrong = decrypt("other", "package.cms", "wrong.zip");
        Ended printed = run("openssl", "cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", "package.cms");

        assertThat(right.exit()).as(right.said()).isZero();
        assertThat(stable(PackageFixture.unzipped(Files.readAllBytes(folder.resolve("right.zip")))))
                .isEqualTo(stable(PackageFixture.unzipped(plain())));
        assertThat(wrong.exit()).as(wrong.said()).isNotZero();
        assertThat(printed.said())
                .contains("id-smime-ct-authEnvelopedData", "aes-256-gcm")
                .contains(kind.startsWith("rsa") ? "rsaesOaep" : "dhSinglePass-stdDH-sha256kdf-scheme");
    }

    @Test
    void opensslRefusesOneThatWasChanged() throws Exception {
        newCertificate("holder", "rsa:3072");
        byte[] changed = toCertificate();
        changed[changed.length - 100] ^= 1;
        Files.write(folder.resolve("changed.cms"), changed);

        assertThat(decrypt("holder", "changed.cms", "changed.zip").exit()).isNotZero();
    }

    private static PackageFixture kim() {
        return new PackageFixture()
                .contact(Held.Fate.PRESENT, "kim@example.com", "Kim")
                .conversation()
                .visit(Held.Fate.PRESENT, "Browser/1")
                .said(Author.CONSUMER, null, "Where is my order? שלום 👋")
                .gone(Held.Fate.EXPIRED);
    }

    private final PackageFixture fixture = kim();

    private byte[] plain() throws IOException {
        return fixture.bytes(new Delivery.Plain(), scratch);
    }

    private Path withPassphrase() throws IOException {
        return Files.write(
                folder.resolve("locked.zip"),
                fixture.bytes(new Delivery.Passphrase(PASSPHRASE.toCharArray()), scratch));
    }

    private byte[] toCertificate() throws IOException {
        String pem = Files.readString(folder.resolve("holder.pem"));
        return fixture.bytes(
                new Delivery.Certificate(CertificateEnvelope.certificate(pem, java.time.Instant.now())), scratch);
    }

    private void newCertificate(String name, String kind) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "2", "-newkey"));
        command.addAll(List.of(kind.split(" ")));
        command.addAll(List.of("-subj", "/CN=" + name, "-keyout", name + ".key", "-out", name + ".pem"));
        Ended made = run(command.toArray(String[]::new));
        assertThat(made.exit()).as(made.said()).isZero();
    }

    private Ended decrypt(String holder, String envelope, String to) throws Exception {
        return run(
                "openssl",
                "cms",
                "-decrypt",
                "-binary",
                "-inform",
                "DER",
                "-in",
                envelope,
                "-recip",
                holder + ".pem",
                "-inkey",
                holder + ".key",
                "-out",
                to);
    }

    private Map<String, String> contents(String name) throws IOException {
        Path top = folder.resolve(name);
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(top.relativize(file).toString(), Files.readString(file, UTF_8));
            }
        }
        return stable(files);
    }

    /// Without what is made anew in each package: a vCon has an id of its own.
    private static Map<String, String> stable(Map<String, String> files) {
        Map<String, String> stable = new TreeMap<>(files);
        stable.replaceAll((name, content) -> name.startsWith("vcon/")
                ? PackageFixture.payload(content).get("dialog").toString()
                : name.equals("manifest.json") ? content.replaceAll(",?\n?\\{\"name\":\"vcon/.*\\}", "") : content);
        return stable;
    }

    private Ended run(String... command) throws Exception {
        Path said = Files.createTempFile(folder, "said", ".txt");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError(
                    command[0] + " does not start: this test needs openssl, 7zz and bsdtar"
                            + " (apt-get install openssl 7zip libarchive-tools)",
                    e);
        }
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command[0] + " did not end");
        }
        return new Ended(process.exitValue(), Files.readString(said, UTF_8));
    }
}
