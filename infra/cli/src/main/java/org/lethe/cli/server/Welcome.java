package org.lethe.cli.server;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import org.lethe.standalone.Running;

/// The four lines at the end of a start.
///
/// @param url the page that documents the API and lets one try it
/// @param tokenFile file with the API key for it
record Welcome(URI url, Path dataFolder, Path tokenFile, long processId, String again) {

    static Welcome of(Running running, String again) {
        return new Welcome(
                running.url().resolve("/docs"),
                running.dataFolder(),
                running.operatorToken(),
                ProcessHandle.current().pid(),
                again);
    }

    void print(PrintWriter out) {
        out.println("Open   " + url + "   (API key: " + tokenFile + ")");
        out.println("Data   " + dataFolder + "   (all of it: deleting the folder uninstalls)");
        out.println("Stop   Ctrl-C, or kill " + processId + "; `" + again + "` goes on where it stopped");
        out.println("Next   lethe import FILE   loads conversations;   lethe --help   shows the rest");
    }
}
