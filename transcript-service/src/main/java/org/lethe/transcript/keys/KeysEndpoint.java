package org.lethe.transcript.keys;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lethe.contracts.KeyKind;
import org.lethe.keyring.KeyState;
import org.lethe.keyring.RootEpochs;
import org.lethe.service.clock.ClockInDoubtException;
import org.lethe.web.Answer;
import org.lethe.web.ApiRequest;
import org.lethe.web.NameOf;
import org.lethe.web.Repeat;
import org.lethe.web.Role;
import org.lethe.web.Routes;
import org.lethe.web.Terms;

/// Tells where all keys stand, and turns the root epochs by hand.
final class KeysEndpoint {
    private final EpochTurns turns;

    KeysEndpoint(EpochTurns turns) {
        this.turns = turns;
    }

    record Count(KeyKind kind, @NameOf(KeyState.class) String state, long count) {}

    record ShownEpoch(
            int epoch,
            LocalDate day,
            long clientKeys,
            @Nullable Instant unusedSince,
            @Nullable Instant goesAt) {}

    record Status(
            int today,
            List<Count> keys,
            List<ShownEpoch> epochs,
            long dirtyShards,
            long rotatingShards,
            long waitingTombstones) {}

    record Turned(
            int rotatedShards,
            int unfinishedShards,
            long wrappedKeys,
            long movedClientKeys,
            List<Integer> destroyedEpochs,
            int finalized) {}

    public Routes routes() {
        return new Routes()
                .get("/v1/keys", Terms.roles(Role.PLATFORM_ADMIN).answers(Status.class), this::show)
                .post(
                        "/v1/keys/rotation",
                        Terms.roles(Role.PLATFORM_ADMIN)
                                .repeats(Repeat.NATURAL)
                                .answers(Turned.class)
                                .refuses(ClockInDoubtException.TYPE),
                        this::turn);
    }

    private Answer show(ApiRequest request) {
        RootEpochs.Status status = turns.status();
        return Answer.ok(new Status(
                status.today(),
                status.keys().stream()
                        .map(key -> new Count(key.kind(), key.state().wireName(), key.count()))
                        .toList(),
                status.epochs().stream()
                        .map(epoch -> new ShownEpoch(
                                epoch.epoch(),
                                epoch.day(),
                                epoch.clientKeys(),
                                epoch.unusedSince().orElse(null),
                                epoch.goesAt().orElse(null)))
                        .toList(),
                status.dirtyShards(),
                status.rotatingShards(),
                status.waitingTombstones()));
    }

    private Answer turn(ApiRequest request) {
        EpochTurns.Turned turned = turns.turn();
        RootEpochs.Turn turn = turned.turn();
        return Answer.ok(new Turned(
                turn.rotatedShards(),
                turn.unfinishedShards(),
                turn.wrappedKeys(),
                turn.movedClientKeys(),
                turn.destroyedEpochs(),
                turned.finalized()));
    }
}
