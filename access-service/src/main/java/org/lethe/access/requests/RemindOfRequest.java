package org.lethe.access.requests;

import java.time.Instant;
import java.util.List;
import org.lethe.contracts.ClientId;
import org.lethe.contracts.RequestId;
import org.lethe.contracts.RequestReminded;
import org.lethe.eventlog.Command;
import org.lethe.eventlog.Decision;
import org.lethe.web.NotFoundException;

/// Put on record that a due date comes near, or is over: once, however many look.
record RemindOfRequest(ClientId client, RequestId request, Instant at) implements Command<RemindOfRequest.Reminded> {

    record Reminded(int of) {}

    Reminded decide(Decision decision) {
        Request known =
                Request.of(client, decision.source(Request.criteria(request))).orElseThrow(NotFoundException::new);
        List<RequestReminded> due = Reminders.due(known, at);
        due.forEach(event -> decision.append(client, event, at));
        return new Reminded(due.size());
    }
}
