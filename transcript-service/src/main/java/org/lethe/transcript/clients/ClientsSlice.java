package org.lethe.transcript.clients;

import org.lethe.service.Foundation;
import org.lethe.service.Slice;
import org.lethe.web.ApiKeys;

/// This feature in one piece.
public final class ClientsSlice {
    private ClientsSlice() {}

    public static Slice on(Foundation foundation) {
        ApiKeys apiKeys = foundation.part(ApiKeys.class);
        ClientView view = new ClientView(foundation.dataSource(), apiKeys);
        return Slice.named("clients")
                .decides(RegisterClient.class, RegisterClient::decide)
                .decides(OffboardClient.class, OffboardClient::decide)
                .decides(IssueApiKey.class, (command, decision) -> command.decide(apiKeys::insert, decision))
                .decides(
                        IssueOperatorKey.class,
                        (command, decision) -> command.decide(apiKeys::insert, apiKeys::revoke, decision))
                .decides(RevokeApiKey.class, (command, decision) -> command.decide(apiKeys::revoke, decision))
                .follows(view)
                .serves(new ClientsEndpoint(foundation, view).routes());
    }
}
