package org.lethe.retention.certificates;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A certificate of destruction for people, made from the signed one: who, what, by which policy, every key, what it
/// means and what it does not promise, and how to check the signature.
public final class CertificatePdf {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> MEANING = List.of(
            "For each line of the table one encryption key was destroyed. Everything of that category, channel and day"
                    + " was encrypted under it from the moment it arrived. The key is destroyed; the text can no longer"
                    + " be recovered by us. Keys are named by SHA-256 fingerprint, and each destruction by its place in"
                    + " the client's log, where it can be found and proved.",
            "Counted are contents that could be read until then: what was erased before at somebody's request is not"
                    + " among them, nor is what a legal hold keeps.");
    private static final List<String> LIMITS = List.of(
            "Encrypted copies of a destroyed key may lie in database files, write-ahead logs and backups until the root"
                    + " key of that time is destroyed too; an event of its own, ErasureFinal, says when.",
            "Who said when on which channel, and how much, stays in the log; so does what was copied out of this system"
                    + " before. What a legal hold names was put into escrow before a key went and can be read for the"
                    + " purpose of that hold alone, for as long as it lasts.",
            "What is listed as held was due and can be read: whole, where nothing of the bucket is destroyed, or for the"
                    + " purpose of the hold alone. What a hold keeps goes with its release, which is certified by itself.");

    private CertificatePdf() {}

    /// @param client what people call it, in any script
    /// @param certificate as it is stored: JSON with its signature
    public static byte[] of(String client, byte[] certificate) {
        JsonNode document = JSON.readTree(certificate);
        try (PdfPages pages = new PdfPages("Certificate of destruction")) {
            write(client, document.required("certificate"), document.required("signature"), pages);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            pages.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private static void write(String client, JsonNode body, JsonNode signature, PdfPages pages) throws IOException {
        JsonNode totals = body.required("totals");
        pages.title("Certificate of destruction");
        pages.fact("Client", client);
        pages.fact("Its id", text(body, "client_id"));
        pages.fact("Run", text(body, "run_id"));
        pages.fact("Asked for by", text(body, "asked_by") + ", " + text(body, "asked_at"));
        pages.fact("Due at", text(body, "at"));
        pages.fact("Policy", "retention schedule, version " + text(body, "schedule_version"));
        pages.fact("Destroyed", summary(totals));
        pages.fact("Held back", heldBack(totals));
        pages.heading("What this means");
        for (String paragraph : MEANING) {
            pages.paragraph(paragraph);
        }
        pages.heading("What it does not promise");
        for (String paragraph : LIMITS) {
            pages.paragraph(paragraph);
        }
        buckets(body.required("buckets"), pages);
        clientKeys(body.required("client_keys"), pages);
        held(body.required("held"), pages);
        orders(body.required("orders"), pages);
        signature(signature, pages);
    }

    private static String summary(JsonNode totals) {
        String keys = text(totals, "client_keys").equals("0")
                ? ""
                : ", and " + text(totals, "client_keys") + " keys of the client, which opened all others";
        return text(totals, "buckets") + " buckets with " + text(totals, "messages") + " messages ("
                + text(totals, "contents") + " contents of all categories)" + keys;
    }

    private static String heldBack(JsonNode totals) {
        String whole = text(totals, "held_buckets") + " buckets that were due and are on legal hold";
        return totals.has("held_contents")
                ? whole + "; with what holds keep of destroyed buckets " + text(totals, "held_messages") + " messages ("
                        + text(totals, "held_contents") + " contents)"
                : whole; // of a certificate of form 1
    }

    private static void buckets(JsonNode buckets, PdfPages pages) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode bucket : buckets) {
            rows.add(List.of(
                    text(bucket, "day"),
                    text(bucket, "category") + " / " + text(bucket, "channel"),
                    text(bucket, "contents"),
                    text(bucket, "destroyed_at"),
                    text(bucket, "log_index"),
                    fingerprint(bucket)));
        }
        pages.heading("Buckets destroyed");
        pages.table(
                new float[] {52, 96, 42, 112, 42, 151},
                List.of(
                        "Day (UTC)",
                        "Category / channel",
                        "Contents",
                        "Destroyed at",
                        "Log index",
                        "SHA-256 of the key"),
                rows);
    }

    private static void clientKeys(JsonNode keys, PdfPages pages) throws IOException {
        if (keys.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode key : keys) {
            rows.add(List.of(text(key, "destroyed_at"), text(key, "log_index"), fingerprint(key)));
        }
        pages.heading("Keys of the client destroyed");
        pages.table(new float[] {130, 60, 305}, List.of("Destroyed at", "Log index", "SHA-256 of the key"), rows);
    }

    private static void held(JsonNode held, PdfPages pages) throws IOException {
        if (held.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode bucket : held) {
            rows.add(List.of(
                    text(bucket, "day"),
                    text(bucket, "category") + " / " + text(bucket, "channel"),
                    String.join(
                            " ",
                            bucket.required("holds")
                                    .valueStream()
                                    .map(JsonNode::asString)
                                    .toList()),
                    bucket.has("contents") ? text(bucket, "contents") : "",
                    bucket.has("kept") && text(bucket, "kept").equals("escrow") ? "for the hold alone" : "whole"));
        }
        pages.heading("Due, and held");
        pages.table(
                new float[] {60, 110, 195, 50, 80},
                List.of("Day (UTC)", "Category / channel", "Legal holds", "Contents", "Kept"),
                rows);
    }

    private static void orders(JsonNode orders, PdfPages pages) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode order : orders) {
            rows.add(List.of(
                    text(order, "ordered_at"),
                    text(order, "position"),
                    text(order, "log_index"),
                    text(order, "schedule_version"),
                    order.required("whole_client").asBoolean()
                            ? "the whole client"
                            : text(order, "buckets") + " buckets"));
        }
        pages.heading("Orders");
        pages.table(
                new float[] {130, 70, 70, 95, 130},
                List.of("Ordered at", "Position", "Log index", "Schedule version", "Of"),
                rows);
    }

    private static void signature(JsonNode signature, PdfPages pages) throws IOException {
        pages.heading("Signature");
        pages.paragraph(
                "This page is a rendering; the client's name is from its log. What is signed is the same certificate as JSON: ask for it with"
                        + " Accept: application/json. The signature (" + text(signature, "algorithm")
                        + ", RFC 8032) is over the bytes of its member \"certificate\" exactly as they stand there (RFC 8785)."
                        + " The public key is served at /v1/retention-runs/certificate-key, as PEM too: write the member's"
                        + " bytes and the decoded signature to files and run: openssl pkeyutl -verify -pubin -inkey key.pem"
                        + " -rawin -in certificate.bin -sigfile signature.bin. The event RetentionRunCompleted of this run in"
                        + " the client's log holds the same SHA-256.");
        pages.fact("Public key", text(signature, "public_key"));
        pages.fact("Signature", text(signature, "value"));
        pages.fact("SHA-256", text(signature, "sha256"));
    }

    private static String fingerprint(JsonNode node) {
        return node.has("fingerprint") ? text(node, "fingerprint") : "under the client's keys";
    }

    private static String text(JsonNode node, String member) {
        return node.required(member).asString();
    }
}
