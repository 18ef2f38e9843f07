package org.lethe.cli.retention;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.api.Api;
import org.lethe.cli.terminal.RefusedException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import tools.jackson.databind.JsonNode;

/// Saves the certificates of a run, one for each client of whom something went.
final class Certificates {
    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description =
                    "Save the certificate of destruction: signed JSON in FILE.json, a page for people in FILE.pdf."
                            + " Of several clients, each gets a file with its id in the name.")
    private @Nullable Path file;

    boolean areWanted() {
        return file != null;
    }

    /// Refuses early what would be found out only when the keys are gone.
    void requireWritable() {
        if (file == null) {
            return;
        }
        mediaType(file);
        if (Files.exists(file)) {
            throw taken(file, null);
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new RefusedException("there is no folder " + folder);
        }
    }

    /// @param run as the API shows it, completed
    /// @return the files; empty if nothing of the run is certified
    List<Path> save(Api api, JsonNode run) {
        if (file == null) {
            return List.of();
        }
        List<JsonNode> certified = StreamSupport.stream(run.path("clients").spliterator(), false)
                .filter(client -> client.has("certificate"))
                .toList();
        List<Path> saved = new ArrayList<>();
        for (JsonNode client : certified) {
            Path target = certified.size() == 1
                    ? file
                    : withId(file, client.path("client_id").asString());
            write(
                    target,
                    api.bytes(client.path("certificate").asString(), mediaType(file), "the certificate can't be had"));
            saved.add(target);
        }
        return saved;
    }

    private static Path withId(Path file, String id) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling(name.substring(0, dot) + "-" + id + name.substring(dot));
    }

    private static void write(Path file, byte[] certificate) {
        try {
            Files.write(file, certificate, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw taken(file, e);
        } catch (IOException e) {
            throw new RefusedException(file + " can't be written: " + e.getMessage(), e);
        }
    }

    private static RefusedException taken(Path file, @Nullable Exception cause) {
        String message = file + " is there already; a certificate replaces no file";
        return cause == null ? new RefusedException(message) : new RefusedException(message, cause);
    }

    private String mediaType(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            return "application/json";
        }
        if (name.endsWith(".pdf")) {
            return "application/pdf";
        }
        throw new ParameterException(command.commandLine(), "--certificate: FILE ends with .json or .pdf");
    }
}
