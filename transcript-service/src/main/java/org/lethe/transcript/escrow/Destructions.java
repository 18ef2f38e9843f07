package org.lethe.transcript.escrow;

import java.util.function.Supplier;
import org.lethe.eventlog.AppendFailedException;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Commands;
import org.lethe.keyring.KeyAlreadyDestroyedException;
import org.lethe.keyring.KeyChangedException;
import org.lethe.keyring.KeyDestroyedException;

/// Sends commands that destroy keys. A key that is minted, wrapped anew or destroyed between the look at it and the
/// deed, a hold that ends in between and takes its own key along, or content that a hold covers and that came in
/// between, lets the command be decided anew.
public final class Destructions {
    private static final int ATTEMPTS = 20;

    private final Commands commands;

    public Destructions(Commands commands) {
        this.commands = commands;
    }

    /// @param command made anew for each attempt
    public <R> R send(Supplier<? extends Command<R>> command) {
        for (int attempt = 1; ; attempt++) {
            try {
                return commands.sendAndWait(command.get());
            } catch (AppendFailedException | KeyChangedException | KeyDestroyedException e) {
                if (attempt == ATTEMPTS || !isForSomethingThatMoved(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isForSomethingThatMoved(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof KeyChangedException
                    || at instanceof KeyAlreadyDestroyedException
                    || at instanceof KeyDestroyedException
                    || at instanceof ContentCameMeanwhileException) {
                return true;
            }
        }
        return false;
    }
}
