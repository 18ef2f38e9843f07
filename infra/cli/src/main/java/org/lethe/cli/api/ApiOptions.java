package org.lethe.cli.api;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lethe.cli.terminal.RefusedException;
import org.lethe.standalone.Setting;
import org.lethe.standalone.Settings;
import org.lethe.standalone.Standalone;
import picocli.CommandLine.Option;

/// Where the API is and with which key to call it. Unless told otherwise, the one that runs on the data folder.
public final class ApiOptions {
    @Option(names = "--url", description = "Where Lethe is; default: the one that runs on the data folder.")
    private @Nullable URI url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the API key; default: operator.token of the data folder.")
    private @Nullable Path tokenFile;

    @Option(names = "--data", paramLabel = "FOLDER", description = "The data folder (LETHE_DATA).")
    private @Nullable Path data;

    public Api connect() {
        Settings settings =
                Settings.resolve(data == null ? Map.of() : Map.of(Setting.DATA, data.toString()), System.getenv());
        Path file = tokenFile == null ? settings.dataFolder().resolve("operator.token") : tokenFile;
        try {
            URI address = url == null ? Standalone.urlOf(settings) : url;
            return new Api(address, Files.readString(file).strip());
        } catch (IOException e) {
            throw new RefusedException(
                    "there is no API key in " + file + "; start Lethe with `lethe up`, or use --data or --token-file",
                    e);
        }
    }
}
