package org.lethe.transcript;

import java.util.List;
import org.lethe.eventlog.EventLogSchema;
import org.lethe.keyring.Keyring;
import org.lethe.keyring.KeyringSchema;
import org.lethe.keyring.RestoredDatabase;
import org.lethe.keyring.RootEpochs;
import org.lethe.keyring.RootKeystore;
import org.lethe.service.Foundation;
import org.lethe.service.Service;
import org.lethe.transcript.amendments.AmendmentsSlice;
import org.lethe.transcript.bulk.BulkSlice;
import org.lethe.transcript.capture.CaptureSlice;
import org.lethe.transcript.clients.ClientsSlice;
import org.lethe.transcript.clock.ClockSlice;
import org.lethe.transcript.consumers.ConsumersSlice;
import org.lethe.transcript.content.ContentSlice;
import org.lethe.transcript.conversations.ConversationsSlice;
import org.lethe.transcript.erasure.ErasureSlice;
import org.lethe.transcript.escrow.EscrowSlice;
import org.lethe.transcript.expiry.ExpirySlice;
import org.lethe.transcript.forgetting.ForgettingSlice;
import org.lethe.transcript.keys.BackupWindow;
import org.lethe.transcript.keys.KeysSlice;
import org.lethe.transcript.orders.OrdersSlice;
import org.lethe.transcript.orders.ParkedOrders;
import org.lethe.transcript.reading.ReadingSlice;
import org.lethe.web.WebSchema;

/// The service as a value. It stands on a `RootKeystore`, a `BackupWindow` and `ApiKeys`, and refuses
/// a database that is not the keystore's own unless a `RestoredDatabase` says otherwise.
public final class TranscriptService {
    public static final Service SERVICE = Service.of(
                    "transcript",
                    TranscriptService.class,
                    ClientsSlice::on,
                    ConsumersSlice::on,
                    ConversationsSlice::on,
                    CaptureSlice::on,
                    BulkSlice::on,
                    ReadingSlice::on,
                    AmendmentsSlice::on,
                    ErasureSlice::on,
                    ContentSlice::on,
                    EscrowSlice::on,
                    ExpirySlice::on,
                    ForgettingSlice::on,
                    OrdersSlice::on,
                    KeysSlice::on,
                    ClockSlice::on)
            .owning(KeyringSchema.SCHEMA)
            .granted(KeyringSchema.HOLDING)
            .granted(List.of(WebSchema.ISSUING, EventLogSchema.READING, EventLogSchema.SCRUBBING))
            .opening(TranscriptService::openKeyring);

    private TranscriptService() {}

    /// The one door for content: nobody else opens it.
    private static void openKeyring(Foundation foundation) {
        Keyring keyring = Keyring.open(
                foundation.dataSource(),
                foundation.part(RootKeystore.class),
                foundation.clock(),
                foundation.meters(),
                foundation.part(RestoredDatabase.class, RestoredDatabase.REFUSED));
        foundation.with(Keyring.class, keyring);
        foundation.with(ParkedOrders.class, new ParkedOrders(foundation));
        foundation.with(
                RootEpochs.class,
                keyring.rootEpochs(foundation.part(BackupWindow.class).length()));
    }
}
