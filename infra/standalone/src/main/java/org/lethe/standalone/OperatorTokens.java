package org.lethe.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.lethe.contracts.ApiKeyId;
import org.lethe.eventlog.Commands;
import org.lethe.transcript.clients.IssueOperatorKey;
import org.lethe.web.ApiKeys;
import org.lethe.web.NewApiKey;

/// The file with the operator's API key. Whoever can read the folder may do everything that people do; who only has
/// the database's address with a folder of their own may not.
final class OperatorTokens {
    private final Path file;
    private final Path next;
    private final ApiKeys apiKeys;
    private final Commands commands;
    private final Clock clock;

    OperatorTokens(Path file, ApiKeys apiKeys, Commands commands, Clock clock) {
        this.file = file;
        this.next = file.resolveSibling(file.getFileName() + ".next");
        this.apiKeys = apiKeys;
        this.commands = commands;
        this.clock = clock;
    }

    /// Makes the first key of a new database. Where the platform has keys already, this makes none.
    ///
    /// @return what to tell the operator
    Optional<String> write() throws IOException {
        finishEarlier();
        if (Files.exists(file) || issue(false).issued()) {
            return Optional.empty();
        }
        return Optional.of(
                "there is no " + file + ", and the platform has API keys already: no second operator's key is"
                        + " made; `lethe token reset` makes another, with the server stopped");
    }

    /// Makes a new key in place of those that were made like this before.
    ///
    /// @return the keys that are not accepted any more
    List<ApiKeyId> reset() throws IOException {
        return issue(true).revoked();
    }

    // A crash came between the commit and the file's place.
    private void finishEarlier() throws IOException {
        if (Files.exists(next)) {
            if (apiKeys.authenticate(Files.readString(next).strip()).isPresent()) {
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.delete(next);
            }
        }
    }

    // The file first, beside its place: a key of which only the database knows would open nothing for anybody.
    private IssueOperatorKey.Issued issue(boolean replacing) throws IOException {
        NewApiKey key = ApiKeys.generate();
        DataFolder.writePrivately(next, key.secret() + "\n");
        IssueOperatorKey.Issued issued = commands.sendAndWait(new IssueOperatorKey(
                ApiKeyId.random(), key.sha256(), replacing, clock.instant().truncatedTo(ChronoUnit.MICROS)));
        if (issued.issued()) {
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.delete(next);
        }
        return issued;
    }
}
