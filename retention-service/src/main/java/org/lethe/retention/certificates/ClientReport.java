package org.lethe.retention.certificates;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.ClientId;
import org.lethe.retention.preview.Figures.Amount;
import org.lethe.retention.preview.Figures.Line;

/// What a run found or did of one client.
///
/// @param scheduleVersion by which it was decided; absent where there is none
/// @param wholeClient whether the client's own keys are due, or went
/// @param unreadable what became unreadable; of a dry run, what would
/// @param held what is due and stays for a hold
/// @param lines by category and channel
public record ClientReport(
        ClientId clientId,
        @Nullable Integer scheduleVersion,
        boolean wholeClient,
        Amount unreadable,
        Amount held,
        List<Line> lines) {

    public static ClientReport of(
            ClientId client, @Nullable Integer scheduleVersion, boolean wholeClient, List<Line> lines) {
        Amount unreadable = Amount.NOTHING;
        Amount held = Amount.NOTHING;
        for (Line line : lines) {
            unreadable = unreadable.plus(line.unreadable());
            held = held.plus(line.held());
        }
        return new ClientReport(client, scheduleVersion, wholeClient, unreadable, held, lines);
    }
}
