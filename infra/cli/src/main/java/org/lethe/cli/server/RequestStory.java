package org.lethe.cli.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import net.lingala.zip4j.io.inputstream.ZipInputStream;
import org.lethe.cli.api.Api;
import org.lethe.cli.terminal.RefusedException;
import tools.jackson.databind.JsonNode;

/// How a consumer sees what is held, and is deleted although a legal hold is in the way.
final class RequestStory {
    private static final String ZIP = "application/zip";
    private static final String PASSPHRASE = "four words made up";
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Api brand;
    private final String client;
    private final Narrator narrator;

    /// @param client path of the client
    RequestStory(Api brand, String client, Narrator narrator) {
        this.brand = brand;
        this.client = client;
        this.narrator = narrator;
    }

    /// What came of it.
    ///
    /// @param packageFiles that were in the package, each opened
    /// @param receiptVerifies by the key that the server publishes
    record Told(
            String accessRequestId,
            int packageFiles,
            String deletionRequestId,
            String deletionState,
            boolean receiptVerifies,
            JsonNode receipt) {}

    /// @param consumer its id, of whom something is held
    /// @param transcript path of what they said
    Told tell(String name, String consumer, String transcript) throws InterruptedException {
        JsonNode access = received("access", consumer, Map.of("delivery", Map.of("passphrase", PASSPHRASE)));
        narrator.step(name + " asks what is held: a request for access, to be answered by "
                + access.path("due_at").asString().substring(0, "2026-01-31".length()) + " (GDPR).");
        approve(access);
        int files = collect(access);
        narrator.step("The brand attests who asks, and approves. The package is sealed under " + name
                + "'s passphrase: " + files + " files.");
        int again = brand.get(path(access, "/package"), ZIP).status();
        narrator.step("It is collected once, and lies nowhere: asked for again, " + again + ".");

        String hold = brand.post(
                        client + "/legal-holds",
                        Map.of(
                                "matter",
                                "Example v. Example",
                                "reason",
                                "letter of a court",
                                "scope",
                                Map.of("consumer_ids", List.of(consumer))))
                .orRefuse("no legal hold")
                .json()
                .path("hold_id")
                .asString();
        JsonNode deletion = received("deletion", consumer, Map.of());
        approve(deletion);
        await(deletion, "deferred");
        int read = brand.get(transcript).status();
        narrator.step(name + " asks to be deleted while a court wants to know: deferred. Nobody reads it any more ("
                + read + ") but for the legal hold.");
        brand.post(client + "/legal-holds/" + hold + "/release", Map.of()).orRefuse("the hold was not released");
        String state = await(deletion, "fulfilled");
        narrator.step("The hold is released, and the request is " + state + " by itself.");
        JsonNode receipt =
                brand.get(path(deletion, "/receipt")).orRefuse("no receipt").json();
        boolean verifies = verifies(receipt);
        narrator.step("Its receipt " + (verifies ? "verifies" : "DOES NOT VERIFY")
                + " by the key at /.well-known/lethe-keys.json:");
        narrator.detail(receipt.path("receipt").toString());
        return new Told(id(access), files, id(deletion), state, verifies, receipt);
    }

    private JsonNode received(String type, String consumer, Map<String, Object> more) {
        Map<String, Object> request = new LinkedHashMap<>(more);
        request.put("type", type);
        request.put("via", "mail");
        request.put("rule", "gdpr");
        request.put("consumer", Map.of("consumer_id", consumer));
        return brand.post(client + "/requests", request)
                .orRefuse("the request was not taken in")
                .json();
    }

    private void approve(JsonNode request) {
        brand.post(path(request, "/verify"), Map.of("method", "attestation", "statement", "signed in to their account"))
                .orRefuse("the request was not verified");
        brand.post(path(request, "/approve"), Map.of()).orRefuse("the request was not approved");
    }

    /// @return how many files are in it
    private int collect(JsonNode request) {
        AtomicInteger files = new AtomicInteger();
        brand.download(
                path(request, "/package"), ZIP, "the package can't be had", content -> files.set(opened(content)));
        return files.get();
    }

    private static int opened(InputStream content) {
        int files = 0;
        try (ZipInputStream zip = new ZipInputStream(content, PASSPHRASE.toCharArray())) {
            while (zip.getNextEntry() != null) {
                zip.transferTo(OutputStream.nullOutputStream());
                files++;
            }
            content.transferTo(OutputStream.nullOutputStream()); // its directory: it is collected when all is taken
        } catch (IOException e) {
            throw new RefusedException("the package does not open", e);
        }
        return files;
    }

    private String await(JsonNode request, String state) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        String found = state(request);
        while (!found.equals(state) && Instant.now().isBefore(end)) {
            Thread.sleep(LOOK);
            found = state(request);
        }
        return found;
    }

    private String state(JsonNode request) {
        return brand.get(path(request, ""))
                .orRefuse("the request can't be found")
                .json()
                .path("state")
                .asString();
    }

    private boolean verifies(JsonNode document) {
        JsonNode signature = document.path("signature");
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(publishedKey(signature.path("key_id").asString()));
            ed25519.update(Api.JSON.writeValueAsBytes(document.path("receipt"))); // it is canonical as it stands
            return ed25519.verify(
                    Base64.getDecoder().decode(signature.path("value").asString()));
        } catch (GeneralSecurityException e) {
            throw new RefusedException("the receipt can't be verified", e);
        }
    }

    private PublicKey publishedKey(String id) throws GeneralSecurityException {
        JsonNode keys = brand.get("/.well-known/lethe-keys.json")
                .orRefuse("no keys are published")
                .json()
                .path("keys");
        String pem = StreamSupport.stream(keys.spliterator(), false)
                .filter(key -> key.path("kid").asString().equals(id))
                .map(key -> key.path("pem").asString())
                .findFirst()
                .orElseThrow(() -> new RefusedException("the key " + id + " is not published"));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""))));
    }

    private String path(JsonNode request, String rest) {
        return client + "/requests/" + id(request) + rest;
    }

    private static String id(JsonNode request) {
        return request.path("request_id").asString();
    }
}
