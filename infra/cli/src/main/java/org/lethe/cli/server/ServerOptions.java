package org.lethe.cli.server;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lethe.standalone.Setting;
import org.lethe.standalone.Settings;
import picocli.CommandLine.Option;

/// Flags that say what otherwise the environment, `lethe.conf` or the default does.
final class ServerOptions {
    @Option(names = "--data", paramLabel = "FOLDER", description = "The folder that holds everything (LETHE_DATA).")
    private @Nullable Path data;

    @Option(names = "--port", description = "TCP port; 0 takes a free one (LETHE_PORT).")
    private @Nullable String port;

    @Option(names = "--address", description = "Address to listen on (LETHE_ADDRESS).")
    private @Nullable String address;

    Settings settings() {
        return settings(Map.of());
    }

    /// @param fallbacks what holds where neither a flag nor the environment says something
    Settings settings(Map<Setting, String> fallbacks) {
        Map<Setting, String> flags = new HashMap<>();
        fallbacks.forEach((setting, text) -> {
            if (System.getenv(setting.variable()) == null) {
                flags.put(setting, text);
            }
        });
        if (data != null) {
            flags.put(Setting.DATA, data.toString());
        }
        if (port != null) {
            flags.put(Setting.PORT, port);
        }
        if (address != null) {
            flags.put(Setting.ADDRESS, address);
        }
        return Settings.resolve(flags, System.getenv());
    }
}
